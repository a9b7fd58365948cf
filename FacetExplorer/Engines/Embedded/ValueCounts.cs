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
    private readonly FacetColumn[] _ofSamples;
    private readonly long[] _missing;
    private int _mark;

    private ValueCounts(Snapshot snapshot, Selection selection, Scope scope, AskedRanges? asked)
    {
        (_snapshot, _selection, _scope, _asked) = (snapshot, selection, scope, asked);
        var numbers = snapshot.ValueCount + (asked?.Count ?? 0);
        (_counts, _marks) = (ArrayPool<long>.Shared.Rent(numbers), ArrayPool<int>.Shared.Rent(numbers));
        _counts.AsSpan(0, numbers).Clear();
        _marks.AsSpan(0, numbers).Clear();
        _ofSamples = Array.FindAll(snapshot.Columns, c => c.IsOfSamples);
        _missing = new long[_ofSamples.Length];
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
        : _selection.Samples - (_scope == Scope.Sample ? this[column.Missing].Samples : _missing[Array.IndexOf(_ofSamples, column)]);

    private ReadOnlySpan<int> Row(ReadOnlySpan<int> row) => _asked is null ? row : _asked.Widen(row);

    private void Add(ReadOnlySpan<int> row, long amount)
    {
        var counts = _counts;
        foreach (var value in Row(row))
            counts[value] += amount;
    }

    private void AddUnion(int experiment)
    {
        var row = _snapshot.SampleValues[experiment];
        Add(row, OneExperiment + _selection.Matching(experiment));
        for (var i = 0; i < _ofSamples.Length; i++)
            if (row.IndexOf(_ofSamples[i].Missing) is >= 0 and var at)
                foreach (var c in _snapshot.ExperimentClasses[experiment])
                    if (_selection.IsFirst(experiment, c, out _))
                        _missing[i] += at == 0 || row[at - 1] < _ofSamples[i].First ? _snapshot.ClassSizes[c] : MissingIn(c, _ofSamples[i]);
    }

    /// <summary>How many samples of a class have no value of a facet, where others of the same experiment have one.</summary>
    private long MissingIn(int c, FacetColumn column)
    {
        var missing = 0L;
        for (var cohort = _snapshot.FirstCohorts[c]; cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
            if (_snapshot.CohortValues[cohort].Contains(column.Missing))
                missing += _snapshot.CohortSizes[cohort];
        return missing;
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
        var (counts, marks, mark, marked) = (_counts, _marks, _mark, _selection.ChoosesSamples);
        foreach (var value in row)
        {
            counts[value] += size;
            if (!marked || marks[value] == mark)
                continue;
            marks[value] = mark;
            counts[value] += OneExperiment;
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
