using System.Collections.Immutable;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A search's filters (rules 1 to 5, 9 and 10). In scope <c>sample</c>, sample-level clauses are asked of a cohort, all of the same one;
/// everything else is asked of the experiment, which has the union of its samples' values.
/// </summary>
internal sealed class Narrowing
{
    private readonly int? _atLeast;
    private readonly List<Query> _ofExperiment;

    /// <param name="index">What is searched.</param>
    /// <param name="text">The text, unless it asks for nothing.</param>
    /// <param name="request">The search.</param>
    /// <param name="reaching">The experiments with enough matching samples, where <see cref="Reaching"/> had to ask for them.</param>
    public Narrowing(IndexedGeneration index, TextQuery? text, SearchRequest request, IReadOnlyList<int>? reaching = null)
    {
        _atLeast = request.AtLeast;
        IsOfAll = text is null && (request with { Text = null }).IsEmpty;
        OfCohort = [.. request.Clauses.Where(c => IsOfCohort(c, request.Scope)).Select(c => Filter(index, c, name => IndexFields.In(IndexFields.Cohorts, name)))];
        _ofExperiment = OfExperiment(name => name);
        OfExperimentInClass =
        [
            .. text is null ? Array.Empty<Query>() : [TextQueryBuilder.InClasses(text)],
            .. OfExperiment(name => IndexFields.In(IndexFields.Experiments, name)),
            .. reaching is null ? Array.Empty<Query>() : [Query.OneOf(IndexFields.In(IndexFields.Experiments, IndexFields.Id), reaching)],
        ];

        List<Query> OfExperiment(Func<string, string> place) =>
        [
            .. Listed(request.Listed, place),
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
    public Query Experiments => Query.All([.. _ofExperiment, .. OfCohort.Count > 0 && _atLeast is { } least ? [WithMatching(least)] : WithCohort]);

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
                new Query { Nested = new NestedQuery(IndexFields.Experiments, new Query { ConstantScore = new ConstantScoreQuery(Query.All(OfExperimentInClass), 1) }) { ScoreMode = "sum" } })
            { MinScore = 1.5 },
        },
    ]);

    /// <summary>Matching samples, wherever cohorts are nested; <paramref name="all"/> has the number where no cohort is asked for anything.</summary>
    public Dictionary<string, Aggregation> CountSamples(string all) => OfCohort.Count == 0
        ? new() { [Sum] = Aggregation.SumOf(all) }
        : new() { [Cohorts] = InCohorts(new() { [Sum] = Aggregation.SumOf(IndexFields.In(IndexFields.Cohorts, IndexFields.Size)) }) };

    /// <summary>Reads what <see cref="CountSamples"/> asked.</summary>
    public static long SamplesIn(Aggregate answer) =>
        answer.Inner.TryGetValue(Sum, out var sum) ? sum.Value : answer[Cohorts, Matching, Sum].Value;

    /// <summary>Something of the matching cohorts of a document.</summary>
    public Aggregation InCohorts(Dictionary<string, Aggregation> aggs) => Inside(IndexFields.Cohorts, OfCohort, aggs);

    /// <summary>Something of the matching experiments of a class.</summary>
    public Aggregation InExperiments(Dictionary<string, Aggregation> aggs) => Inside(IndexFields.Experiments, OfExperimentInClass, aggs);

    public const string Cohorts = "cohorts", Matching = "matching", Sum = "samples";

    private IEnumerable<Query> WithCohort => OfCohort.Count > 0 ? [Query.Within(IndexFields.Cohorts, OfCohort)] : [];

    /// <summary>Experiments with so many matching samples: each cohort scores its size, and their sum must be enough.</summary>
    private Query WithMatching(int least)
    {
        var size = new FieldAggregation(IndexFields.In(IndexFields.Cohorts, IndexFields.Size));
        var sizes = new Query { FunctionScore = new FunctionScoreQuery(Query.All(OfCohort)) { FieldValueFactor = size, BoostMode = "replace" } };
        var sum = new Query { Nested = new NestedQuery(IndexFields.Cohorts, sizes) { ScoreMode = "sum" } };
        return new Query { FunctionScore = new FunctionScoreQuery(sum) { MinScore = least - 0.5 } };
    }

    private static Aggregation Inside(string path, IReadOnlyList<Query> filters, Dictionary<string, Aggregation> aggs) => new()
    {
        Nested = new NestedAggregation(path),
        Aggs = new() { [Matching] = new Aggregation { Filter = Query.All(filters), Aggs = aggs } },
    };

    private static IEnumerable<Query> Listed(ImmutableArray<string>? listed, Func<string, string> place) =>
        listed is { } accessions ? [Query.OneOf(place(IndexFields.Accessions), SearchRequest.Spellings(accessions))] : [];

    private static bool IsOfCohort(Clause clause, Scope scope) => scope == Scope.Sample && clause.Facet.Level == FacetLevel.Sample;

    private static Query Filter(IndexedGeneration index, Clause clause, Func<string, string> place)
    {
        var accepted = clause.Facet.IsRanged
            ? Query.Any(index.Values[clause.Facet].PlacesOf(clause).Select(run => new Query { Range = new() { [place(IndexFields.Places(clause.Facet))] = run } }))
            : Query.OneOf(place(IndexFields.Values(clause.Facet)), clause.Values.Select(v => v.Text).Concat(clause.Missing ? [IndexFields.Missing] : []));
        return clause.Mode == ClauseMode.Not ? Query.Not(accepted) : accepted;
    }
}
