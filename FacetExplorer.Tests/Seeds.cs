using System.Globalization;

namespace FacetExplorer.Tests;

/// <summary>Where random tests begin.</summary>
internal static class Seeds
{
    /// <summary><c>FACETEXPLORER_SEED</c>, or any; the test's output says which.</summary>
    public static int Next(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FACETEXPLORER_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
        output.WriteLine($"FACETEXPLORER_SEED={seed}");
        return seed;
    }
}
