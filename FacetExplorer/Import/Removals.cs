using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>Asks before much of a source is removed: a file that was cut off looks like one that lost its records.</summary>
internal static class Removals
{
    /// <summary>One part in so many is removed unasked.</summary>
    private const int Part = 10;

    private const int NamesShown = 5;

    /// <exception cref="RemovalsRefusedException">More than a tenth of the source's experiments or of its samples would go.</exception>
    public static void Check(string source, CatalogChanges changes, CatalogComparison comparison)
    {
        var refused = new[] { (Level.Experiment, "experiments", changes.Experiments), (Level.Sample, "samples", changes.Samples) }
            .Where(level => level.Item3.Removed * Part > level.Item3.Before)
            .Select(level => Sentence(level.Item2, level.Item3, comparison.Records(level.Item1, Change.Removed, NamesShown)))
            .ToList();
        if (refused.Count > 0)
            throw new RemovalsRefusedException(
                $"{string.Join(" and ", refused)} of {source} are no more in its files. That is more than one in {Part}, so nothing was changed; if it is right, say --accept-removals.");
    }

    private static string Sentence(string what, Changes changes, IEnumerable<string> names) => string.Create(CultureInfo.InvariantCulture,
        $"{changes.Removed:N0} of {changes.Before:N0} {what} ({string.Join(", ", names)}{(changes.Removed > NamesShown ? ", …" : "")})");
}
