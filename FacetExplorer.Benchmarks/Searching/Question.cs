using System.Collections.Immutable;
using FacetExplorer.Search;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>A search, said plainly enough to be answered without any engine.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Words">Words that the title must have; with an asterisk at the end the beginning of one.</param>
/// <param name="Filters">Facets with the values of which one is wanted.</param>
/// <param name="Scope">What is counted.</param>
internal sealed record Question(string Name, ImmutableArray<string> Words, ImmutableArray<(string Facet, string Value)> Filters, Scope Scope)
{
    private static readonly (string Facet, string Value)[] Clicks =
        [("organism", "organism 0"), ("technology", "RNA-SEQ"), ("sex", "female"), ("tissue", "tissue 0"), ("has_publication", "true"), ("platform", "platform 0"), ("treatment", "treatment 0"), ("disease", "disease 0"), ("published", "2010"), ("cell_line", "cell line 0")];

    /// <summary>What is asked of every contender, in both scopes.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        .. from scope in Enum.GetValues<Scope>()
           from question in new (string Name, string Words, int Filters)[]
           {
               ("everything", "", 0), ("a word in 60%", "expression", 0), ("a word in 5%", "cancer", 0), ("a word in 0.3%", "glioma", 0),
               ("two words", "expression cancer", 0), ("a beginning", "gli*", 0),
               ("1 filter", "", 1), ("2 filters", "", 2), ("3 filters", "", 3), ("4 filters", "", 4),
           }.Concat(Enumerable.Range(1, Clicks.Length).Select(clicks => (Name: $"click {clicks} after a word in 60%", Words: "expression", Filters: clicks)))
           select new Question(question.Name, [.. question.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries)], [.. Clicks.Take(question.Filters)], scope),
    ];

    /// <summary>As a facet's values are counted: without its own filter.</summary>
    public Question Without(GeoFacet facet) => this with { Filters = Filters.RemoveAll(filter => filter.Facet == facet.Key) };

    /// <summary>As a query string; said as often as wanted, words mean the same and are another text.</summary>
    public string Query(int times = 1) => string.Join('&',
        [.. Words.IsEmpty ? Array.Empty<string>() : [$"q={Uri.EscapeDataString(string.Join(' ', Enumerable.Repeat(Words, times).SelectMany(words => words)))}"],
            .. Filters.Select(filter => $"{filter.Facet}={Uri.EscapeDataString(filter.Value)}"), $"scope={(Scope == Scope.Sample ? "sample" : "experiment")}"]);
}

/// <summary>All that was counted for a question.</summary>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Samples">Matching unique samples; null where they are not told.</param>
/// <param name="Facets">By facet and value, unique samples and experiments.</param>
internal sealed record Counted(long Experiments, long? Samples, IReadOnlyDictionary<string, IReadOnlyDictionary<string, (long Samples, long Experiments)>> Facets)
{
    /// <summary>The facets that have more values than were told.</summary>
    public IReadOnlySet<string> Cut { get; init; } = new HashSet<string>();

    /// <summary>What an engine said.</summary>
    public static Counted Of(SearchResponse response) => new(response.Experiments, response.Samples.Value, response.Facets.ToDictionary(
        facet => facet.Facet.Key,
        IReadOnlyDictionary<string, (long, long)> (facet) => facet.Buckets.Where(b => b.Experiments > 0).ToDictionary(b => b.Value!.Text, b => (b.Samples.Value, b.Experiments))))
    { Cut = response.Facets.Where(facet => facet.More > 0).Select(facet => facet.Facet.Key).ToHashSet() };

    /// <summary>How many numbers there are, how many of them differ from what is right, and by which share at most.</summary>
    public (int Numbers, int Wrong, double Error) Against(Counted right)
    {
        var (numbers, wrong, error) = (0, 0, 0.0);
        Compare(Experiments, right.Experiments);
        if (Samples is { } samples)
            Compare(samples, right.Samples!.Value);
        foreach (var (facet, values) in right.Facets.Where(facet => Facets.ContainsKey(facet.Key)))
            foreach (var value in Cut.Contains(facet) ? Facets[facet].Keys : values.Keys.Union(Facets[facet].Keys))
            {
                var (is_, should) = (Facets[facet].GetValueOrDefault(value), values.GetValueOrDefault(value));
                Compare(is_.Samples, should.Samples);
                Compare(is_.Experiments, should.Experiments);
            }
        return (numbers, wrong, error);

        void Compare(long is_, long should)
        {
            numbers++;
            if (is_ == should)
                return;
            wrong++;
            error = Math.Max(error, Math.Abs(is_ - should) / (double)Math.Max(1, should));
        }
    }
}
