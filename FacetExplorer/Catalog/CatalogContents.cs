namespace FacetExplorer.Catalog;

/// <summary>A source: how much of the catalog it describes, and the files it came in.</summary>
/// <param name="Name">The name it was imported as.</param>
/// <param name="Experiments">Experiments it describes, alone or with others.</param>
/// <param name="Samples">Samples it describes; those it only lists are not among them.</param>
/// <param name="Shared">Those of both that other sources describe too.</param>
/// <param name="Files">Its files, the last import first.</param>
public sealed record SourceContents(string Name, long Experiments, long Samples, long Shared, IReadOnlyList<SourceFile> Files);

/// <summary>What a generation is made of.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Sources">Its sources by name.</param>
/// <param name="Versions">What each import changed, the last first.</param>
public sealed record CatalogContents(Generation Generation, IReadOnlyList<SourceContents> Sources, IReadOnlyList<CatalogVersion> Versions);

/// <summary>A version of the catalog beside the one before it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Source">The source that was imported whole, which the changes are of; null when they are of all.</param>
/// <param name="Changes">What is different.</param>
public sealed record CatalogVersion(int Number, DateTimeOffset CreatedAt, string? Source, CatalogChanges Changes);

/// <summary>What the served generation is made of, read when it is first asked for and kept, as it takes a look at every record.</summary>
public sealed class CatalogContentsCache(GenerationStore store)
{
    private volatile CatalogContents? _last;

    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public async Task<CatalogContents> ReadAsync(CancellationToken cancel)
    {
        using var lease = store.Lease();
        return _last is { } known && known.Generation == lease.Generation
            ? known
            : _last = new CatalogContents(lease.Generation, await lease.Reader.SourcesAsync(cancel), await lease.Reader.VersionsAsync(cancel));
    }
}
