using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.Extensions.Caching.Memory;

namespace FacetExplorer.Components.Records;

/// <summary>The samples of an experiment as its page shows them.</summary>
/// <param name="Request">How they are narrowed.</param>
/// <param name="Page">A page of those left.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Facets">The facets they are narrowed by.</param>
public sealed record SampleList(SearchRequest Request, Page<Record> Page, long Of, IReadOnlyList<FacetCounts> Facets);

/// <summary>What an experiment's page shows.</summary>
public sealed record ExperimentView(
    Generation Generation, Record Record, SampleList Samples, IReadOnlyList<SharedWith> Sharing, IReadOnlyList<SourceFile> Sources);

/// <summary>What a sample's page shows.</summary>
public sealed record SampleView(
    Generation Generation, Record Record, IReadOnlyList<Record> Experiments, IReadOnlyList<SourceFile> Sources);

/// <summary>Reads the pages of single records, and keeps the last ones: a page is rendered twice, and the second time must not blink.</summary>
/// <param name="store">Where they are read.</param>
/// <param name="facets">What samples are narrowed by.</param>
/// <param name="counted">What must hold for a sample that a search counts.</param>
public sealed class RecordPages(GenerationStore store, FacetRegistry facets, IReadOnlyList<Clause> counted) : IDisposable
{
    /// <summary>Samples on one page of an experiment.</summary>
    public const int SamplesPerPage = 50;

    /// <summary>The most similar experiments that are looked for: some of them share samples, and are named for that.</summary>
    private const int MostSimilar = 20;

    /// <summary>So many samples of an experiment weigh as much as a page.</summary>
    private const int SamplesAPage = 2000;

    private readonly MemoryCache _views = new(new MemoryCacheOptions { SizeLimit = 100 });

    /// <summary>
    /// The experiment with this accession, its own or an alternate one, and a page of those of its samples that are asked for (the last where
    /// there are fewer); null when there is none.
    /// </summary>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public Task<ExperimentView?> ExperimentAsync(string accession, SearchRequest asked, CancellationToken cancel) => KeptAsync(accession, SearchUrl.Format(asked), async lease =>
    {
        var reader = lease.Reader;
        if (await reader.FindExperimentAsync(accession, cancel) is not { } record)
            return null;
        var samples = await SamplesAsync(lease, record.Id, cancel);
        var (ids, counts) = await Task.Run(() => samples.Find(asked), cancel);
        var page = Math.Clamp(asked.Page, 1, Math.Max(1, (ids.Count + SamplesPerPage - 1) / SamplesPerPage));
        var shown = await reader.SamplesAsync([.. ids.Skip((page - 1) * SamplesPerPage).Take(SamplesPerPage)], cancel);
        var list = new SampleList(asked with { Page = page }, new Page<Record>(shown, page, SamplesPerPage, ids.Count), samples.Count, counts);
        return new ExperimentView(lease.Generation, record, list,
            await reader.SharingWithAsync(record.Id, cancel), await reader.SourcesOfExperimentAsync(record.Id, cancel));
    });

    /// <summary>The request for those samples of an experiment that a search counts; null where that is all of them, or more than filters chooses them.</summary>
    public SearchRequest? MatchedBy(SearchRequest search)
    {
        var clauses = search.Scope == Scope.Sample ? search.Clauses.Where(c => c.Facet.Level == FacetLevel.Sample).ToList() : [];
        // Two lists of alternatives of one facet would be one in a URL.
        return clauses.Count == 0 || search.HasLists || counted.Any(c => clauses.Exists(other => other.Facet == c.Facet))
            ? null
            : SearchRequest.All with { Clauses = [.. clauses, .. counted] };
    }

    /// <summary>The experiments most like this one.</summary>
    internal async Task<IReadOnlyList<Similar>> SimilarAsync(SimilarExperiments similar, string accession, CancellationToken cancel) =>
        (await KeptAsync(accession, "", async _ => (await similar.ToAsync(accession, MostSimilar, cancel)).Found))?.Others ?? [];

    private async Task<ExperimentSamples> SamplesAsync(GenerationLease lease, int experiment, CancellationToken cancel)
    {
        var key = (typeof(ExperimentSamples), lease.Generation, experiment);
        if (_views.TryGetValue(key, out ExperimentSamples? known))
            return known!;
        var samples = await Task.Run(() => ExperimentSamples.Read(lease.Reader.SamplesOf(experiment, cancel), facets), cancel);
        _views.Set(key, samples, new MemoryCacheEntryOptions { Size = 1 + samples.Count / SamplesAPage });
        return samples;
    }

    /// <summary>The sample with this accession, its own or an alternate one; null when there is none.</summary>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public Task<SampleView?> SampleAsync(string accession, CancellationToken cancel) => KeptAsync(accession, "", async lease =>
    {
        var reader = lease.Reader;
        return await reader.FindSampleAsync(accession, cancel) is { } record
            ? new SampleView(lease.Generation, record, await reader.ExperimentsOfAsync(record.Id, cancel), await reader.SourcesOfSampleAsync(record.Id, cancel))
            : null;
    });

    /// <summary>When the experiment with this accession was withdrawn; null when it was not.</summary>
    public async Task<DateTimeOffset?> WithdrawnExperimentAsync(string accession, CancellationToken cancel)
    {
        using var lease = store.Lease();
        return await lease.Reader.WithdrawnExperimentAsync(accession, cancel);
    }

    /// <summary>When the sample with this accession was withdrawn, likewise.</summary>
    public async Task<DateTimeOffset?> WithdrawnSampleAsync(string accession, CancellationToken cancel)
    {
        using var lease = store.Lease();
        return await lease.Reader.WithdrawnSampleAsync(accession, cancel);
    }

    private async Task<T?> KeptAsync<T>(string accession, string asked, Func<GenerationLease, Task<T?>> read) where T : class
    {
        using var lease = store.Lease();
        var key = (typeof(T), lease.Generation, accession, asked);
        if (_views.TryGetValue(key, out T? known))
            return known;
        var view = await read(lease);
        _views.Set(key, view, new MemoryCacheEntryOptions { Size = 1 });
        return view;
    }

    /// <inheritdoc />
    public void Dispose() => _views.Dispose();
}
