using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// One facet of the whole catalog. A value is its place in <see cref="Values"/>; the place after the last, <see cref="Missing"/>,
/// stands for "no value", so that missing is filtered and counted like any other.
/// </summary>
/// <param name="Facet">The facet.</param>
/// <param name="Values">Its distinct values in <see cref="FacetValue.Order"/>.</param>
/// <param name="Cells">For numbers and dates the grid its values are counted in; else empty.</param>
/// <param name="Experiments">What each experiment has: its own values; for a sample-level facet those of all its samples (none without samples).</param>
/// <param name="Cohorts">For a sample-level facet what the samples of each cohort have; else null.</param>
internal sealed record FacetColumn(
    FacetDefinition Facet, FacetValue[] Values, IReadOnlyList<FacetValue> Cells, Rows Experiments, Rows? Cohorts)
{
    public int Missing => Values.Length;
}
