using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// Keeps the <see cref="Snapshot"/> of a generation in a sealed file beside it, as building it reads every record. The file begins with
/// what it depends on: the layout, the generation's checksum, and the <see cref="Configuration"/>. One that does not fit is written anew.
/// </summary>
internal sealed class SnapshotStore(FacetRegistry facets, IReadOnlyList<Clause> counted, ILogger? log = null)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The same for facets by which the same is numbered and counted.</summary>
    private string Configuration { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        Facets = facets.All.Select(f => new { f.Key, f.Level, f.Kind, f.Fields, f.Interval, Tree = f.Tree?.Identity }),
        Counted = SearchUrl.Format(SearchRequest.All with { Clauses = [.. counted] }),
    })));

    /// <summary>The file of a generation.</summary>
    public static string FileOf(CatalogReader catalog) => Path.ChangeExtension(catalog.File, "counts");

    /// <summary>Reads the snapshot of a generation; where there is none that fits it is built and, if that can be, kept.</summary>
    public Snapshot Open(CatalogReader catalog, CancellationToken cancel)
    {
        if (TryRead(catalog, out var reason, cancel) is { } kept)
            return kept;
        catalog.WaitUntilSound(cancel);
        log?.LogInformation("Counting generation {Number} anew: {Reason}", catalog.Generation.Number, reason);
        var snapshot = SnapshotBuilder.Build(catalog, facets, counted, cancel);
        try
        {
            Write(catalog, snapshot, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log?.LogWarning("What was counted of generation {Number} cannot be kept, so the next start counts anew too: {Reason}", catalog.Generation.Number, e.Message);
        }
        return snapshot;
    }

    /// <summary>Builds the snapshot of a generation and keeps it.</summary>
    public void Rebuild(CatalogReader catalog, CancellationToken cancel) =>
        Write(catalog, SnapshotBuilder.Build(catalog, facets, counted, cancel), cancel);

    private Snapshot? TryRead(CatalogReader catalog, out string? reason, CancellationToken cancel)
    {
        var file = FileOf(catalog);
        try
        {
            reason = !File.Exists(file) ? $"there is no {Path.GetFileName(file)}"
                : !FileSeal.Exists(file) ? $"{Path.GetFileName(file)} has no checksum"
                : FileSeal.Problem(file, cancel);
            if (reason is not null)
                return null;
            using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
            using var header = new BinaryReader(content, Encoding.UTF8, leaveOpen: true);
            reason = header.ReadInt32() != SnapshotFormat.Version ? $"{Path.GetFileName(file)} is of another version of the program"
                : header.ReadString() != FileSeal.Read(catalog.File) ? $"{Path.GetFileName(file)} is of another file than {Path.GetFileName(catalog.File)}"
                : header.ReadString() != Configuration ? $"{Path.GetFileName(file)} is of other facets or other counted samples"
                : null;
            return reason is null ? SnapshotFormat.Read(content, facets) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>What is kept of a file that was never sealed could not be told from what is kept of another one.</summary>
    private void Write(CatalogReader catalog, Snapshot snapshot, CancellationToken cancel)
    {
        if (FileSeal.Read(catalog.File) is not { } generation)
            return;
        var file = FileOf(catalog);
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            DurableFile.Create(temporary, content =>
            {
                using var header = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true);
                header.Write(SnapshotFormat.Version);
                header.Write(generation);
                header.Write(Configuration);
                SnapshotFormat.Write(snapshot, content);
            });
            DurableFile.Publish(temporary, file);
            FileSeal.Write(file, cancel);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
