using System.Security.Cryptography;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>The files that a generation was made of.</summary>
internal sealed class KnownFiles(CatalogReader catalog, DateTimeOffset now)
{
    private sealed record Known(string Source, string File, string Format, string Sha256);

    /// <summary>
    /// Whether the generation has these files already: a source that is given whole must have them in this order and no other; where files
    /// are added each must be what was read last under its name; and no file beside them that is read with them may be newer. Reads no further than the first that differs.
    /// </summary>
    public async Task<bool> HaveAllAsync(IReadOnlyList<(string Name, string File, ISourceReader Reader)> files, bool whole, CancellationToken cancel)
    {
        var known = catalog.Stream(
            "SELECT s.Name, f.Name, f.Format, f.Sha256 FROM Files f JOIN Sources s ON s.Id = f.SourceId ORDER BY f.Id",
            row => new Known(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), cancel).ToList();
        var beside = whole
            ? [.. known.Where(file => file.Source == files[0].Name)]
            : files.Select(given => known.LastOrDefault(file => file.Source == given.Name && file.File == Path.GetFileName(given.File))).ToList();
        if (beside.Count != files.Count)
            return false;
        foreach (var (given, before) in files.Zip(beside))
            if (before is null || before.Format != given.Reader.Format || given.Reader.FilesBeside(given.File).Any(IsNewer) || before.Sha256 != await Sha256Async(given.File, cancel))
                return false;
        return true;
    }

    /// <summary>Of files beside those that are imported no checksum is kept. Where the clock was set back since, nobody can tell.</summary>
    private bool IsNewer(string file) => catalog.Generation.CreatedAt > now || File.GetLastWriteTimeUtc(file) > catalog.Generation.CreatedAt;

    private static async Task<string> Sha256Async(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }
}
