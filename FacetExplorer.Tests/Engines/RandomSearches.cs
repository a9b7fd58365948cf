using FacetExplorer.Api;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>
/// Random searches of random catalogs, held against the oracle. <c>FACETEXPLORER_SEED</c> replays the one catalog of a failure message,
/// <c>FACETEXPLORER_CATALOGS</c> says how many to try from there on.
/// </summary>
public abstract partial class RandomSearches
{
    private const int RequestsInDepth = 12;

    /// <summary>One catalog in so many goes through the importer.</summary>
    private const int ImportEvery = 50;

    /// <summary>How many catalogs are searched, unless <c>FACETEXPLORER_CATALOGS</c> says it, and how often each.</summary>
    private protected virtual (int Count, int Searches) Catalogs => (1_500, 2);

    /// <summary>How many catalogs are downloaded and viewed from all sides.</summary>
    private protected virtual int CatalogsInDepth => 160;

    /// <summary>Opens a catalog; without random numbers through the importer.</summary>
    private protected abstract Task<IOpenCatalog> OpenAsync(PlainCatalog catalog, Random? random);

    [Fact]
    public Task AnswerAsTheOracleDoes() => ForEachCatalogAsync(Catalogs.Count, CompareAsync);

    [Fact]
    public Task DownloadWhatTheOracleMatchesAndThePageCounts() => ForEachCatalogAsync(CatalogsInDepth, CompareDownloadsAsync);

    internal static async Task ForEachCatalogAsync(int catalogs, Func<int, Task> compare)
    {
        var seed = Seeds.Given;
        var (first, count) = (seed ?? Random.Shared.Next(), Seeds.Number("FACETEXPLORER_CATALOGS") ?? (seed is null ? catalogs : 1));
        TestContext.Current.TestOutputHelper?.WriteLine($"Catalogs from seed {first} on: {count}");
        for (var i = 0; i < count; i++)
            await compare(first + i);
    }

    private async Task CompareAsync(int seed)
    {
        var random = new Random(seed);
        var plain = RandomCatalog.Make(random);
        var pool = RandomQuery.Pool.Of(plain);
        var oracle = new Oracle(plain);
        await using var catalog = await OpenAsync(plain, random.Next(ImportEvery) == 0 ? null : random);
        for (var i = 0; i < Catalogs.Searches; i++)
        {
            var query = random.Next(12) == 0 ? "" : RandomQuery.Make(random, plain, pool);
            var leftOut = random.Next(4) > 0;
            var lists = RandomQuery.Lists(random, pool);
            var expected = oracle.Ask(query, leftOut, lists);
            var actual = await catalog.AskAsync(query, leftOut, lists);
            if (Difference(oracle, query, lists, expected, actual) is { } difference)
                Assert.Fail($"FACETEXPLORER_SEED={seed}, request {i}, own clauses {(leftOut ? "left out" : "kept in")}, {lists}: ?{query}\n{difference}\n{plain}");
        }
    }

    private async Task CompareDownloadsAsync(int seed)
    {
        var random = new Random(seed);
        var plain = RandomCatalog.Make(random);
        var pool = RandomQuery.Pool.Of(plain);
        var oracle = new Oracle(plain);
        await using var catalog = (EngineWithCatalog)await OpenAsync(plain, random.Next(ImportEvery) == 0 ? null : random);
        for (var i = 0; i < RequestsInDepth; i++)
        {
            var query = i == 0 ? "" : RandomQuery.Make(random, plain, pool);
            var lists = RandomQuery.Lists(random, pool);
            var format = random.GetItems(DownloadFormat.Downloads.ToArray(), 1)[0];
            var what = random.GetItems(Enum.GetValues<DownloadOf>(), 1)[0];
            if (await Downloaded.DifferenceAsync(catalog, oracle, query, lists, what, format) is { } difference)
                Assert.Fail($"FACETEXPLORER_SEED={seed}, request {i}, {what} as {format.Name}, {lists}: ?{query}\n{difference}\n{plain}");
        }
    }

    private static string? Difference(Oracle oracle, string query, PlainLists lists, Answer expected, Answer actual)
    {
        if (oracle.IsByRelevance(query))
        {
            if (WrongByRelevance(oracle, query, lists, expected, actual) is { } wrong)
                return wrong;
            (expected, actual) = (expected with { Hits = [] }, actual with { Hits = [] });
        }
        var (wanted, got) = (expected.ToString().Split('\n'), actual.ToString().Split('\n'));
        var line = wanted.Zip(got).TakeWhile(pair => pair.First == pair.Second).Count();
        return line == wanted.Length && line == got.Length ? null
            : $"line {line + 1} is {got.ElementAtOrDefault(line)} but should be {wanted.ElementAtOrDefault(line)}\nin\n{expected}";
    }

    /// <summary>The oracle knows no scores: it knows which hits there are and that named ones come first.</summary>
    private static string? WrongByRelevance(Oracle oracle, string query, PlainLists lists, Answer expected, Answer actual)
    {
        var all = oracle.AllHits(query, lists).ToDictionary(h => h.Hit.ToString(), h => h.IsNamed);
        var hits = actual.Hits.Select(h => h.ToString()).ToList();
        if (hits.Distinct().Count() != expected.Hits.Count || hits.Count != expected.Hits.Count || !hits.All(all.ContainsKey))
            return $"hits are\n{string.Join('\n', hits)}\nbut should be {expected.Hits.Count} of\n{string.Join('\n', all.Keys)}";
        var named = expected.Hits.Count(h => all[h.ToString()]);
        return hits.Take(named).All(h => all[h]) ? null : $"the first {named} are not those named: {actual.Accessions}";
    }
}
