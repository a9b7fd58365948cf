using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Import.Demo;
using FacetExplorer.Search;

namespace FacetExplorer.Commands;

/// <summary>Seeds an empty catalog, serves the current generation, and moves on when an import made a new one.</summary>
internal sealed class CatalogWatcher(
    GenerationStore store, Settings settings, ILogger<CatalogWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? _complaint;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Catalog.Demo && IsEmpty)
            await SeedAsync(cancellationToken);
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that could not start is disposed of without being stopped, and would call this a failure.
        }
    }

    /// <summary>Whether nothing was ever published: a first import that was killed may have left its file.</summary>
    private bool IsEmpty => !File.Exists(store.Files.CurrentFile) && store.Files.Numbers() is [] or [1];

    private async Task SeedAsync(CancellationToken cancel)
    {
        log.LogInformation("The catalog in {Folder} is empty: making the demo", store.Files.Folder);
        try
        {
            using var demo = await Task.Run(() => DemoCatalog.Prepare(new Importer(store.Files, settings.Import), new DemoSize(), progress: null, cancel), cancel);
            await Publication.PublishAsync(demo, settings, cancel);
        }
        catch (ImportException e)
        {
            // Another process may be seeding or importing; its generation is served when it is there.
            log.LogWarning("The demo was not made: {Reason}", e.Message);
        }
        catch (SearchUnavailableException e)
        {
            log.LogWarning("The demo is there, but not yet in the search index: {Message} {Cause}. Run index when it can be.", e.Message, e.Cause);
        }
    }

    /// <summary>What cannot be opened is complained of once and tried again; what was served before still is.</summary>
    private async Task RefreshAsync(CancellationToken cancel)
    {
        try
        {
            if (await store.RefreshAsync(cancel))
                log.LogInformation("Serving generation {Number}", store.Current?.Number);
            Complain(store.Trouble);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Complain(e);
        }
    }

    private void Complain(Exception? trouble)
    {
        if (trouble is not null && _complaint != trouble.Message)
            log.LogError(trouble, "{Reason} {Instead}", trouble.Message,
                store.Current is { } instead ? FormattableString.Invariant($"Generation {instead.Number} is served instead.") : "Nothing can be served.");
        _complaint = trouble?.Message;
    }
}
