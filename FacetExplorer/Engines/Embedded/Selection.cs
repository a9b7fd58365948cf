using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>What a search matches (rules 3 to 5, 9, 10 and those of lists): experiments X, and samples Y as cohorts of the live classes.</summary>
internal sealed class Selection
{
    private const int CancelEvery = 4096;

    private readonly Snapshot _snapshot;
    private readonly bool[] _experiments;
    private readonly List<Filter> _ofExperiments = [];
    private readonly List<Filter> _ofCohorts = [];
    private readonly ListedCohorts _lists;

    /// <summary>Applies a search's lists and filters to the experiments that match its text; null means all of them.</summary>
    public Selection(Snapshot snapshot, IEnumerable<int>? candidates, ListedInGeneration lists, SearchRequest request, CancellationToken cancel)
    {
        (_snapshot, Scope, _lists) = (snapshot, request.Scope, new ListedCohorts(snapshot, lists, request.Scope));
        foreach (var clause in request.Clauses)
        {
            var column = snapshot.Column(clause.Facet);
            if (Scope == Scope.Sample && column.Cohorts is { } cohorts)
                _ofCohorts.Add(new Filter(clause, column, cohorts));
            else
                _ofExperiments.Add(new Filter(clause, column, column.Experiments));
        }
        foreach (var clause in request.Also)
            _ofExperiments.Add(new Filter(clause, snapshot.Column(clause.Facet), snapshot.Column(clause.Facet).Experiments));
        _experiments = new bool[snapshot.ExperimentCount];
        Weights = new long[snapshot.ClassCount];
        SelectExperiments(candidates ?? Enumerable.Range(0, snapshot.ExperimentCount), cancel);
        SelectCohorts(cancel);
        if (request.AtLeast is { } least)
            KeepThoseWith(least);
    }

    public Scope Scope { get; }

    /// <summary>X, ascending.</summary>
    public List<int> Experiments { get; private set; } = [];

    /// <summary>The classes that have matching samples.</summary>
    public List<int> LiveClasses { get; } = [];

    /// <summary>How many samples of each class match.</summary>
    public long[] Weights { get; }

    /// <summary>Unique samples: the size of Y.</summary>
    public long Samples { get; private set; }

    /// <summary>What adding up the experiments would say.</summary>
    public long Summed => Experiments.Sum(Matching);

    /// <summary>Unique samples that more than one experiment of X has.</summary>
    public long Shared => LiveClasses.Where(IsShared).Sum(c => Weights[c]);

    /// <summary>How many of an experiment's matching samples other experiments of X have as well.</summary>
    public long SharedOf(int experiment)
    {
        long samples = 0;
        foreach (var c in _snapshot.ExperimentClasses[experiment])
            if (IsShared(c))
                samples += Weights[c];
        return samples;
    }

    private bool IsShared(int c)
    {
        var matched = 0;
        foreach (var e in _snapshot.ClassExperiments[c])
            if (_experiments[e] && ++matched > 1)
                return true;
        return false;
    }

    public bool Contains(int experiment) => _experiments[experiment];

    /// <summary>How many of an experiment's samples match.</summary>
    public long Matching(int experiment)
    {
        long samples = 0;
        foreach (var c in _snapshot.ExperimentClasses[experiment])
            samples += Weights[c];
        return samples;
    }

    /// <summary>How many samples of a cohort of a live class match.</summary>
    public int SizeOf(int c, int cohort)
    {
        foreach (var filter in _ofCohorts)
            if (!filter.Holds(cohort))
                return 0;
        return _lists.NarrowsSamples ? _lists.SizeOf(c, cohort) : _snapshot.CohortSizes[cohort];
    }

    private void SelectExperiments(IEnumerable<int> candidates, CancellationToken cancel)
    {
        foreach (var e in candidates)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            if (_lists.Holds(e) && _ofExperiments.TrueForAll(f => f.Holds(e)))
                Experiments.Add(e);
        }
        Experiments.Sort();
    }

    private void SelectCohorts(CancellationToken cancel)
    {
        var seen = new bool[_snapshot.ClassCount];
        foreach (var e in Experiments)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            foreach (var c in _snapshot.ExperimentClasses[e])
            {
                if (seen[c])
                    continue;
                seen[c] = true;
                for (var cohort = _snapshot.FirstCohorts[c]; cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
                    Weights[c] += SizeOf(c, cohort);
                if (Weights[c] == 0)
                    continue;
                Samples += Weights[c];
                LiveClasses.Add(c);
            }
        }
        if (_ofCohorts.Count > 0 || _lists.LeavesOutSamples)
            Experiments = Experiments.FindAll(e => Matching(e) > 0);
        foreach (var e in Experiments)
            _experiments[e] = true;
    }

    /// <summary>Rule 10: only experiments with so many matching samples, and only their samples.</summary>
    private void KeepThoseWith(int least)
    {
        Experiments = Experiments.FindAll(e => _experiments[e] = Matching(e) >= least);
        foreach (var c in LiveClasses)
            if (!HasExperiment(c))
            {
                Samples -= Weights[c];
                Weights[c] = 0;
            }
        LiveClasses.RemoveAll(c => Weights[c] == 0);
    }

    private bool HasExperiment(int c)
    {
        foreach (var e in _snapshot.ClassExperiments[c])
            if (_experiments[e])
                return true;
        return false;
    }

    /// <summary>A clause on one column: whether a row has one of the accepted values, or for an exclusion none of them.</summary>
    internal sealed class Filter
    {
        private readonly bool[] _accepted;
        private readonly bool _wanted;
        private readonly Rows _rows;

        public Filter(Clause clause, FacetColumn column, Rows rows)
        {
            (_rows, _wanted) = (rows, clause.Mode != ClauseMode.Not);
            _accepted = [.. column.Values.Select(clause.Lists), clause.Missing];
        }

        public bool Holds(int row)
        {
            foreach (var value in _rows[row])
                if (_accepted[value])
                    return _wanted;
            return !_wanted;
        }
    }
}
