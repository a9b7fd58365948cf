using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// What a search narrows by, each filtered facet's experiments as a set of bits, so that leaving one facet's own clauses out (rule 6) is
/// an intersection of the others. Owns the selections made of it.
/// </summary>
internal sealed class Narrowing : IDisposable
{
    private readonly EmbeddedIndex _index;
    private readonly SearchRequest _request;
    private readonly ListedCohorts _lists;
    private readonly ExperimentSet? _base;
    private readonly List<(FacetDefinition Facet, ExperimentSet Experiments, List<ValueFilter> OfCohorts)> _facets = [];
    private readonly List<IDisposable> _made = [];

    /// <summary>Reads a search's clauses and lists, asked of the experiments that match its text; null means all of them.</summary>
    public Narrowing(EmbeddedIndex index, ExperimentSet? text, ListedInGeneration lists, SearchRequest request)
    {
        (_index, _request, _lists) = (index, request, new ListedCohorts(index.Snapshot, lists, request.Scope));
        foreach (var clauses in request.Clauses.GroupBy(c => c.Facet))
            _facets.Add(Read(clauses.Key, [.. clauses.Select(Filter)]));
        if (text is null && request.Also.IsEmpty && !request.HasLists)
            return;
        _base = text?.Copy() ?? new ExperimentSet(index.Snapshot.ExperimentCount).Invert();
        foreach (var clause in request.Also)
            Leave(_base, Filter(clause));
        if (request.HasLists)
            foreach (var experiment in _base)
                if (!_lists.Holds(experiment))
                    _base.Remove(experiment);
    }

    /// <summary>What matches; without the clauses of one facet where that is said.</summary>
    public Selection Select(FacetDefinition? without, CancellationToken cancel)
    {
        var facets = _facets.FindAll(f => f.Facet != without);
        if (_base is null && facets.Count == 0 && _request.AtLeast is null)
            return _index.Everything;
        var experiments = _base?.Copy() ?? new ExperimentSet(_index.Snapshot.ExperimentCount).Invert();
        foreach (var facet in facets)
            experiments.IntersectWith(facet.Experiments);
        var selection = new Selection(_index.Snapshot, experiments, [.. facets.SelectMany(f => f.OfCohorts)], _lists, _request.AtLeast, cancel);
        _made.Add(selection);
        return selection;
    }

    /// <summary>Counts all facets of one of its selections, or those of one level; the whole catalog was counted once for all.</summary>
    public ValueCounts Count(Selection selection, AskedRanges? asked, FacetLevel? only, CancellationToken cancel)
    {
        if (selection == _index.Everything && asked is null)
            return _index.CountsOfEverything(_request.Scope);
        var counts = ValueCounts.Of(_index.Snapshot, selection, _request.Scope, asked, only, cancel);
        _made.Add(counts);
        return counts;
    }

    /// <summary>
    /// A facet's clauses. Where samples match one by one, an experiment without any sample that has an accepted value is left aside at once.
    /// </summary>
    private (FacetDefinition, ExperimentSet, List<ValueFilter>) Read(FacetDefinition facet, List<ValueFilter> filters)
    {
        var ofCohorts = facet.Level == FacetLevel.Sample && _request.Scope == Scope.Sample;
        var experiments = new ExperimentSet(_index.Snapshot.ExperimentCount).Invert();
        foreach (var filter in filters)
            if (!(ofCohorts && filter.IsExclusion))
                Leave(experiments, filter);
        return (facet, experiments, ofCohorts ? filters : []);
    }

    private void Leave(ExperimentSet experiments, ValueFilter filter)
    {
        using var holds = filter.Experiments(_index.Snapshot);
        experiments.IntersectWith(holds);
    }

    private ValueFilter Filter(Clause clause) => new(clause, _index.Snapshot.Column(clause.Facet));

    public void Dispose()
    {
        _base?.Dispose();
        foreach (var (_, experiments, _) in _facets)
            experiments.Dispose();
        foreach (var made in _made)
            made.Dispose();
    }
}
