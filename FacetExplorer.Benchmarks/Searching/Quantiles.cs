namespace FacetExplorer.Benchmarks.Searching;

/// <summary>Quantiles of few times, between two of them in proportion (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996).</summary>
internal static class Quantiles
{
    /// <param name="times">At least one.</param>
    /// <param name="share">The share of them that is below, 0 to 1.</param>
    public static double Of(List<double> times, double share)
    {
        var sorted = times.Order().ToList();
        var place = share * (sorted.Count - 1);
        var (below, above) = (sorted[(int)place], sorted[(int)Math.Ceiling(place)]);
        return below + (place - (int)place) * (above - below);
    }
}
