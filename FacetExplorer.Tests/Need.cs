using FacetExplorer.Benchmarks.Running;

namespace FacetExplorer.Tests;

/// <summary>
/// What some tests need of the machine. Where it is missing the test is skipped with the reason, but in CI it fails:
/// there everything must run.
/// </summary>
internal static class Need
{
    /// <inheritdoc cref="InstalledChromium.Find"/>
    public static string Chromium() => InstalledChromium.Find() ?? Missing(InstalledChromium.Missing);

    /// <summary>The unpacked folder of real metadata.</summary>
    public static string RealData() => Environment.GetEnvironmentVariable("FACETEXPLORER_REAL_DATA") switch
    {
        null or "" => Missing("No real metadata: unpack it and name its folder in FACETEXPLORER_REAL_DATA."),
        var folder when !Directory.Exists(folder) => Missing($"FACETEXPLORER_REAL_DATA names no folder: {folder}"),
        var folder => folder,
    };

    /// <summary>The URL of a running Elasticsearch: FACETEXPLORER_ELASTICSEARCH_8, _9, or _SECURE (user "elastic", password in the URL).</summary>
    public static string Elasticsearch(string which) =>
        Environment.GetEnvironmentVariable($"FACETEXPLORER_ELASTICSEARCH_{which}") is { Length: > 0 } url
            ? url
            : Missing($"No Elasticsearch: start one and name its URL in FACETEXPLORER_ELASTICSEARCH_{which}.");

    /// <summary>Whether a variable names what tests need: a fixture that several tests share leaves it to them to say that it is missing.</summary>
    public static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    private static string Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
        return reason;
    }
}
