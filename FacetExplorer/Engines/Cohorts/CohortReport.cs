using System.Globalization;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>How well the samples of a generation fall together in cohorts: counting costs cohorts, not samples.</summary>
internal static class CohortReport
{
    private const double Many = 0.5;

    /// <summary>A sentence where there are more than <see cref="Many"/> cohorts a sample, naming the facet to blame; else null.</summary>
    public static string? Warning(Snapshot snapshot)
    {
        var samples = snapshot.CohortSizes.Sum(size => (long)size);
        var share = (double)snapshot.CohortSizes.Length / Math.Max(1, samples);
        if (share <= Many)
            return null;
        var blame = snapshot.Columns.Where(c => c.Cohorts is not null).Select(c => (c.Facet.Key, Cohorts: CohortsWithout(snapshot, c)))
            .OrderBy(c => c.Cohorts).Select(c => string.Create(CultureInfo.InvariantCulture, $" Without the facet \"{c.Key}\" there would be {c.Cohorts:N0}."));
        return string.Create(CultureInfo.InvariantCulture,
            $"{samples:N0} samples fall into {snapshot.CohortSizes.Length:N0} cohorts ({share:P0}), which makes counting slow and its data large.{blame.FirstOrDefault()}");
    }

    private static int CohortsWithout(Snapshot snapshot, FacetColumn left)
    {
        var others = snapshot.Columns.Where(c => c.Cohorts is not null && c != left).ToList();
        var distinct = new Dictionary<int[], int>(Sequences.Equality);
        var key = new List<int>();
        for (var c = 0; c < snapshot.ClassCount; c++)
            for (var cohort = snapshot.FirstCohorts[c]; cohort < snapshot.FirstCohorts[c + 1]; cohort++)
            {
                key.Clear();
                key.Add(c);
                foreach (var column in others)
                {
                    key.AddRange(column.Cohorts![cohort]);
                    key.Add(-1);
                }
                Sequences.NumberOf(distinct, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(key));
            }
        return distinct.Count;
    }
}
