using System.Collections.Immutable;
using System.Globalization;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A <see cref="Cross"/> as one question to the cohorts' index. What is asked of experiments is counted outside, and leads back to the
/// classes, each of which counts once a bucket; what is asked of samples inside.
/// </summary>
internal sealed class CrossQuestion
{
    private const string Table = "cross", Outer = "outer", Inner = "inner", Back = "back";

    private readonly Cross _cross;
    private readonly Narrowing _narrowing;
    private readonly IndexedGeneration _index;
    private readonly bool _rowsInCohorts, _columnsInCohorts;

    public CrossQuestion(Cross cross, Narrowing narrowing, IndexedGeneration index, Scope scope)
    {
        (_cross, _narrowing, _index) = (cross, narrowing, index);
        (_rowsInCohorts, _columnsInCohorts) = (Cross.IsOfSamples(cross.Rows, scope), Cross.IsOfSamples(cross.Columns, scope));
    }

    /// <summary>Whether columns are counted outside and rows inside.</summary>
    private bool IsTurned => _rowsInCohorts && !_columnsInCohorts;

    public SearchBody Ask() => new()
    {
        Aggs = new() { [Table] = new Aggregation { Filter = _narrowing.Classes, Aggs = IsTurned ? Ask(_cross.Columns, _cross.Rows) : Ask(_cross.Rows, _cross.Columns) } },
    };

    private Dictionary<string, Aggregation> Ask(ImmutableArray<ImmutableArray<Clause>> outer, ImmutableArray<ImmutableArray<Clause>> inner)
    {
        var size = _narrowing.SizeOfCohort;
        if (_rowsInCohorts && _columnsInCohorts)
            return InCohorts(Buckets(Outer, outer, IndexFields.Cohorts, Buckets(Inner, inner, IndexFields.Cohorts, size)));
        var within = _rowsInCohorts || _columnsInCohorts
            ? BackFrom(InCohorts(Buckets(Inner, inner, IndexFields.Cohorts, size)))
            : Buckets(Inner, inner, IndexFields.Experiments, BackFrom(_narrowing.CountSamples(IndexFields.Size)));
        return new() { [IndexFields.Experiments] = _narrowing.InExperiments(Buckets(Outer, outer, IndexFields.Experiments, within)) };
    }

    public IReadOnlyList<IReadOnlyList<long>> Read(SearchResult result)
    {
        var table = result.Aggregations?.GetValueOrDefault(Table) ?? throw ElasticsearchException.Unreadable($"an answer without the aggregation {Table}");
        var outer = (_rowsInCohorts && _columnsInCohorts
            ? table[Narrowing.Cohorts, Narrowing.Matching, Outer]
            : table[IndexFields.Experiments, Narrowing.Matching, Outer]).Buckets;
        return [.. _cross.Rows.Select((_, row) => (IReadOnlyList<long>)[.. _cross.Columns.Select((_, column) => IsTurned ? Cell(column, row) : Cell(row, column))])];

        long Cell(int first, int second)
        {
            var bucket = Bucket(outer, first);
            return _rowsInCohorts && _columnsInCohorts ? Narrowing.SizeIn(Bucket(bucket[Inner].Buckets, second))
                : _rowsInCohorts || _columnsInCohorts ? Narrowing.SizeIn(Bucket(bucket[Back, Narrowing.Cohorts, Narrowing.Matching, Inner].Buckets, second))
                : Narrowing.SamplesIn(Bucket(bucket[Inner].Buckets, second)[Back]);
        }
    }

    private static Aggregate Bucket(IReadOnlyList<Aggregate> buckets, int index) =>
        buckets.FirstOrDefault(b => b.Key == Key(index)) ?? throw ElasticsearchException.Unreadable($"a cross without the bucket {Key(index)}");

    private Dictionary<string, Aggregation> InCohorts(Dictionary<string, Aggregation> aggs) => new() { [Narrowing.Cohorts] = _narrowing.InCohorts(aggs) };

    private static Dictionary<string, Aggregation> BackFrom(Dictionary<string, Aggregation> aggs) =>
        new() { [Back] = new Aggregation { ReverseNested = new Nothing(), Aggs = aggs } };

    private Dictionary<string, Aggregation> Buckets(string name, ImmutableArray<ImmutableArray<Clause>> clauses, string place, Dictionary<string, Aggregation> aggs) => new()
    {
        [name] = new Aggregation
        {
            Filters = new FiltersAggregation(clauses.Select((all, i) => (Key: Key(i), Filter: Query.All(all.Select(c => Narrowing.Filter(_index, c, field => IndexFields.In(place, field))))))
                .ToDictionary(f => f.Key, f => f.Filter)),
            Aggs = aggs,
        },
    };

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);
}
