using System.Globalization;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>How well the samples of a generation fall together in cohorts: counting costs cohorts, not samples.</summary>
internal sealed class CohortReport(Snapshot snapshot)
{
    private const double Many = 0.5;

    public long Samples { get; } = snapshot.CohortSizes.Sum(size => (long)size);

    public int Cohorts => snapshot.CohortSizes.Length;

    /// <summary>Cohorts a sample: few where samples are alike, 1 where no two are.</summary>
    public double Share => (double)Cohorts / Math.Max(1, Samples);

    /// <summary>The sample-level facet without which there would be fewest cohorts, and how many; null when there is none.</summary>
    public (string Facet, int Cohorts)? Splitting() => snapshot.Columns.Where(c => c.IsOfSamples)
        .Select(c => ((string Facet, int Cohorts)?)(c.Facet.Key, CohortsWithout(snapshot, c))).MinBy(c => c!.Value.Cohorts);

    /// <summary>A sentence where there are more than <see cref="Many"/> cohorts a sample, naming the facet to blame; else null.</summary>
    public string? Warning()
    {
        if (Share <= Many)
            return null;
        var blame = Splitting() is { } splitting
            ? string.Create(CultureInfo.InvariantCulture, $" Without the facet \"{splitting.Facet}\" there would be {splitting.Cohorts:N0}.") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Samples:N0} samples fall into {Cohorts:N0} cohorts ({Share:P0}), which makes counting slow and its data large.{blame}");
    }

    private static int CohortsWithout(Snapshot snapshot, FacetColumn left)
    {
        var others = snapshot.Columns.Where(c => c.IsOfSamples && c != left).ToList();
        var distinct = new Dictionary<int[], int>(Sequences.Equality);
        var key = new List<int>();
        for (var c = 0; c < snapshot.ClassCount; c++)
            for (var cohort = snapshot.FirstCohorts[c]; cohort < snapshot.FirstCohorts[c + 1]; cohort++)
            {
                key.Clear();
                key.Add(c);
                foreach (var column in others)
                {
                    key.AddRange(snapshot.CohortValues.ValuesOf(column, cohort));
                    key.Add(-1);
                }
                Sequences.NumberOf(distinct, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(key));
            }
        return distinct.Count;
    }
}
