using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>Views of random searches of random catalogs, held against the oracle.</summary>
public abstract partial class RandomSearches
{
    private const int CellsFollowed = 4;

    [Fact]
    public Task ShowInEveryViewWhatTheOracleDoes() => ForEachCatalogAsync(Math.Max(3, CatalogsInDepth / 4), CompareViewsAsync);

    private async Task CompareViewsAsync(int seed)
    {
        var random = new Random(seed);
        var plain = RandomCatalog.Make(random);
        var pool = RandomQuery.Pool.Of(plain);
        var oracle = new Oracle(plain);
        await using var catalog = (EngineWithCatalog)await OpenAsync(plain, random);
        for (var i = 0; i < RequestsInDepth; i++)
        {
            if (AsView(random, plain) is not { } view)
                continue;
            var query = $"{RandomQuery.Narrowing(random, plain, pool)}&{view}";
            var lists = RandomQuery.Lists(random, pool);
            var (response, content) = await catalog.Views.AnswerAsync(lists.Narrow(catalog.Url.Parse(query).Request), TestContext.Current.CancellationToken);
            var (expected, actual) = (Expected(oracle, query, lists, content!), Lines(content!));
            Assert.True(expected.SequenceEqual(actual), $"FACETEXPLORER_SEED={seed}, request {i}, {lists}: ?{query}\n{string.Join('\n', actual)}\nbut should be\n{string.Join('\n', expected)}\n{plain}");
            Assert.Equal(oracle.Ask(query, lists: lists).Samples, response.Samples.Value);
            foreach (var (samples, search) in random.GetItems(Followable(content!, query).DefaultIfEmpty().ToArray(), CellsFollowed).Where(c => c.Search is not null))
                Assert.True(oracle.Ask(SearchUrl.Format(search!), lists: lists).Samples == samples, $"FACETEXPLORER_SEED={seed}, request {i}, {lists}: ?{query}\n{samples} should be found by ?{SearchUrl.Format(search!)}\n{plain}");
        }
    }

    private static string? AsView(Random random, PlainCatalog plain)
    {
        var facets = random.GetItems(plain.Facets.ToArray(), 12).Distinct().ToList();
        var dates = facets.Where(f => f.Kind == "date").ToList();
        return random.Next(4) switch
        {
            0 when facets.Count > 1 => $"view=matrix&rows={facets[0].Key}&cols={facets[1].Key}{(random.Next(3) == 0 ? $"&{facets[0].Key}.limit=2" : "")}",
            1 when dates.Count > 0 => $"view=timeline&rows={dates[0].Key}{(random.Next(3) > 0 ? $"&by={facets[0].Key}" : "")}{(random.Next(2) == 0 ? "&view.shared=earliest" : "")}",
            2 => $"view=overlap&size=10{(random.Next(2) == 0 ? "&view.hide=contained" : "")}{(random.Next(3) == 0 ? "&page=2" : "")}",
            3 => $"view=samples&size=10{(random.Next(3) == 0 ? "&page=2" : "")}",
            _ => null,
        };
    }

    private static List<string> Expected(Oracle oracle, string query, PlainLists lists, ViewContent content) => content switch
    {
        CrossTable => oracle.Cross(query, lists),
        Timeline => oracle.Timeline(query, lists),
        Overlap => oracle.Overlap(query, lists),
        _ => oracle.SamplePage(query, lists),
    };

    private static List<string> Lines(ViewContent content) => content switch
    {
        CrossTable table => [.. table.Rows.Heads.Zip(table.Cells).SelectMany(row => table.Columns.Heads.Zip(row.Second).Select(cell => $"{Name(row.First)} x {Name(cell.First)}: {cell.Second.Samples}"))],
        Timeline timeline => [.. timeline.Bars.Select(bar => $"{(bar.Part == CrossPart.Missing ? "(missing)" : $"{bar.Year:0000}")}: {string.Join(' ', bar.Parts.Prepend(bar.Samples))}")],
        Overlap overlap =>
        [
            $"{overlap.Contained} contained, {overlap.Sharing} of {overlap.Experiments} share, {overlap.Listed} listed",
            .. overlap.Rows.Select(r => $"{r.Accession}: {r.Samples}, {r.Shared} shared{(r.Within is null ? "" : ", contained")}"),
            .. overlap.Pairs.Select(p => $"{p.First} ({p.FirstSamples}) + {p.Second} ({p.SecondSamples}): {p.Shared}").Order(StringComparer.Ordinal),
        ],
        SamplePage samples => [.. samples.Rows.Select(r => $"{r.Accession}: {string.Join(' ', r.Experiments)}")],
        _ => [content.ToString()!],
    };

    private static string Name(CrossHead head) => head.Part == CrossPart.Value ? head.Value!.Text : $"({head.Part.ToString().ToLowerInvariant()})";

    /// <summary>What links of a view lead to, with what they say is there. Without one, no query string can say it.</summary>
    private static IEnumerable<(long Samples, SearchRequest? Search)> Followable(ViewContent content, string query)
    {
        var all = content switch
        {
            CrossTable table => table.Cells.SelectMany(row => row).Select(c => (c.Samples, c.Search)),
            Timeline timeline when !query.Contains("earliest", StringComparison.Ordinal) => timeline.Bars.Select(b => (b.Samples, b.Search)),
            _ => [],
        };
        return all.Select(link => link.Search is not null || link.Samples == 0 || query.Contains("scope=experiment", StringComparison.Ordinal) || query.Contains("min=", StringComparison.Ordinal)
            ? link : throw new InvalidOperationException($"?{query} has {link.Samples} samples without a link"));
    }
}
