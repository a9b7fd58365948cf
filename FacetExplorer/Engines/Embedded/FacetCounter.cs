using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// Rule 6: counts the buckets of one facet over a selection. Every class of samples adds its size once to each distinct bucket of its
/// matched experiments (or of the cohort itself, where a sample-level facet is counted for the samples), so a shared sample counts once.
/// </summary>
internal sealed class FacetCounter
{
    private readonly Snapshot _snapshot;
    private readonly Selection _selection;
    private readonly FacetColumn _column;
    private readonly IReadOnlyList<FacetValue> _cells;
    private readonly List<FacetValue> _buckets;
    private readonly int[][]? _bucketsOf;
    private readonly long[] _samples;
    private readonly long[] _experiments;
    private readonly int[] _marks;
    private int _mark;
    private long _recorded;

    private FacetCounter(
        Snapshot snapshot, Selection selection, FacetColumn column, IReadOnlyList<FacetValue>? ranges, IEnumerable<FacetValue> named)
    {
        (_snapshot, _selection, _column, _cells) = (snapshot, selection, column, ranges ?? column.Cells);
        _buckets = column.Facet.IsRanged ? [.. _cells] : [.. column.Values];
        var listed = column.Facet.IsRanged ? _buckets.Select(b => b.Text).ToHashSet(StringComparer.Ordinal) : null;
        _buckets.AddRange(named.Where(n => listed?.Contains(n.Text) != true && (listed is not null || !HasValue(n))));
        _bucketsOf = column.Facet.IsRanged ? BucketsOf() : null;
        _samples = new long[_buckets.Count + 1];
        _experiments = new long[_buckets.Count + 1];
        _marks = new int[_buckets.Count + 1];
    }

    private int Missing => _buckets.Count;

    private bool CountsSamplesThemselves => _column.Cohorts is not null && _selection.Scope == Scope.Sample;

    /// <summary>Counts one facet and arranges its list.</summary>
    public static FacetCounts Count(SearchRequest request, Snapshot snapshot, Selection selection, FacetColumn column, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var counter = new FacetCounter(
            snapshot, selection, column, request.List(column.Facet).Ranges, FacetLists.Named(request, column.Facet));
        if (counter.CountsSamplesThemselves)
            counter.CountOwnValues();
        else
            counter.CountValuesOfExperiments();
        return counter.Result(request);
    }

    /// <summary>The matching samples of one experiment by bucket, most first, missing last.</summary>
    public static IReadOnlyList<Bucket> Breakdown(Snapshot snapshot, Selection selection, FacetColumn column, int experiment)
    {
        var counter = new FacetCounter(snapshot, selection, column, null, []);
        foreach (var c in snapshot.ExperimentClasses[experiment])
            counter.AddCohorts(c);
        return [.. counter.Buckets().Where(b => b.Samples.Value > 0)
            .OrderBy(b => b.Value is null).ThenByDescending(b => b.Samples.Value).ThenBy(b => b.Value, FacetValue.Order)];
    }

    private void CountOwnValues()
    {
        foreach (var c in _selection.LiveClasses)
            AddCohorts(c);
        foreach (var e in _selection.Experiments)
        {
            _mark++;
            foreach (var c in _snapshot.ExperimentClasses[e])
                for (var cohort = _snapshot.FirstCohorts[c]; _selection.Weights[c] > 0 && cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
                    if (_selection.SizeOf(c, cohort) > 0)
                        Add(_column.Cohorts![cohort], _experiments, 1);
        }
    }

    private void AddCohorts(int c)
    {
        for (var cohort = _snapshot.FirstCohorts[c]; _selection.Weights[c] > 0 && cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
        {
            if (_selection.SizeOf(c, cohort) is not (> 0 and var size))
                continue;
            _mark++;
            Add(_column.Cohorts![cohort], _samples, size);
            _recorded += Recorded(_column.Cohorts[cohort], size);
        }
    }

    private void CountValuesOfExperiments()
    {
        foreach (var e in _selection.Experiments)
        {
            _mark++;
            Add(_column.Experiments[e], _experiments, 1);
            if (_column.Cohorts is null)
                _recorded += Recorded(_column.Experiments[e], 1);
        }
        foreach (var c in _selection.LiveClasses)
        {
            _mark++;
            foreach (var e in _snapshot.ClassExperiments[c])
                if (_selection.Contains(e))
                    Add(_column.Experiments[e], _samples, _selection.Weights[c]);
            for (var cohort = _snapshot.FirstCohorts[c]; _column.Cohorts is not null && cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
                _recorded += Recorded(_column.Cohorts[cohort], _snapshot.CohortSizes[cohort]);
        }
    }

    /// <summary>Adds an amount to each bucket of a row that was not yet added to under the present mark.</summary>
    private void Add(ReadOnlySpan<int> row, long[] counts, long amount)
    {
        foreach (var value in row)
            if (value == _column.Missing)
                AddOnce(Missing, counts, amount);
            else if (_bucketsOf is null)
                AddOnce(value, counts, amount);
            else
                foreach (var bucket in _bucketsOf[value])
                    AddOnce(bucket, counts, amount);
    }

    private void AddOnce(int bucket, long[] counts, long amount)
    {
        if (_marks[bucket] == _mark)
            return;
        _marks[bucket] = _mark;
        counts[bucket] += amount;
    }

    private long Recorded(ReadOnlySpan<int> row, long amount) => row.Length > 0 && row[0] != _column.Missing ? amount : 0;

    private FacetCounts Result(SearchRequest request)
    {
        var facet = _column.Facet;
        var buckets = Buckets();
        var shown = FacetLists.Arrange(request, facet, buckets[..^1], out var more);
        var of = facet.Level == FacetLevel.Experiment ? _selection.Experiments.Count : _selection.Samples;
        return new FacetCounts(facet, new Count(_recorded), new Count(of), shown, FacetLists.Mark(request, facet, buckets[^1]), more);
    }

    /// <summary>Every bucket, "missing" last.</summary>
    private Bucket[] Buckets() =>
        [.. _samples.Select((samples, i) => new Bucket(i == Missing ? null : _buckets[i], new Count(samples), _experiments[i]))];

    /// <summary>For each value of a number or date facet, the cell it lies in and the ranges asked for that contain it.</summary>
    private int[][] BucketsOf()
    {
        var cells = _cells.Count;
        var result = new int[_column.Values.Length][];
        var cell = 0;
        for (var v = 0; v < result.Length; v++)
        {
            var place = _column.Values[v].Range!.Value;
            while (cell + 1 < cells && _cells[cell + 1].Range!.Value.From!.Value <= place.From!.Value)
                cell++;
            result[v] = [.. Enumerable.Range(cells, _buckets.Count - cells).Concat(cells > 0 ? [cell] : [])
                .Where(b => _buckets[b].Range!.Value.Contains(place))];
        }
        return result;
    }

    private bool HasValue(FacetValue value) => Array.BinarySearch(_column.Values, value, FacetValue.Order) >= 0;
}
