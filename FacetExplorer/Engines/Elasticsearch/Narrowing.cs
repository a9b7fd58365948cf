using System.Collections.Immutable;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A set of clauses as filters (rules 1 to 5). In scope <c>sample</c>, sample-level clauses are asked of a cohort, all of the same one;
/// everything else is asked of the experiment, which has the union of its samples' values. In scope <c>sample</c>, lists are asked of a
/// cohort's members, one by one.
/// </summary>
internal sealed class Narrowing(
    IndexedGeneration index, TextQuery? text, ListedInGeneration lists, ImmutableArray<Clause> clauses, Scope scope)
{
    /// <summary>What a member of a cohort must have.</summary>
    private readonly List<Query> _ofMember = scope == Scope.Experiment ? [] :
    [
        .. lists.Listed is { List.WholeExperiments: false } listed ? [IsOn(listed)] : Array.Empty<Query>(),
        .. lists.NotListed is { } notListed ? [Query.Not(IsOn(notListed))] : Array.Empty<Query>(),
    ];

    /// <summary>What a cohort must have, wherever cohorts are nested.</summary>
    public IReadOnlyList<Query> OfCohort =>
    [
        .. clauses.Where(c => IsOfCohort(c, scope)).Select(c => Filter(index, c, name => IndexFields.In(IndexFields.Cohorts, name))),
        .. _ofMember.Count > 0 ? [Query.Within(IndexFields.Members, _ofMember)] : Array.Empty<Query>(),
    ];

    /// <summary>What an experiment must have within a class, the text included.</summary>
    public IReadOnlyList<Query> OfExperimentInClass { get; } =
    [
        .. text is null ? Array.Empty<Query>() : [TextQueryBuilder.InClasses(text)],
        .. OnLists(lists, scope, IndexFields.In(IndexFields.Experiments, IndexFields.Id)),
        .. clauses.Where(c => !IsOfCohort(c, scope)).Select(c => Filter(index, c, name => IndexFields.In(IndexFields.Experiments, name))),
    ];

    /// <summary>The matching experiments in their own index, the text left to the query.</summary>
    public Query Experiments => Query.All(
        [.. OnLists(lists, scope, IndexFields.Id), .. clauses.Where(c => !IsOfCohort(c, scope)).Select(c => Filter(index, c, name => name)), .. NeedsSample ? WithCohort : []]);

    /// <summary>The classes with matching samples.</summary>
    public Query Classes => Query.All(
        [.. OfExperimentInClass.Count > 0 ? [Query.Within(IndexFields.Experiments, OfExperimentInClass)] : Array.Empty<Query>(), .. WithCohort]);

    /// <summary>Those of these classes of which several experiments match: each gives a point, and one is not enough.</summary>
    public Query SharedClasses => Query.All(
    [
        Classes,
        new Query
        {
            FunctionScore = new FunctionScoreQuery(
                new Query { Nested = new NestedQuery(IndexFields.Experiments, new Query { ConstantScore = new ConstantScoreQuery(Query.All(OfExperimentInClass), 1) }) { ScoreMode = "sum" } },
                MinScore: 1.5),
        },
    ]);

    /// <summary>Matching samples, wherever cohorts are nested; <paramref name="all"/> has the number where no cohort is asked for anything.</summary>
    public Dictionary<string, Aggregation> CountSamples(string all) => OfCohort.Count == 0
        ? new() { [Sum] = Aggregation.SumOf(all) }
        : new() { [Cohorts] = InCohorts(SizeOfCohort) };

    /// <summary>The matching samples of a cohort: all of them, or those of its members that lists leave.</summary>
    public Dictionary<string, Aggregation> SizeOfCohort => _ofMember.Count == 0
        ? new() { [Sum] = Aggregation.SumOf(IndexFields.In(IndexFields.Cohorts, IndexFields.Size)) }
        : new() { [Members] = Inside(IndexFields.Members, _ofMember, new() { [Sum] = Aggregation.SumOf(IndexFields.In(IndexFields.Members, IndexFields.Size)) }) };

    /// <summary>Where <see cref="SizeOfCohort"/> stands, to order by.</summary>
    public string PathOfSize => _ofMember.Count == 0 ? Sum : $"{Members}>{Matching}>{Sum}";

    /// <summary>Reads what <see cref="SizeOfCohort"/> asked.</summary>
    public static long SizeIn(Aggregate answer) =>
        answer.Inner.TryGetValue(Members, out var members) ? members[Matching, Sum].Value : answer[Sum].Value;

    /// <summary>Reads what <see cref="CountSamples"/> asked.</summary>
    public static long SamplesIn(Aggregate answer) =>
        answer.Inner.TryGetValue(Cohorts, out var cohorts) ? SizeIn(cohorts[Matching]) : answer[Sum].Value;

    /// <summary>An order of experiments by their matching samples.</summary>
    public Dictionary<string, SortOrder> ByMatching(string direction)
    {
        if (OfCohort.Count == 0)
            return new() { [IndexFields.Samples] = new SortOrder(direction) };
        var (path, within) = _ofMember.Count == 0
            ? (IndexFields.Cohorts, null)
            : (IndexFields.Members, new NestedSort(IndexFields.Members, Query.All(_ofMember)));
        return new()
        {
            [IndexFields.In(path, IndexFields.Size)] = new SortOrder(direction)
            {
                Mode = "sum",
                Missing = 0,
                Nested = new NestedSort(IndexFields.Cohorts, Query.All(OfCohort)) { Nested = within },
            },
        };
    }

    /// <summary>Something of the matching cohorts of a document.</summary>
    public Aggregation InCohorts(Dictionary<string, Aggregation> aggs) => Inside(IndexFields.Cohorts, OfCohort, aggs);

    /// <summary>Something of the matching experiments of a class.</summary>
    public Aggregation InExperiments(Dictionary<string, Aggregation> aggs) => Inside(IndexFields.Experiments, OfExperimentInClass, aggs);

    public const string Cohorts = "cohorts", Members = "members", Matching = "matching", Sum = "samples";

    private IEnumerable<Query> WithCohort => OfCohort.Count > 0 ? [Query.Within(IndexFields.Cohorts, OfCohort)] : [];

    /// <summary>Rule 5: whether an experiment must have a matching sample, which one that is listed itself need not.</summary>
    private bool NeedsSample => lists.NotListed is not null || clauses.Any(c => IsOfCohort(c, scope));

    private static Aggregation Inside(string path, IReadOnlyList<Query> filters, Dictionary<string, Aggregation> aggs) => new()
    {
        Nested = new NestedAggregation(path),
        Aggs = new() { [Matching] = new Aggregation { Filter = Query.All(filters), Aggs = aggs } },
    };

    /// <summary>What lists ask of an experiment.</summary>
    private static IEnumerable<Query> OnLists(ListedInGeneration lists, Scope scope, string id)
    {
        if (lists.Listed is { } listed)
            yield return OneOfMany(id, listed.WithExperiments);
        if (lists.NotListed is { } notListed && scope == Scope.Experiment)
            yield return Query.Not(OneOfMany(id, notListed.WithExperiments));
    }

    /// <summary>Whether a member is on a list.</summary>
    private static Query IsOn(ListedRecords list) => Query.Any(
    [
        OneOfMany(IndexFields.In(IndexFields.Members, IndexFields.Id), list.Samples),
        OneOfMany(IndexFields.In(IndexFields.Members, IndexFields.Experiments), list.Experiments),
    ]);

    /// <summary>The server takes no more than 65,536 terms at once.</summary>
    private static Query OneOfMany(string field, IEnumerable<int> ids) => Query.Any(ids.Order().Chunk(50_000).Select(some => Query.OneOf(field, some)));

    private static bool IsOfCohort(Clause clause, Scope scope) => scope == Scope.Sample && clause.Facet.Level == FacetLevel.Sample;

    private static Query Filter(IndexedGeneration index, Clause clause, Func<string, string> place)
    {
        var accepted = clause.Facet.IsRanged
            ? Query.Any(index.Values[clause.Facet].PlacesOf(clause).Select(run => new Query { Range = new() { [place(IndexFields.Places(clause.Facet))] = run } }))
            : Query.OneOf(place(IndexFields.Values(clause.Facet)), clause.Values.Select(v => v.Text).Concat(clause.Missing ? [IndexFields.Missing] : []));
        return clause.Mode == ClauseMode.Not ? Query.Not(accepted) : accepted;
    }
}
