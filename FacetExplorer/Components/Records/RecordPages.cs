using FacetExplorer.Catalog;
using Microsoft.Extensions.Caching.Memory;

namespace FacetExplorer.Components.Records;

/// <summary>What an experiment's page shows.</summary>
public sealed record ExperimentView(
    Generation Generation, Record Record, Page<Record> Samples, IReadOnlyList<SharedWith> Sharing, IReadOnlyList<SourceFile> Sources);

/// <summary>What a sample's page shows.</summary>
public sealed record SampleView(
    Generation Generation, Record Record, IReadOnlyList<Record> Experiments, IReadOnlyList<SourceFile> Sources);

/// <summary>Reads the pages of single records, and keeps the last ones: a page is rendered twice, and the second time must not blink.</summary>
public sealed class RecordPages(GenerationStore store) : IDisposable
{
    /// <summary>Samples on one page of an experiment.</summary>
    public const int SamplesPerPage = 50;

    private readonly MemoryCache _views = new(new MemoryCacheOptions { SizeLimit = 100 });

    /// <summary>The experiment with this accession, its own or an alternate one, and a page of its samples (the last where there are fewer); null when there is none.</summary>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public Task<ExperimentView?> ExperimentAsync(string accession, int page, CancellationToken cancel) => KeptAsync(accession, page, async lease =>
    {
        var reader = lease.Reader;
        if (await reader.FindExperimentAsync(accession, cancel) is not { } record)
            return null;
        var samples = await reader.SamplesOfAsync(record.Id, page, SamplesPerPage, cancel);
        if (samples.Items.Count == 0 && page > 1)
            samples = await reader.SamplesOfAsync(record.Id, Math.Max(1, (int)((samples.Total + SamplesPerPage - 1) / SamplesPerPage)), SamplesPerPage, cancel);
        return new ExperimentView(lease.Generation, record, samples,
            await reader.SharingWithAsync(record.Id, cancel), await reader.SourcesOfExperimentAsync(record.Id, cancel));
    });

    /// <summary>The sample with this accession, its own or an alternate one; null when there is none.</summary>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public Task<SampleView?> SampleAsync(string accession, CancellationToken cancel) => KeptAsync(accession, 0, async lease =>
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

    private async Task<T?> KeptAsync<T>(string accession, int page, Func<GenerationLease, Task<T?>> read) where T : class
    {
        using var lease = store.Lease();
        var key = (typeof(T), lease.Generation, accession, page);
        if (_views.TryGetValue(key, out T? known))
            return known;
        var view = await read(lease);
        _views.Set(key, view, new MemoryCacheEntryOptions { Size = 1 });
        return view;
    }

    /// <inheritdoc />
    public void Dispose() => _views.Dispose();
}
