using FacetExplorer.Search;
using FacetExplorer.Tests.Engines;

namespace FacetExplorer.Tests.Search;

public sealed class WordIndexTests
{
    private static readonly WordIndex Titles = new(["Liver of mice", "Livers of rats", "IL-6 in mouse livers", "Café"]);

    [Theory]
    [InlineData("li", "0 1 2")]
    [InlineData("liver", "0 1 2")]
    [InlineData("livers", "1 2")]
    [InlineData("m", "0 2")]
    [InlineData("of li", "0 1")]
    [InlineData("mi l o", "0")]
    [InlineData("i 6", "2")]
    [InlineData("cafe", "3")]
    [InlineData("x", "")]
    [InlineData("", "")]
    public void Each_word_begins_a_word(string typed, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Titles.Beginning(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries), 10)));
        Assert.Equal(expected.Split(' ')[0], string.Join(' ', Titles.Beginning(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries), 1)));
    }

    [Theory]
    [InlineData("liver", 3)]
    [InlineData("livers", 0)]
    [InlineData("of", 2)]
    [InlineData("mouse", 1)]
    public void A_token_is_in_every_form_of_it(string token, int texts) => Assert.Equal(texts, Titles.With(token).Count);

    [Fact]
    public void Random_texts_are_found_as_a_loop_finds_them()
    {
        var random = new Random(22);
        for (var i = 0; i < 500; i++)
        {
            var texts = Enumerable.Range(0, random.Next(30)).Select(_ => string.Join(random.Next(2) == 0 ? " " : "-", Enumerable.Range(0, random.Next(6)).Select(_ => Word(4)))).ToList();
            var index = new WordIndex(texts);
            var typed = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(3).ToLowerInvariant()).ToList();

            Assert.Equal(
                texts.Index().Where(t => typed.All(beginning => OracleText.Words(t.Item).Any(word => word.StartsWith(beginning, StringComparison.Ordinal)))).Select(t => t.Index),
                index.Beginning(typed, int.MaxValue));
            foreach (var word in texts.SelectMany(OracleText.Words))
                Assert.Equal(
                    texts.Index().Where(t => OracleText.Tokens(t.Item).Contains(OracleText.Singular(word))).Select(t => t.Index),
                    index.With(OracleText.Singular(word)).Order());
        }

        string Word(int longest) => new(random.GetItems("abEsß1".AsSpan(), random.Next(1, longest + 1)));
    }
}
