using System.Buffers;
using FacetExplorer.Engines.Cohorts;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// What a search matches (rules 3 to 5, 10 and those of lists): experiments X, and samples Y as the sizes of classes and cohorts.
/// Whoever goes through X and through each experiment's classes meets a class once for each of its experiments; <see cref="IsFirst"/>
/// tells at which to count it.
/// </summary>
internal sealed class Selection : IDisposable
{
    private const int CancelEvery = 4096;

    private readonly Snapshot _snapshot;
    private readonly ExperimentSet _set;
    private readonly ValueFilter[] _ofCohorts;
    private readonly ListedCohorts _lists;
    private readonly int[] _experiments;
    private readonly int[] _matching, _weights;

    /// <summary>Finds what matches among these experiments, which it takes over.</summary>
    public Selection(
        Snapshot snapshot, ExperimentSet experiments, ValueFilter[] ofCohorts, ListedCohorts lists, int? atLeast, CancellationToken cancel)
    {
        (_snapshot, _set, _ofCohorts, _lists) = (snapshot, experiments, ofCohorts, lists);
        ChoosesSamples = ofCohorts.Length > 0 || lists.NarrowsSamples;
        _experiments = ArrayPool<int>.Shared.Rent(experiments.Count);
        _matching = ChoosesSamples ? ArrayPool<int>.Shared.Rent(snapshot.ExperimentCount) : snapshot.ExperimentSizes;
        _weights = ChoosesSamples ? ArrayPool<int>.Shared.Rent(snapshot.ClassCount) : snapshot.ClassSizes;
        var least = Math.Max(atLeast ?? 0, ofCohorts.Length > 0 || lists.LeavesOutSamples ? 1 : 0);
        foreach (var e in experiments)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            if (ChoosesSamples)
                _matching[e] = Weigh(e);
            if (_matching[e] < least)
            {
                experiments.Remove(e);
                continue;
            }
            _experiments[Count++] = e;
            Summed += _matching[e];
        }
        Samples = Summed;
        foreach (var e in Experiments)
            foreach (var c in snapshot.SharedClasses[e])
                if (IsFirst(e, c, out var matched) && matched > 1)
                {
                    Samples -= (matched - 1L) * _weights[c];
                    Shared += _weights[c];
                }
    }

    /// <summary>X, ascending.</summary>
    public ReadOnlySpan<int> Experiments => _experiments.AsSpan(0, Count);

    /// <summary>How many experiments match.</summary>
    public int Count { get; private set; }

    /// <summary>Unique samples: the size of Y.</summary>
    public long Samples { get; }

    /// <summary>What adding up the experiments would say.</summary>
    public long Summed { get; }

    /// <summary>Unique samples that more than one experiment of X has.</summary>
    public long Shared { get; }

    /// <summary>Whether some samples of matching experiments may not match.</summary>
    public bool ChoosesSamples { get; }

    public bool Contains(int experiment) => _set.Contains(experiment);

    /// <summary>How many of the samples of an experiment of X match.</summary>
    public int Matching(int experiment) => _matching[experiment];

    /// <summary>How many samples of a class of an experiment of X match.</summary>
    public int Weight(int c) => _weights[c];

    /// <summary>How many of an experiment's matching samples other experiments of X have as well.</summary>
    public long SharedOf(int experiment)
    {
        long samples = 0;
        foreach (var c in _snapshot.SharedClasses[experiment])
        {
            IsFirst(experiment, c, out var matched);
            samples += matched > 1 ? _weights[c] : 0;
        }
        return samples;
    }

    /// <summary>Whether an experiment is the first one of X that has a class, and how many of X have it.</summary>
    public bool IsFirst(int experiment, int c, out int matched)
    {
        var first = -1;
        matched = 0;
        foreach (var e in _snapshot.ClassExperiments[c])
            if (_set.Contains(e) && matched++ == 0)
                first = e;
        return first == experiment;
    }

    /// <summary>How many samples of a cohort of a class match.</summary>
    public int SizeOf(int c, int cohort)
    {
        if (_ofCohorts.Length > 0 && !Holds(_snapshot.CohortValues[cohort]))
            return 0;
        return _lists.NarrowsSamples ? _lists.SizeOf(c, cohort) : _snapshot.CohortSizes[cohort];
    }

    private bool Holds(ReadOnlySpan<int> row)
    {
        foreach (var filter in _ofCohorts)
            if (!filter.Holds(row))
                return false;
        return true;
    }

    private int Weigh(int experiment)
    {
        var samples = 0;
        foreach (var c in _snapshot.ExperimentClasses[experiment])
        {
            var weight = 0;
            for (var cohort = _snapshot.FirstCohorts[c]; cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
                weight += SizeOf(c, cohort);
            samples += _weights[c] = weight;
        }
        return samples;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        _set.Dispose();
        ArrayPool<int>.Shared.Return(_experiments);
        if (!ChoosesSamples)
            return;
        ArrayPool<int>.Shared.Return(_matching);
        ArrayPool<int>.Shared.Return(_weights);
    }
}
