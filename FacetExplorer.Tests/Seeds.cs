using System.Globalization;

namespace FacetExplorer.Tests;

/// <summary>Where random tests begin.</summary>
internal static class Seeds
{
    /// <summary><c>FACETEXPLORER_SEED</c>, which replays a failure; null when it is not set.</summary>
    public static int? Given => Number("FACETEXPLORER_SEED");

    /// <summary>The number that an environment variable says; null when it is not set.</summary>
    public static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary><see cref="Given"/>, or any; the test's output says which.</summary>
    public static int Next(ITestOutputHelper output)
    {
        var seed = Given ?? Random.Shared.Next(1_000_000);
        output.WriteLine($"FACETEXPLORER_SEED={seed}");
        return seed;
    }
}
