using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A search's filters (rules 1 to 5, 9, 10 and those of lists). In scope <c>sample</c>, sample-level clauses are asked of a cohort, all of
/// the same one, and lists of its members, one by one; everything else is asked of the experiment, which has the union of its samples' values.
/// </summary>
internal sealed class Narrowing
{
    private readonly int? _atLeast;
    private readonly List<Query> _ofExperiment, _ofCohort, _ofMember;

    /// <summary>Rule 5: whether an experiment must have a matching sample, which one that is listed itself need not.</summary>
    private readonly bool _needsSample;

    /// <param name="index">What is searched.</param>
    /// <param name="text">The text, unless it asks for nothing.</param>
    /// <param name="lists">What the lists name.</param>
    /// <param name="request">The search.</param>
    /// <param name="reaching">The experiments with enough matching samples, where <see cref="Reaching"/> had to ask for them.</param>
    public Narrowing(IndexedGeneration index, TextQuery? text, ListedInGeneration lists, SearchRequest request, IReadOnlyList<int>? reaching = null)
    {
        _atLeast = request.AtLeast;
        IsOfAll = text is null && !request.IsFiltered;
        _ofMember = request.Scope == Scope.Experiment ? [] :
        [
            .. lists.Listed is { List.WholeExperiments: false } listed ? [IsOn(listed)] : Array.Empty<Query>(),
            .. lists.NotListed is { } notListed ? [Query.Not(IsOn(notListed))] : Array.Empty<Query>(),
        ];
        _ofCohort = [.. request.Clauses.Where(c => IsOfCohort(c, request.Scope)).Select(c => Filter(index, c, name => IndexFields.In(IndexFields.Cohorts, name)))];
        _needsSample = lists.NotListed is not null || _ofCohort.Count > 0;
        OfCohort = [.. _ofCohort, .. _ofMember.Count > 0 ? [Query.Within(IndexFields.Members, _ofMember)] : Array.Empty<Query>()];
        _ofExperiment = OfExperiment(name => name);
        OfExperimentInClass =
        [
            .. text is null ? Array.Empty<Query>() : [TextQueryBuilder.InClasses(text)],
            .. OfExperiment(name => IndexFields.In(IndexFields.Experiments, name)),
            .. reaching is null ? Array.Empty<Query>() : [Query.OneOf(IndexFields.In(IndexFields.Experiments, IndexFields.Id), reaching)],
        ];

        List<Query> OfExperiment(Func<string, string> place) =>
        [
            .. OnLists(lists, request.Scope, place(IndexFields.Id)),
            .. request.Clauses.Where(c => !IsOfCohort(c, request.Scope)).Concat(request.Also).Select(c => Filter(index, c, place)),
            .. OfCohort.Count == 0 && _atLeast is { } least ? [new Query { Range = new() { [place(IndexFields.Samples)] = new Interval(least, int.MaxValue) } }] : Array.Empty<Query>(),
        ];
    }

    /// <summary>Nothing is narrowed, so that every value has a count.</summary>
    public bool IsOfAll { get; }

    /// <summary>What a cohort must have, wherever cohorts are nested.</summary>
    public IReadOnlyList<Query> OfCohort { get; }

    /// <summary>What an experiment must have within a class, the text included.</summary>
    public IReadOnlyList<Query> OfExperimentInClass { get; }

    /// <summary>The matching experiments in their own index, the text left to the query.</summary>
    public Query Experiments => Query.All(
        [.. _ofExperiment, .. OfCohort.Count > 0 && _atLeast is { } least ? [WithMatching(least)] : _needsSample ? WithCohort : []]);

    /// <summary>The classes with matching samples, and that of an experiment without any, where it need not have one.</summary>
    public Query Classes => Query.All(
    [
        .. OfExperimentInClass.Count > 0 ? [Query.Within(IndexFields.Experiments, OfExperimentInClass)] : Array.Empty<Query>(),
        .. _needsSample ? WithCohort : WithCohort.Select(query => Query.Any([query, Empty])),
    ]);

    /// <summary>Those of these classes of which several experiments match: each gives a point, and one is not enough.</summary>
    public Query SharedClasses => Query.All(
    [
        Classes,
        new Query
        {
            FunctionScore = new FunctionScoreQuery(
                new Query { Nested = new NestedQuery(IndexFields.Experiments, new Query { ConstantScore = new ConstantScoreQuery(Query.All(OfExperimentInClass), 1) }) { ScoreMode = "sum" } })
            { MinScore = 1.5 },
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

    private static Query Empty => new() { Range = new() { [IndexFields.Size] = new Interval(0, 1) } };

    private IEnumerable<Query> WithCohort => OfCohort.Count > 0 ? [Query.Within(IndexFields.Cohorts, OfCohort)] : [];

    /// <summary>Experiments with so many matching samples: each cohort scores those it has, and their sum must be enough.</summary>
    private Query WithMatching(int least)
    {
        var sum = new Query { Nested = new NestedQuery(IndexFields.Cohorts, _ofMember.Count == 0 ? SizeAsScore() : MembersAsScore()) { ScoreMode = "sum" } };
        return new Query { FunctionScore = new FunctionScoreQuery(sum) { MinScore = least - 0.5 } };
    }

    private Query SizeAsScore()
    {
        var size = new FieldAggregation(IndexFields.In(IndexFields.Cohorts, IndexFields.Size));
        return new Query { FunctionScore = new FunctionScoreQuery(Query.All(OfCohort)) { FieldValueFactor = size, BoostMode = "replace" } };
    }

    private Query MembersAsScore()
    {
        var one = new Query { ConstantScore = new ConstantScoreQuery(Query.All(_ofMember), 1) };
        var members = new Query { Nested = new NestedQuery(IndexFields.Members, one) { ScoreMode = "sum" } };
        return new Query { Bool = new BoolQuery { Must = [members], Filter = _ofCohort } };
    }

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

    /// <summary>A clause as a filter of the documents whose fields have these names.</summary>
    public static Query Filter(IndexedGeneration index, Clause clause, Func<string, string> place)
    {
        var accepted = clause.Facet.IsRanged
            ? Query.Any(index.Values[clause.Facet].PlacesOf(clause).Select(run => new Query { Range = new() { [place(IndexFields.Places(clause.Facet))] = run } }))
            : Query.OneOf(place(IndexFields.Values(clause.Facet)), clause.Values.Select(v => v.Text).Concat(clause.Missing ? [IndexFields.Missing] : []));
        return clause.Mode == ClauseMode.Not ? Query.Not(accepted) : accepted;
    }
}
