using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>A clause on one facet: whether a row of values has one of those it accepts, or for an exclusion none of them.</summary>
internal sealed class ValueFilter
{
    private readonly int _first;
    private readonly bool[] _accepted;
    private readonly CodedFacet? _coded;

    public ValueFilter(Clause clause, Snapshot snapshot)
    {
        var column = snapshot.Column(clause.Facet);
        _coded = column.IsOfSamples ? snapshot.CohortValues.Of(column) : null;
        (_first, IsExclusion, Accepted) = (column.First, clause.Mode == ClauseMode.Not, [.. AcceptedBy(clause, column)]);
        _accepted = new bool[column.Values.Length + 1];
        foreach (var value in Accepted)
            _accepted[value - column.First] = true;
    }

    public bool IsExclusion { get; }

    /// <summary>The numbers of the values it names, "missing" being one.</summary>
    public IReadOnlyList<int> Accepted { get; }

    public bool Holds(ValueRows.ValueRow row)
    {
        foreach (var value in row)
            if (Accepts(value))
                return !IsExclusion;
        return IsExclusion;
    }

    /// <summary>The same of a cohort.</summary>
    public bool Holds(CohortValues values, int cohort)
    {
        var code = values[cohort, _coded!];
        return (code < _coded!.Singles ? _accepted[code] : AcceptsOneOf(_coded.Set(code))) != IsExclusion;
    }

    /// <summary>The experiments it holds for: those of which some sample has an accepted value, or for an exclusion none (rules 1 and 2).</summary>
    public ExperimentSet Experiments(Snapshot snapshot)
    {
        var experiments = new ExperimentSet(snapshot.ExperimentCount);
        foreach (var value in Accepted)
        {
            experiments.Add(snapshot.ExperimentsWith.BitsOf(value));
            experiments.Add(snapshot.ExperimentsWith.ListOf(value));
        }
        return IsExclusion ? experiments.Invert() : experiments;
    }

    /// <summary>Experiments all samples of which it holds for; not always all of these.</summary>
    public ExperimentSet Whole(Snapshot snapshot)
    {
        if (IsExclusion)
            return Experiments(snapshot);
        var whole = new ExperimentSet(snapshot.ExperimentCount);
        foreach (var value in Accepted)
            whole.Add(snapshot.ExperimentsWith.WholeOf(value));
        return whole;
    }

    private bool AcceptsOneOf(ReadOnlySpan<int> values)
    {
        foreach (var value in values)
            if (Accepts(value))
                return true;
        return false;
    }

    private bool Accepts(int value) => (uint)(value - _first) < (uint)_accepted.Length && _accepted[value - _first];

    private static IEnumerable<int> AcceptedBy(Clause clause, FacetColumn column)
    {
        var values = column.Facet.IsRanged
            ? Enumerable.Range(0, column.Values.Length).Where(v => clause.Lists(column.Values[v]))
            : clause.Values.Select(value => Array.BinarySearch(column.Values, value, FacetValue.Order)).Where(v => v >= 0).Distinct();
        return values.Select(v => column.First + v).Concat(clause.Missing ? [column.Missing] : []);
    }
}
