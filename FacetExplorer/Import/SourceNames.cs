namespace FacetExplorer.Import;

/// <summary>What the names of source files say, packed or not.</summary>
internal static class SourceNames
{
    private const string Packed = ".gz";

    /// <summary>The name of a file without its folder, ".gz" and extension.</summary>
    public static string Stem(string path) => Path.GetFileNameWithoutExtension(Unpacked(path));

    /// <summary>The files of a folder whose names, without ".gz", end so.</summary>
    public static IReadOnlyList<string> EndingWith(string folder, params string[] endings) =>
        [.. Directory.EnumerateFiles(folder).Where(file => endings.Any(ending => Unpacked(file).EndsWith(ending, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal)];

    /// <summary>The name of a file without its folder and ".gz".</summary>
    public static string Unpacked(string path) =>
        Path.GetFileName(path) is var name && name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? name[..^Packed.Length] : name;
}
