using FacetExplorer.Search;

namespace FacetExplorer.Tests.Search;

public class TextTests
{
    [Theory]
    [InlineData("Mouse LIVER", "mouse liver")]
    [InlineData("IL-6", "il 6")]
    [InlineData("0.1_12hr_CSV86", "0 1 12hr csv86")]
    [InlineData("caf\u00e9 cafe\u0301 CAFÉ", "cafe cafe cafe")]
    [InlineData("Müller Ångström naïve", "muller angstrom naive")]
    [InlineData("\uFB01bre \uFF41\uFF22\uFF43 ⅳ ²", "fibre abc iv 2")]
    [InlineData("β-catenin Β", "β catenin β")]
    [InlineData("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ")]
    [InlineData("\U0001D4B3-ray \U00010400 \U00010428", "x ray \U00010428 \U00010428")]
    [InlineData("\U00020000\U00020001 東京", "\U00020000\U00020001 東京")]
    [InlineData("שלום, world", "שלום world")]
    [InlineData(" \t\n.,;:!?\"'*()[]{}+-_/\\|@#$%^&=<>~`", "")]
    [InlineData("", "")]
    [InlineData("\uD800x", "x")]
    [InlineData("a\0b", "a b")]
    public void Tokens(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', TextAnalyzer.Tokens(text)));

    [Theory]
    [InlineData("studies", "study")]
    [InlineData("eies", "eie")]
    [InlineData("xaies", "xaie")]
    [InlineData("analyses", "analyse")]
    [InlineData("mice", "mice")]
    [InlineData("livers", "liver")]
    [InlineData("classes", "classe")]
    [InlineData("class", "class")]
    [InlineData("virus", "virus")]
    [InlineData("toes", "toe")]
    [InlineData("trees", "tree")]
    [InlineData("larvaes", "larvae")]
    [InlineData("cats", "cat")]
    [InlineData("gas", "gas")]
    [InlineData("rats2s", "rats2s")]
    [InlineData("t7s8s", "t7s8s")]
    [InlineData("s", "s")]
    [InlineData("\U00020000\U00020000s", "\U00020000\U00020000s")]
    [InlineData("\U00020000\U00020000\U00020000s", "\U00020000\U00020000\U00020000")]
    [InlineData("abc\U00011066s", "abc\U00011066s")]
    public void Stem(string word, string stem) => Assert.Equal(stem, TextAnalyzer.Stem(word));

    [Theory]
    [InlineData("mouse liver", "mouse / liver")]
    [InlineData("\"mouse livers\"", "mouse liver")]
    [InlineData("IL-6", "il 6")]
    [InlineData("-mouse", "-mouse")]
    [InlineData("-\"mouse liver\" x", "-mouse liver / x")]
    [InlineData("Livers*", "liver (livers*)")]
    [InlineData("IL-6*", "il 6 (6*)")]
    [InlineData("-pre*", "-pre (pre*)")]
    [InlineData("a\"b c\"d", "a / b c / d")]
    [InlineData("\"never closed", "never closed")]
    [InlineData("\"liver*\"", "liver")]
    [InlineData("- * \" \"\" -\"\" !? x", "x")]
    [InlineData("--x", "-x")]
    [InlineData("x-y -z", "x y / -z")]
    [InlineData("AND or NOT near(x)", "and / or / not / near x")]
    public void Query_IsReadAsTerms(string query, string terms) => Assert.Equal(terms, string.Join(" / ", TextQuery.Parse(query)!.Terms.Select(Describe)));

    [Fact]
    public void Query_WithoutLetterOrDigitHasNoTermsButAnAccession()
    {
        Assert.Null(TextQuery.Parse("  "));
        var query = TextQuery.Parse(" +++ ")!;
        Assert.Empty(query.Terms);
        Assert.Equal(["+++"], query.Accessions);
        Assert.Equal(["gse1", "GSE1"], TextQuery.Parse("gse1")!.Accessions);
    }

    private static string Describe(TextTerm term) =>
        $"{(term.Excluded ? "-" : "")}{string.Join(' ', term.Tokens)}{(term.Prefix is null ? "" : $" ({term.Prefix}*)")}";
}
