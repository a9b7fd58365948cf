using System.Globalization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// Which buckets of a facet are asked for. Usually all it has: then nothing about the choice can be wrong. A facet with very many values
/// is asked twice: first for the top of its list, then for exactly these values; see <see cref="BucketLimit"/>.
/// </summary>
internal sealed class BucketList
{
    private const int MostNumbered = 5000;

    private readonly FacetDefinition _facet;
    private readonly FacetValues _values;
    private readonly IReadOnlyList<FacetValue> _named;
    private readonly IReadOnlyList<FacetValue>? _only;
    private readonly List<(FacetValue? Bucket, IReadOnlyList<Interval> Places)> _ranges = [];

    /// <summary>The buckets of a search's facet.</summary>
    /// <param name="request">The search.</param>
    /// <param name="values">The facet's values.</param>
    /// <param name="mostListed">A facet with more values than this is a long one.</param>
    /// <param name="chosen">The values chosen of a long one, or null.</param>
    public BucketList(SearchRequest request, FacetValues values, int mostListed, IReadOnlyList<FacetValue>? chosen = null)
        : this(values, request.List(values.Facet).Ranges, [.. FacetLists.Named(request, values.Facet)])
    {
        List = request.Shown(values.Facet);
        _only = chosen ?? (List.Find is null || values.Facet.IsRanged ? null : [.. values.All.Where(FacetLists.Containing(List))]);
        IsLong = chosen is null && !values.Facet.IsRanged && (_only?.Count ?? values.All.Length) > mostListed;
    }

    /// <summary>All buckets of a facet.</summary>
    public BucketList(FacetValues values) : this(values, null, []) { }

    private BucketList(FacetValues values, IReadOnlyList<FacetValue>? ranges, IReadOnlyList<FacetValue> named)
    {
        (_facet, _values, _named) = (values.Facet, values, named);
        if (!_facet.IsRanged)
            return;
        _ranges.AddRange(ranges is null
            ? values.Cells.Select(c => ((FacetValue?)c.Cell, (IReadOnlyList<Interval>)[c.Places]))
            : ranges.Select(r => ((FacetValue?)r, values.PlacesIn(r))));
        var cells = _ranges.Select(r => r.Bucket!.Text).ToHashSet(StringComparer.Ordinal);
        _ranges.AddRange(named.Where(n => !cells.Contains(n.Text)).Select(n => ((FacetValue?)n, values.PlacesIn(n))));
        _ranges.Add((null, [new Interval(values.Missing, values.Missing + 1)]));
    }

    public FacetList List { get; } = FacetList.Default;

    /// <summary>Whether only the top of the list is asked for, to be asked again.</summary>
    public bool IsLong { get; }

    public BucketOrder Order => List.Order ?? BucketOrder.Default(_facet);

    private int Limit => List.Limit ?? _facet.Limit;

    /// <summary>Every bucket that is known of, missing (null) included, counted or not.</summary>
    public IEnumerable<FacetValue?> Known =>
        _facet.IsRanged ? _ranges.Select(r => r.Bucket) : [.. _named, null];

    /// <summary>Counts by bucket, at this place in a document.</summary>
    /// <param name="place">The full name of a field.</param>
    /// <param name="aggs">What to count in each bucket.</param>
    /// <param name="metric">Where in <paramref name="aggs"/> to find what a long list is ordered by; null for documents.</param>
    public Aggregation Ask(Func<string, string> place, Dictionary<string, Aggregation>? aggs, string? metric)
    {
        if (!_facet.IsRanged)
            return new Aggregation { Terms = Terms(place(IndexFields.Values(_facet)), metric), Aggs = aggs };
        var field = place(IndexFields.Places(_facet));
        var keyed = _ranges.Select((r, i) => (Key: i.ToString(CultureInfo.InvariantCulture), r.Places)).ToList();
        return keyed.TrueForAll(r => r.Places.Count <= 1)
            ? new Aggregation { Range = new RangeAggregation(field, [.. keyed.Where(r => r.Places.Count == 1).Select(r => new KeyedRange(r.Key, r.Places[0].Gte, r.Places[0].Lt))]), Aggs = aggs }
            : new Aggregation { Filters = new FiltersAggregation(keyed.ToDictionary(r => r.Key, r => Query.Any(r.Places.Select(run => new Query { Range = new() { [field] = run } })))), Aggs = aggs };
    }

    /// <summary>Of how many values a long list is the top, if every one is counted.</summary>
    public int Length => _only?.Count ?? _values.All.Length;

    /// <summary>How many of a long list's values are counted at all: of not too many looked for exactly, of all by the server's estimate.</summary>
    public Aggregation? AskNumber(Func<string, string> place) => _only switch
    {
        null => new Aggregation { Cardinality = new FieldAggregation(place(IndexFields.Values(_facet))) { PrecisionThreshold = FieldAggregation.HighestPrecision } },
        { Count: <= MostNumbered } => new Aggregation { Terms = new TermsAggregation(place(IndexFields.Values(_facet)), _only.Count) { Include = _only.Select(v => v.Text) } },
        _ => null,
    };

    /// <summary>Reads what <see cref="AskNumber"/> asked; an estimate may count "missing" as a value.</summary>
    public Count ReadNumber(Aggregate? answer, bool isMissingCounted) => (_only, answer) switch
    {
        (_, null) => new Count(Length, Exact: false),
        (null, _) => new Count(answer.Value - (isMissingCounted ? 1 : 0), Exact: false, FacetQuestion.RelativeError),
        _ => new Count(answer.Buckets.Count),
    };

    /// <summary>The bucket an answer is about; null is missing.</summary>
    public FacetValue? Read(Aggregate bucket)
    {
        if (_facet.IsRanged)
            return _ranges[int.Parse(bucket.Key!, CultureInfo.InvariantCulture)].Bucket;
        return bucket.Key == IndexFields.Missing ? null
            : _values.Find(bucket.Key!) ?? throw ElasticsearchException.Unreadable($"{_facet.Key} has a bucket \"{bucket.Key}\" that is not among its values");
    }

    private TermsAggregation Terms(string field, string? metric)
    {
        if (IsLong)
            // Each shard sends all it has, or the top of their lists together is not the top of the whole.
            return new TermsAggregation(field, List.Skip + Limit + _named.Count)
            {
                ShardSize = _values.All.Length + 1,
                Include = _only?.Select(v => v.Text),
                Exclude = _only is null ? [IndexFields.Missing] : null,
                Order = [new() { [Order.Key == BucketOrderKey.Value ? "_key" : metric ?? "_count"] = Order.Descending ? "desc" : "asc" }, new() { ["_key"] = "asc" }],
            };
        if (_only is null)
            return new TermsAggregation(field, _values.All.Length + 1);
        List<string> include = [.. _only.Concat(_named).Select(v => v.Text).Distinct(), IndexFields.Missing];
        return new TermsAggregation(field, include.Count) { Include = include };
    }
}
