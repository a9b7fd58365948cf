namespace FacetExplorer.Import.Demo;

/// <summary>How large a demo catalog is, and which one.</summary>
/// <param name="Experiments">Exactly so many.</param>
/// <param name="Samples">Exactly so many, unless the experiments cannot hold them.</param>
/// <param name="Seed">The same seed makes the same bytes.</param>
public sealed record DemoSize(int Experiments = 2400, int Samples = 60_000, int Seed = 1)
{
    /// <summary>The least number of either.</summary>
    public const int Least = 1;
}
