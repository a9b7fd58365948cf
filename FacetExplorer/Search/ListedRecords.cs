using FacetExplorer.Catalog;
using Microsoft.Extensions.Caching.Memory;

namespace FacetExplorer.Search;

/// <summary>What a list names in one generation.</summary>
/// <param name="List">The list.</param>
/// <param name="Experiments">Ids of the experiments listed.</param>
/// <param name="Samples">Ids of the samples listed that are counted.</param>
/// <param name="WithExperiments">Ids of the experiments on the list: listed themselves, or having a listed sample that is counted.</param>
/// <param name="Renamed">The accessions that belong to a record known under another one.</param>
/// <param name="NotFound">The accessions that name nothing.</param>
public sealed record ListedRecords(
    AccessionList List, IReadOnlySet<int> Experiments, IReadOnlySet<int> Samples, IReadOnlySet<int> WithExperiments,
    IReadOnlyList<NamedRecord> Renamed, IReadOnlyList<string> NotFound)
{
    /// <summary>How many accessions name something.</summary>
    public int Found => List.Accessions.Length - NotFound.Count;

    /// <summary>Reads what the list names.</summary>
    /// <param name="list">The list.</param>
    /// <param name="catalog">The generation.</param>
    /// <param name="counted">What must hold for a sample that is counted at all.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ListedRecords> ReadAsync(AccessionList list, CatalogReader catalog, IReadOnlyList<Clause> counted, CancellationToken cancel)
    {
        var named = (await catalog.FindAsync(SearchRequest.Spellings(list.Accessions), cancel)).ToLookup(n => n.Asked, StringComparer.Ordinal);
        var found = list.Accessions.ToLookup(a => SearchRequest.Spellings([a]).Any(named.Contains));
        var all = named.SelectMany(n => n).ToList();
        var experiments = all.Where(n => !n.IsSample).Select(n => n.Id).ToHashSet();
        var samples = await CountedAsync([.. all.Where(n => n.IsSample).Select(n => n.Id).Distinct()], catalog, counted, cancel);
        var withExperiments = experiments.ToHashSet();
        await catalog.ForEachExperimentOfAsync(samples, (_, experiment) => withExperiments.Add(experiment), cancel);
        return new ListedRecords(list, experiments, samples, withExperiments, [.. found[true].Select(Other).OfType<NamedRecord>()], [.. found[false]]);

        NamedRecord? Other(string accession) =>
            SearchRequest.Spellings([accession]).SelectMany(s => named[s]).ToList() is var records && records.Exists(r => r.Asked == r.Accession) ? null : records[0] with { Asked = accession };
    }

    private static async Task<HashSet<int>> CountedAsync(IReadOnlyCollection<int> samples, CatalogReader catalog, IReadOnlyList<Clause> counted, CancellationToken cancel) =>
        counted.Count == 0
            ? [.. samples]
            : [.. (await catalog.SamplesAsync(samples, cancel)).Where(s => counted.All(c => c.Holds(FacetValue.Of(c.Facet, s.Fields)))).Select(s => s.Id)];
}

/// <summary>What both lists of a search name in one generation; null where there is no such list.</summary>
/// <param name="Listed">What the list of those wanted names.</param>
/// <param name="NotListed">What the list of those left out names.</param>
public sealed record ListedInGeneration(ListedRecords? Listed, ListedRecords? NotListed)
{
    /// <summary>Of a search without lists.</summary>
    public static readonly ListedInGeneration None = new(null, null);
}

/// <summary>Looks up what lists name, and keeps what was looked up last.</summary>
/// <param name="counted">What must hold for a sample that is counted at all.</param>
public sealed class ListLookup(IReadOnlyList<Clause> counted) : IDisposable
{
    private const int Kept = 16;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Kept });

    /// <summary>What the lists of a search name.</summary>
    public async Task<ListedInGeneration> OfAsync(SearchRequest request, CatalogReader catalog, CancellationToken cancel) => request.HasLists
        ? new ListedInGeneration(await OfAsync(request.Listed, catalog, cancel), await OfAsync(request.NotListed, catalog, cancel))
        : ListedInGeneration.None;

    private async Task<ListedRecords?> OfAsync(AccessionList? list, CatalogReader catalog, CancellationToken cancel)
    {
        if (list is null)
            return null;
        var key = (catalog.Generation.Number, catalog.Generation.ContentHash, catalog.Generation.CreatedAt, list.Hash);
        return _known.TryGetValue(key, out ListedRecords? known)
            ? known
            : _known.Set(key, await ListedRecords.ReadAsync(list, catalog, counted, cancel), new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <inheritdoc/>
    public void Dispose() => _known.Dispose();
}
