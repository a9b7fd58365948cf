using FacetExplorer.Engines.Cohorts;
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
    private readonly List<(FacetDefinition Facet, ExperimentSet? Experiments, ExperimentSet? Whole, List<ValueFilter> OfCohorts)> _facets = [];
    private readonly List<Selection> _selections = [];
    private readonly List<ValueCounts> _counts = [];

    /// <summary>Reads a search's clauses and lists, asked of the experiments that match its text; null means all of them.</summary>
    public Narrowing(EmbeddedIndex index, ExperimentSet? text, ListedInGeneration lists, SearchRequest request)
    {
        (_index, _request, _lists) = (index, request, new ListedCohorts(index.Snapshot, lists, request.Scope));
        foreach (var clauses in request.Clauses.GroupBy(c => c.Facet))
            _facets.Add(Read(clauses.Key, [.. clauses.Select(Filter)]));
        if (text is null && request.Also.IsEmpty && !request.HasLists)
            return;
        _base = text?.Copy() ?? All();
        foreach (var clause in request.Also)
            _base = Both(_base, Filter(clause).Experiments(index.Snapshot));
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
        var experiments = Common(facets.ConvertAll(f => f.Experiments).Prepend(_base)) ?? All();
        var whole = _lists.NarrowsSamples ? null : Common(facets.ConvertAll(f => f.Whole));
        var selection = new Selection(_index.Snapshot, experiments, [.. facets.SelectMany(f => f.OfCohorts)], whole, _lists, _request.AtLeast, cancel);
        _selections.Add(selection);
        return selection;
    }

    /// <summary>Counts all facets of one of its selections, or one; the whole catalog was counted once for all.</summary>
    public ValueCounts Count(Selection selection, AskedRanges? asked, FacetColumn? only, CancellationToken cancel)
    {
        var everything = asked is null ? _index.CountsOfEverything(_request.Scope) : null;
        if (selection == _index.Everything && everything is not null)
            return everything;
        var known = _counts.Where(counts => counts.IsOfAllFacets);
        var counts = ValueCounts.Of(_index.Snapshot, selection, _request.Scope, asked, only, everything is null ? known : known.Append(everything), cancel);
        _counts.Add(counts);
        return counts;
    }

    /// <summary>
    /// A facet's clauses. Where samples match one by one, an experiment without any sample that has an accepted value is left aside at once,
    /// and one all samples of which have is not looked into.
    /// </summary>
    private (FacetDefinition, ExperimentSet?, ExperimentSet?, List<ValueFilter>) Read(FacetDefinition facet, List<ValueFilter> filters)
    {
        var ofCohorts = facet.Level == FacetLevel.Sample && _request.Scope == Scope.Sample;
        var (experiments, whole) = ((ExperimentSet?)null, (ExperimentSet?)null);
        foreach (var filter in filters)
        {
            if (!(ofCohorts && filter.IsExclusion))
                experiments = Both(experiments, filter.Experiments(_index.Snapshot));
            if (ofCohorts)
                whole = Both(whole, filter.Whole(_index.Snapshot));
        }
        return (facet, experiments, whole, ofCohorts ? filters : []);
    }

    /// <summary>Those that are in both, null being all; takes both over.</summary>
    private static ExperimentSet Both(ExperimentSet? some, ExperimentSet others)
    {
        if (some is null)
            return others;
        some.IntersectWith(others);
        others.Dispose();
        return some;
    }

    /// <summary>Those that are in all, as a set of its own; null being all, in the end too.</summary>
    private static ExperimentSet? Common(IEnumerable<ExperimentSet?> sets)
    {
        ExperimentSet? common = null;
        foreach (var set in sets)
            if (set is not null && common is not null)
                common.IntersectWith(set);
            else
                common ??= set?.Copy();
        return common;
    }

    private ExperimentSet All() => new ExperimentSet(_index.Snapshot.ExperimentCount).Invert();

    private ValueFilter Filter(Clause clause) => new(clause, _index.Snapshot);

    public void Dispose()
    {
        _base?.Dispose();
        foreach (var (_, experiments, whole, _) in _facets)
        {
            experiments?.Dispose();
            whole?.Dispose();
        }
        foreach (var selection in _selections)
            selection.Dispose();
        foreach (var counts in _counts)
            counts.Dispose();
    }
}
