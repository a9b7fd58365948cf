using System.Collections.Immutable;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// Counts a <see cref="Cross"/> over a selection in one pass over its classes. What is asked of samples is asked of each cohort; what is
/// asked of experiments holds for a class when it holds for one of its matched experiments, and for the same one where both are asked.
/// </summary>
internal sealed class CrossCounter
{
    private readonly Snapshot _snapshot;
    private readonly Selection _selection;
    private readonly Axis _rows, _columns;
    private readonly long[][] _cells;
    private readonly int[][] _marks;
    private int _mark;

    private CrossCounter(Cross cross, Snapshot snapshot, Selection selection, Scope scope)
    {
        (_snapshot, _selection) = (snapshot, selection);
        (_rows, _columns) = (new Axis(cross.Rows, snapshot, scope), new Axis(cross.Columns, snapshot, scope));
        _cells = [.. cross.Rows.Select(_ => new long[cross.Columns.Length])];
        _marks = [.. cross.Rows.Select(_ => new int[cross.Columns.Length])];
    }

    /// <summary>The samples of each cell, row by row.</summary>
    public static IReadOnlyList<IReadOnlyList<long>> Count(
        Cross cross, Snapshot snapshot, Selection selection, Scope scope, CancellationToken cancel)
    {
        var counter = new CrossCounter(cross, snapshot, selection, scope);
        foreach (var e in selection.Experiments)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var c in snapshot.ExperimentClasses[e])
                if (selection.Weight(e, c) > 0 && selection.IsFirst(e, c, out _))
                    counter.AddClass(e, c);
        }
        return counter._cells;
    }

    /// <summary>Adds a class of a matched experiment.</summary>
    private void AddClass(int experiment, int c)
    {
        if (!_rows.IsOfSamples && !_columns.IsOfSamples)
        {
            _mark++;
            foreach (var e in Matched(c))
                Add(_rows.Of(e), _columns.Of(e), _selection.Weight(experiment, c));
            return;
        }
        var (rows, columns) = (OfMatched(_rows, c), OfMatched(_columns, c));
        for (var cohort = _snapshot.FirstCohorts[c]; cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
        {
            var size = _selection.SizeOf(experiment, cohort);
            if (size == 0)
                continue;
            _mark++;
            Add(rows ?? _rows.Of(cohort), columns ?? _columns.Of(cohort), size);
        }
    }

    private IEnumerable<int> Matched(int c) => _snapshot.ClassExperiments[c].ToArray().Where(_selection.Contains);

    /// <summary>Where some matched experiment of the class is; null where its cohorts are asked.</summary>
    private int[]? OfMatched(Axis axis, int c) => axis.IsOfSamples ? null : [.. Matched(c).SelectMany(axis.Of).Distinct()];

    /// <summary>Adds to each of these cells that was not yet added to under the present mark.</summary>
    private void Add(int[] rows, int[] columns, long samples)
    {
        foreach (var row in rows)
            foreach (var column in columns)
                if (_marks[row][column] != _mark)
                {
                    _marks[row][column] = _mark;
                    _cells[row][column] += samples;
                }
    }

    /// <summary>The rows or the columns of the table, and in which of them a cohort or an experiment is.</summary>
    private sealed class Axis
    {
        private readonly Snapshot _snapshot;
        private readonly List<List<ValueFilter>> _filters;
        private readonly Dictionary<int, int[]> _known = [];

        public Axis(ImmutableArray<ImmutableArray<Clause>> clauses, Snapshot snapshot, Scope scope)
        {
            (_snapshot, IsOfSamples) = (snapshot, Cross.IsOfSamples(clauses, scope));
            _filters = [.. clauses.Select(all => all.Select(clause => new ValueFilter(clause, snapshot)).ToList())];
        }

        public bool IsOfSamples { get; }

        public int[] Of(int row) => _known.TryGetValue(row, out var places) ? places
            : _known[row] = [.. Enumerable.Range(0, _filters.Count).Where(i => _filters[i].TrueForAll(f => Holds(f, row)))];

        private bool Holds(ValueFilter filter, int row) => IsOfSamples ? filter.Holds(_snapshot.CohortValues, row) : filter.Holds(_snapshot.AllValues(row));
    }
}
