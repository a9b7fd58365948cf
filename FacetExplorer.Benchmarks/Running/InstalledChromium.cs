namespace FacetExplorer.Benchmarks.Running;

/// <summary>The Chromium of this machine.</summary>
internal static class InstalledChromium
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    /// <summary>What a machine that has none lacks.</summary>
    public const string Missing = "No Chromium: install it, or name its executable in FACETEXPLORER_CHROMIUM.";

    /// <summary>The path of what FACETEXPLORER_CHROMIUM names, or of the first one on PATH; null when there is none.</summary>
    public static string? Find()
    {
        var candidates = Environment.GetEnvironmentVariable("FACETEXPLORER_CHROMIUM") is { Length: > 0 } named
            ? [named]
            : from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
              from name in Names
              select Path.Combine(folder, name);
        return candidates.FirstOrDefault(File.Exists);
    }
}
