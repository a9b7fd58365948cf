namespace FacetExplorer.Engines.Embedded;

/// <summary>The experiments that match a text, by their number in the snapshot, with what they score.</summary>
internal sealed class TextMatches(int experiments)
{
    private readonly float[] _scores = new float[experiments];

    public ExperimentSet Experiments { get; } = new(experiments);

    /// <summary>Bytes in memory, about.</summary>
    public long Size => sizeof(float) * (long)_scores.Length;

    public void Add(int experiment, double score)
    {
        Experiments.Add(experiment);
        _scores[experiment] = (float)score;
    }

    /// <summary>Higher is better; an experiment found by its accession scores highest.</summary>
    public double Score(int experiment) => _scores[experiment];
}
