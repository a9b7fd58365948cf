using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>What a search's lists leave of the experiments and, in scope <c>sample</c>, of each cohort.</summary>
internal sealed class ListedCohorts
{
    private readonly Snapshot _snapshot;
    private readonly bool[]? _wanted, _unwanted;
    private readonly bool[]? _listed, _notListed;
    private readonly Dictionary<int, int> _listedSamples = [], _notListedSamples = [];

    public ListedCohorts(Snapshot snapshot, ListedInGeneration lists, Scope scope)
    {
        _snapshot = snapshot;
        var (listed, notListed) = (lists.Listed, lists.NotListed);
        if (listed is not null)
            _wanted = Marked(listed.WithExperiments);
        if (notListed is not null && scope == Scope.Experiment)
            _unwanted = Marked(notListed.WithExperiments);
        NarrowsSamples = scope == Scope.Sample && (notListed is not null || listed is { List.WholeExperiments: false });
        LeavesOutSamples = scope == Scope.Sample && notListed is not null;
        if (!NarrowsSamples)
            return;
        if (listed is { List.WholeExperiments: false })
        {
            _listed = Marked(listed.Experiments);
            CountCohorts(listed.Samples.Where(s => notListed?.Samples.Contains(s) != true), _listedSamples);
        }
        if (notListed is null)
            return;
        _notListed = Marked(notListed.Experiments);
        CountCohorts(notListed.Samples, _notListedSamples);
    }

    /// <summary>Whether <see cref="SizeOf"/> may be less than the cohort's size.</summary>
    public bool NarrowsSamples { get; }

    /// <summary>Whether samples on a list are left out, so that an experiment needs one that is not (rule 5).</summary>
    public bool LeavesOutSamples { get; }

    /// <summary>Whether the lists leave an experiment.</summary>
    public bool Holds(int experiment) => _wanted?[experiment] != false && _unwanted?[experiment] != true;

    /// <summary>How many samples of a cohort of a class the lists leave.</summary>
    public int SizeOf(int c, int cohort) =>
        HasOneOf(c, _notListed) ? 0
        : _listed is null || HasOneOf(c, _listed) ? _snapshot.CohortSizes[cohort] - _notListedSamples.GetValueOrDefault(cohort)
        : _listedSamples.GetValueOrDefault(cohort);

    private bool HasOneOf(int c, bool[]? experiments)
    {
        if (experiments is null)
            return false;
        foreach (var e in _snapshot.ClassExperiments[c])
            if (experiments[e])
                return true;
        return false;
    }

    private bool[] Marked(IEnumerable<int> ids)
    {
        var marked = new bool[_snapshot.ExperimentCount];
        foreach (var id in ids)
            marked[_snapshot.IndexOf(id)] = true;
        return marked;
    }

    private void CountCohorts(IEnumerable<int> samples, Dictionary<int, int> counts)
    {
        foreach (var sample in samples)
            if (_snapshot.CohortOf(sample) is { } cohort)
                counts[cohort] = counts.GetValueOrDefault(cohort) + 1;
    }
}
