using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>An import that is written but not yet served. Holds the lock on the state folder.</summary>
public sealed class PreparedImport : IDisposable
{
    private readonly GenerationFolder _folder;
    private readonly CatalogFiles? _files;

    internal PreparedImport(GenerationFolder folder, CatalogFiles? files, ImportReport report, Generation? generation) =>
        (_folder, _files, Report, Generation) = (folder, files, report, generation);

    /// <summary>What it did.</summary>
    public ImportReport Report { get; }

    /// <summary>Whether there is anything new to publish.</summary>
    public bool IsNew => _files is not null;

    /// <summary>The new generation, or the current one when nothing is new (null when there is none).</summary>
    public Generation? Generation { get; }

    /// <summary>The new generation's file, not yet named by <c>current</c>.</summary>
    public string? File => IsNew ? _files!.GenerationFile(Generation!.Number) : null;

    /// <summary>Makes the new generation the current one.</summary>
    public void Publish()
    {
        if (IsNew)
            _folder.Publish(Generation!.Number);
    }

    /// <summary>Unlocks the folder; what was not published is removed.</summary>
    public void Dispose()
    {
        try
        {
            // Publishing can fail after the generation became current.
            if (IsNew && _files!.CurrentNumber() != Generation!.Number)
                _folder.Remove(Generation.Number);
        }
        finally
        {
            _folder.Dispose();
        }
    }
}
