using System.Buffers;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// Rule 6: how many unique samples and experiments have each value of all facets, in one pass over the experiments of a selection. Every
/// experiment adds its samples to each of its values, and one experiment, both in one 64-bit number; then every class that several of
/// them have takes back what was added more than once. Where samples are counted for what they have themselves, cohorts add their sizes.
/// </summary>
internal sealed class ValueCounts : IDisposable
{
    private const int CancelEvery = 4096;
    private const int SampleBits = 40;
    private const long OneExperiment = 1L << SampleBits;

    private readonly Snapshot _snapshot;
    private readonly Selection _selection;
    private readonly Scope _scope;
    private readonly AskedRanges? _asked;
    private readonly long[] _counts;
    private readonly int[] _marks;
    private readonly long[] _recorded;
    private int _mark;

    private ValueCounts(Snapshot snapshot, Selection selection, Scope scope, AskedRanges? asked)
    {
        (_snapshot, _selection, _scope, _asked) = (snapshot, selection, scope, asked);
        var numbers = snapshot.ValueCount + (asked?.Count ?? 0);
        (_counts, _marks) = (ArrayPool<long>.Shared.Rent(numbers), ArrayPool<int>.Shared.Rent(numbers));
        _counts.AsSpan(0, numbers).Clear();
        _marks.AsSpan(0, numbers).Clear();
        _recorded = new long[snapshot.Columns.Count(c => c.IsOfSamples)];
    }

    /// <summary>Counts all facets, or those of one level only.</summary>
    public static ValueCounts Of(
        Snapshot snapshot, Selection selection, Scope scope, AskedRanges? asked, FacetLevel? only, CancellationToken cancel)
    {
        var counts = new ValueCounts(snapshot, selection, scope, asked);
        var (ofExperiments, ofSamples) = (only is not FacetLevel.Sample, only is not FacetLevel.Experiment);
        foreach (var e in selection.Experiments)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            if (ofExperiments)
                counts.Add(snapshot.OwnValues[e], OneExperiment + selection.Matching(e));
            if (ofSamples && scope == Scope.Sample)
                counts.AddCohorts(e);
            else if (ofSamples)
                counts.AddUnion(e);
            foreach (var c in snapshot.SharedClasses[e])
                if (selection.IsFirst(e, c, out var matched) && matched > 1)
                    counts.TakeBack(c, ofExperiments, ofSamples && scope == Scope.Experiment);
        }
        return counts;
    }

    /// <summary>The unique samples and the experiments of a value, cell or range, by its number.</summary>
    public (long Samples, long Experiments) this[int number] => (_counts[number] & (OneExperiment - 1), _counts[number] >> SampleBits);

    public bool Any(int number) => _counts[number] != 0;

    /// <summary>How many samples, or experiments on their level, themselves have a value of a facet.</summary>
    public long Recorded(FacetColumn column) => !column.IsOfSamples ? _selection.Count - this[column.Missing].Experiments
        : _scope == Scope.Sample ? _selection.Samples - this[column.Missing].Samples
        : _recorded[_snapshot.Columns.TakeWhile(c => c != column).Count(c => c.IsOfSamples)];

    private ReadOnlySpan<int> Row(ReadOnlySpan<int> row) => _asked is null ? row : _asked.Widen(row);

    private void Add(ReadOnlySpan<int> row, long amount)
    {
        foreach (var value in Row(row))
            _counts[value] += amount;
    }

    private void AddUnion(int experiment)
    {
        Add(_snapshot.SampleValues[experiment], OneExperiment + _selection.Matching(experiment));
        foreach (var c in _snapshot.ExperimentClasses[experiment])
            if (_selection.IsFirst(experiment, c, out _))
                for (var i = 0; i < _recorded.Length; i++)
                    _recorded[i] += _snapshot.ClassRecorded[c * _recorded.Length + i];
    }

    private void AddCohorts(int experiment)
    {
        if (!_selection.ChoosesSamples)
            Add(_snapshot.SampleValues[experiment], OneExperiment);
        _mark++;
        foreach (var c in _snapshot.ExperimentClasses[experiment])
        {
            var isFirst = _selection.IsFirst(experiment, c, out _);
            for (var cohort = _snapshot.FirstCohorts[c]; (isFirst || _selection.ChoosesSamples) && cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
                if (_selection.SizeOf(c, cohort) is > 0 and var size)
                    AddCohort(Row(_snapshot.CohortValues[cohort]), isFirst ? size : 0);
        }
    }

    /// <summary>Adds samples to each value, and where samples are chosen the experiment once, under the present mark.</summary>
    private void AddCohort(ReadOnlySpan<int> row, long size)
    {
        foreach (var value in row)
        {
            _counts[value] += size;
            if (!_selection.ChoosesSamples || _marks[value] == _mark)
                continue;
            _marks[value] = _mark;
            _counts[value] += OneExperiment;
        }
    }

    /// <summary>A class was added once for each of its matched experiments: takes it back from each value for all but one that have it.</summary>
    private void TakeBack(int c, bool ofExperiments, bool ofSamples)
    {
        var weight = _selection.Weight(c);
        _mark++;
        foreach (var e in _snapshot.ClassExperiments[c])
        {
            if (!_selection.Contains(e))
                continue;
            if (ofExperiments)
                TakeBack(_snapshot.OwnValues[e], weight);
            if (ofSamples)
                TakeBack(_snapshot.SampleValues[e], weight);
        }
    }

    private void TakeBack(ReadOnlySpan<int> row, int weight)
    {
        foreach (var value in Row(row))
            if (_marks[value] == _mark)
                _counts[value] -= weight;
            else
                _marks[value] = _mark;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_counts);
        ArrayPool<int>.Shared.Return(_marks);
    }
}
