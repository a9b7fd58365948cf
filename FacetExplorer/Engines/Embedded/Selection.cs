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
    private readonly ExperimentSet? _whole;
    private readonly ValueFilter[] _ofCohorts;
    private readonly ListedCohorts _lists;
    private readonly int[] _matching, _weights, _sizes;
    private int[]? _experiments;

    /// <summary>Finds what matches.</summary>
    /// <param name="snapshot">The generation.</param>
    /// <param name="experiments">Those that may match; it takes them over.</param>
    /// <param name="ofCohorts">What each sample has to have.</param>
    /// <param name="whole">Experiments all samples of which have that, as far as known; it takes them over too.</param>
    /// <param name="lists">What lists leave.</param>
    /// <param name="atLeast">How many samples of an experiment have to match.</param>
    /// <param name="cancel">Stops looking.</param>
    public Selection(
        Snapshot snapshot, ExperimentSet experiments, ValueFilter[] ofCohorts, ExperimentSet? whole, ListedCohorts lists, int? atLeast, CancellationToken cancel)
    {
        (_snapshot, _set, _ofCohorts, _whole, _lists) = (snapshot, experiments, ofCohorts, whole, lists);
        ChoosesSamples = ofCohorts.Length > 0 || lists.NarrowsSamples;
        _matching = ChoosesSamples ? ArrayPool<int>.Shared.Rent(snapshot.ExperimentCount) : snapshot.ExperimentSizes;
        _weights = ChoosesSamples ? ArrayPool<int>.Shared.Rent(snapshot.ClassCount) : snapshot.ClassSizes;
        _sizes = ChoosesSamples ? ArrayPool<int>.Shared.Rent(snapshot.CohortSizes.Length) : snapshot.CohortSizes;
        var least = Math.Max(atLeast ?? 0, ofCohorts.Length > 0 || lists.LeavesOutSamples ? 1 : 0);
        foreach (var e in experiments)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            if (ChoosesSamples)
                _matching[e] = IsWhole(e) ? snapshot.ExperimentSizes[e] : Weigh(e);
            if (_matching[e] < least)
                experiments.Remove(e);
            else
                Summed += _matching[e];
        }
        Count = experiments.Count;
        Samples = Summed;
        foreach (var e in experiments.Among(snapshot.Sharing))
            foreach (var c in snapshot.SharedClasses(e))
                if (IsFirst(e, c, out var matched) && matched > 1)
                {
                    Samples -= (matched - 1L) * Weight(e, c);
                    Shared += Weight(e, c);
                }
    }

    /// <summary>X, ascending.</summary>
    public ReadOnlySpan<int> Experiments => (_experiments ??= List()).AsSpan(0, Count);

    /// <summary>How many experiments match.</summary>
    public int Count { get; }

    /// <summary>Unique samples: the size of Y.</summary>
    public long Samples { get; }

    /// <summary>What adding up the experiments would say.</summary>
    public long Summed { get; }

    /// <summary>Unique samples that more than one experiment of X has.</summary>
    public long Shared { get; }

    /// <summary>Whether some samples of matching experiments may not match.</summary>
    public bool ChoosesSamples { get; }

    /// <summary>X.</summary>
    public ExperimentSet Set => _set;

    public bool Contains(int experiment) => _set.Contains(experiment);

    /// <summary>How many of the samples of an experiment of X match.</summary>
    public int Matching(int experiment) => _matching[experiment];

    /// <summary>How many samples of one of its classes match.</summary>
    public int Weight(int experiment, int c) => IsWhole(experiment) ? _snapshot.ClassSizes[c] : _weights[c];

    /// <summary>How many samples of one of its cohorts match.</summary>
    public int SizeOf(int experiment, int cohort) => IsWhole(experiment) ? _snapshot.CohortSizes[cohort] : _sizes[cohort];

    /// <summary>How many of an experiment's matching samples other experiments of X have as well.</summary>
    public long SharedOf(int experiment)
    {
        long samples = 0;
        foreach (var c in _snapshot.SharedClasses(experiment))
        {
            IsFirst(experiment, c, out var matched);
            samples += matched > 1 ? Weight(experiment, c) : 0;
        }
        return samples;
    }

    /// <summary>How many of an experiment's matching samples it is the first one of X to have.</summary>
    public long FirstOf(int experiment)
    {
        long samples = Matching(experiment);
        foreach (var c in _snapshot.SharedClasses(experiment))
            samples -= IsFirst(experiment, c, out _) ? 0 : Weight(experiment, c);
        return samples;
    }

    /// <summary>Whether an experiment of X is the first one that has one of its classes, and how many of X have it.</summary>
    public bool IsFirst(int experiment, int c, out int matched)
    {
        var first = experiment;
        matched = 1;
        if (c < _snapshot.OwnClasses)
            return true;
        matched = 0;
        foreach (var e in _snapshot.ClassExperiments[c])
            if (_set.Contains(e) && matched++ == 0)
                first = e;
        return first == experiment;
    }

    private bool IsWhole(int experiment) => _whole?.Contains(experiment) == true;

    private bool Holds(int cohort)
    {
        foreach (var filter in _ofCohorts)
            if (!filter.Holds(_snapshot.CohortValues, cohort))
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
                weight += _sizes[cohort] = !Holds(cohort) ? 0
                    : _lists.NarrowsSamples ? _lists.SizeOf(c, cohort) : _snapshot.CohortSizes[cohort];
            samples += _weights[c] = weight;
        }
        return samples;
    }

    private int[] List()
    {
        var list = ArrayPool<int>.Shared.Rent(Count);
        var next = 0;
        foreach (var e in _set)
            list[next++] = e;
        return list;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        _set.Dispose();
        _whole?.Dispose();
        if (_experiments is not null)
            ArrayPool<int>.Shared.Return(_experiments);
        if (!ChoosesSamples)
            return;
        ArrayPool<int>.Shared.Return(_matching);
        ArrayPool<int>.Shared.Return(_weights);
        ArrayPool<int>.Shared.Return(_sizes);
    }
}
