using FacetExplorer.Search;

namespace FacetExplorer.Tests.Search;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("liver", "liver", 0)]
    [InlineData("livr", "liver", 1)]
    [InlineData("livver", "liver", 1)]
    [InlineData("lifer", "liver", 1)]
    [InlineData("lievr", "liver", 1)]
    [InlineData("gliobalstoma", "glioblastoma", 1)]
    [InlineData("tumour", "tumor", 1)]
    [InlineData("haemoglobin", "hemoglobin", 1)]
    [InlineData("hepatocelular", "hepatocellular", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("ca", "abc", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_letters_added_left_out_replaced_and_neighbours_exchanged(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Within(distance, a, b));
        Assert.Equal(distance, EditDistance.Within(distance + 1, b, a));
        Assert.Null(EditDistance.Within(distance - 1, a, b));
    }

    [Fact]
    public void Distance_is_that_of_the_definition()
    {
        var random = new Random(20);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (Letters(), Letters());
            var (limit, naive) = (random.Next(4), Naive(a, b));
            Assert.Equal(naive <= limit ? naive : null, EditDistance.Within(limit, a, b));
        }

        string Letters() => new(random.GetItems("abc".AsSpan(), random.Next(8)));
    }

    /// <summary>The recursive definition, from the ends of both words.</summary>
    private static int Naive(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return a.Length + b.Length;
        var least = Math.Min(Naive(a[..^1], b), Naive(a, b[..^1])) + 1;
        least = Math.Min(least, Naive(a[..^1], b[..^1]) + (a[^1] == b[^1] ? 0 : 1));
        return a.Length > 1 && b.Length > 1 && a[^1] == b[^2] && a[^2] == b[^1] ? Math.Min(least, Naive(a[..^2], b[..^2]) + 1) : least;
    }

    [Fact]
    public void The_nearest_comes_first_then_the_most_frequent()
    {
        var spelling = new Spelling([("carcinoma", 3), ("carcinomas", 9), ("carcinome", 8), ("carcinogen", 50), ("sarcoma", 90), ("carcinoid", 40)]);

        // Forms of one word are one, and a word is not near to itself.
        Assert.Equal(["carcinomas 1 12", "carcinome 1 8"], Near(spelling, "carcinom", 2));
        Assert.Equal(["carcinome 1 8", "carcinoid 2 40"], Near(spelling, "carcinoma", 9));
        Assert.Equal([], Near(spelling, "carcinxyz", 9));
    }

    [Theory]
    [InlineData("liv", "")]
    [InlineData("livr", "liver")]
    [InlineData("lir", "")]
    [InlineData("lvr", "")]
    [InlineData("kidnney", "kidney")]
    [InlineData("kdny", "")]
    [InlineData("kidnnney", "kidney")]
    [InlineData("kidnnnney", "")]
    [InlineData("livers", "")]
    [InlineData("livrs", "liver")]
    public void Short_words_are_left_alone_and_long_ones_may_have_two_slips(string typed, string expected)
    {
        var spelling = new Spelling([("liver", 1), ("kidney", 1), ("il6", 1), ("li", 1)]);

        Assert.Equal(expected, string.Join(' ', spelling.Near(typed, 9).Select(n => n.Word)));
    }

    [Fact]
    public void Every_near_word_is_found()
    {
        var random = new Random(21);
        for (var i = 0; i < 300; i++)
        {
            var words = Enumerable.Range(0, 40).Select(_ => new string(random.GetItems("abcde".AsSpan(), random.Next(3, 10)))).Distinct().ToList();
            var spelling = new Spelling(words.Select(word => (word, 1L)));
            var typed = new string(random.GetItems("abcde".AsSpan(), random.Next(3, 10)));
            var slips = typed.Length < 4 ? 0 : typed.Length < 8 ? 1 : 2;

            Assert.Equal(
                words.Select(word => (Word: word, Distance: EditDistance.Within(slips, typed, word))).Where(w => w.Distance > 0)
                    .OrderBy(w => w.Distance).ThenBy(w => w.Word, StringComparer.Ordinal).Select(w => w.Word),
                spelling.Near(typed, 100).Select(n => n.Word));
        }
    }

    private static IEnumerable<string> Near(Spelling spelling, string word, int count) =>
        spelling.Near(word, count).Select(n => FormattableString.Invariant($"{n.Word} {n.Distance} {n.Frequency}"));
}
