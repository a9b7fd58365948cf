using System.Collections.Immutable;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A set of clauses as filters (rules 1 to 5). In scope <c>sample</c>, sample-level clauses are asked of a cohort, all of the same one;
/// everything else is asked of the experiment, which has the union of its samples' values.
/// </summary>
internal sealed class Narrowing(
    IndexedGeneration index, TextQuery? text, ImmutableArray<string>? listed, ImmutableArray<Clause> clauses, Scope scope)
{
    /// <summary>What a cohort must have, wherever cohorts are nested.</summary>
    public IReadOnlyList<Query> OfCohort { get; } =
        [.. clauses.Where(c => IsOfCohort(c, scope)).Select(c => Filter(index, c, name => IndexFields.In(IndexFields.Cohorts, name)))];

    /// <summary>What an experiment must have within a class, the text included.</summary>
    public IReadOnlyList<Query> OfExperimentInClass { get; } =
    [
        .. text is null ? Array.Empty<Query>() : [TextQueryBuilder.InClasses(text)],
        .. Listed(listed, name => IndexFields.In(IndexFields.Experiments, name)),
        .. clauses.Where(c => !IsOfCohort(c, scope)).Select(c => Filter(index, c, name => IndexFields.In(IndexFields.Experiments, name))),
    ];

    /// <summary>The matching experiments in their own index, the text left to the query.</summary>
    public Query Experiments => Query.All(
        [.. Listed(listed, name => name), .. clauses.Where(c => !IsOfCohort(c, scope)).Select(c => Filter(index, c, name => name)), .. WithCohort]);

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

    private static Aggregation Inside(string path, IReadOnlyList<Query> filters, Dictionary<string, Aggregation> aggs) => new()
    {
        Nested = new NestedAggregation(path),
        Aggs = new() { [Matching] = new Aggregation { Filter = Query.All(filters), Aggs = aggs } },
    };

    private static IEnumerable<Query> Listed(ImmutableArray<string>? listed, Func<string, string> place) =>
        listed is { } accessions ? [Query.OneOf(place(IndexFields.Accessions), SearchRequest.Spellings(accessions))] : [];

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
