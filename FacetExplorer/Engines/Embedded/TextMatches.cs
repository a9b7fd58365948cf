namespace FacetExplorer.Engines.Embedded;

/// <summary>The experiments that match a text, by their number in the snapshot, with what they score.</summary>
internal sealed class TextMatches(IReadOnlyDictionary<int, double> scores)
{
    /// <summary>In no particular order.</summary>
    public IEnumerable<int> Experiments => scores.Keys;

    /// <summary>Higher is better; an experiment found by its accession scores highest.</summary>
    public double Score(int experiment) => scores[experiment];
}
