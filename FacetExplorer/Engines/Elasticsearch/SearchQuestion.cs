using System.Globalization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A search as one request to each index, and its answer from theirs. Pure: it knows no server. The facets stand beside the hits, each
/// behind a filter of all clauses but its own; the clauses narrow the hits afterwards (<c>post_filter</c>).
/// </summary>
internal sealed class SearchQuestion
{
    private const string Total = "total", OtherScope = "other_scope", Summed = "summed", ByHit = "by_hit", Shared = "shared";

    private readonly SearchRequest _request;
    private readonly TextQuery? _text;
    private readonly IndexedGeneration _index;
    private readonly Narrowing _narrowing;
    private readonly Narrowing? _other;
    private readonly IReadOnlyList<FacetQuestion> _facets;

    /// <param name="request">The search.</param>
    /// <param name="text">Its text, unless that asks for nothing.</param>
    /// <param name="index">What is searched.</param>
    /// <param name="narrow">Makes filters of this search and of its like.</param>
    /// <param name="facets">The facets to count.</param>
    public SearchQuestion(
        SearchRequest request, TextQuery? text, IndexedGeneration index, Func<SearchRequest, Narrowing> narrow, IReadOnlyList<FacetQuestion> facets)
    {
        (_request, _text, _index, _facets) = (request, text, index, facets);
        _narrowing = narrow(request);
        if (request.DependsOnScope)
            _other = narrow(request.InOtherScope);
    }

    /// <summary>Pages end where the server's do.</summary>
    private bool HasPage => (long)_request.Page * _request.Size <= SearchRequest.DeepestHit;

    public SearchBody OnExperiments() => new()
    {
        Query = _text is null ? null : TextQueryBuilder.OnExperiments(_text),
        PostFilter = _narrowing.Experiments,
        From = HasPage ? (_request.Page - 1) * _request.Size : 0,
        Size = HasPage ? _request.Size : 0,
        Sort = [.. Sort()],
        Source = [IndexFields.Id, IndexFields.Accession, IndexFields.Title, IndexFields.Samples, IndexFields.Shared, "values.*"],
        TrackTotalHits = true,
        Aggs = new(FacetAggregations(f => f.OnExperiments()).Append(new(Summed,
            new Aggregation { Filter = _narrowing.Experiments, Aggs = _narrowing.CountSamples(IndexFields.Samples) }))),
    };

    public SearchBody OnCohorts() => new()
    {
        Aggs = new(FacetAggregations(f => f.OnCohorts())
            .Append(new(Total, Samples(_narrowing.Classes, _narrowing)))
            .Append(new(Shared, Samples(_narrowing.SharedClasses, _narrowing)))
            .Concat(_other is null ? [] : [new(OtherScope, Samples(_other.Classes, _other))])),
    };

    private static Aggregation Samples(Query classes, Narrowing narrowing) => new() { Filter = classes, Aggs = narrowing.CountSamples(IndexFields.Size) };

    private IEnumerable<KeyValuePair<string, Aggregation>> FacetAggregations(Func<FacetQuestion, Aggregation?> ask) =>
        _facets.Select(f => (f.Facet, Asked: ask(f))).Where(f => f.Asked is not null).Select(f => KeyValuePair.Create(NameOf(f.Facet), f.Asked!));

    /// <summary>The last key is the number of matching samples, where it is not the experiment's own: it tells it to the reader.</summary>
    private IEnumerable<Dictionary<string, SortOrder>> Sort()
    {
        var (key, descending) = _request.EffectiveSort;
        var direction = descending ? "desc" : "asc";
        yield return key switch
        {
            Search.SortKey.Accession => new() { [IndexFields.Accession] = new SortOrder(direction) },
            Search.SortKey.Title => new() { [IndexFields.TitleRank] = new SortOrder(direction) { Missing = "_last" } },
            Search.SortKey.Published => new() { [IndexFields.PublishedRank] = new SortOrder(direction) { Missing = "_last" } },
            Search.SortKey.Relevance when _text is not null => new() { ["_score"] = new SortOrder("desc") },
            Search.SortKey.Relevance => _narrowing.ByMatching("desc"),
            _ => _narrowing.ByMatching(direction),
        };
        if (key != Search.SortKey.Accession)
            yield return new() { [IndexFields.Accession] = new SortOrder("asc") };
        if (_narrowing.OfCohort.Count > 0)
            yield return _narrowing.ByMatching("desc");
    }

    /// <summary>The long lists, each with the values it is made of and their number in all.</summary>
    public IReadOnlyDictionary<FacetDefinition, (IReadOnlyList<FacetValue> Top, Func<bool, Count> Number)> ReadLongLists(SearchResult experiments, SearchResult cohorts) =>
        _facets.Where(f => f.IsLong).ToDictionary(f => f.Facet, f => f.ReadTop(Optional(experiments, f.Facet), Optional(cohorts, f.Facet)));

    public static FacetCounts Read(FacetQuestion facet, SearchResult experiments, SearchResult cohorts, Func<bool, Count>? number) =>
        facet.Read(Required(experiments, NameOf(facet.Facet)), Required(cohorts, NameOf(facet.Facet)), number);

    public SearchResponse Read(
        SearchResult experiments, SearchResult cohorts, IReadOnlyList<FacetCounts> facets, IReadOnlyList<Hit> hits, IReadOnlyList<string> warnings)
    {
        var samples = Narrowing.SamplesIn(Required(cohorts, Total));
        return new SearchResponse(
            _index.Generation,
            experiments.Hits!.Total!.Value,
            new Count(samples),
            new Count(_other is null ? samples : Narrowing.SamplesIn(Required(cohorts, OtherScope))),
            Narrowing.SamplesIn(Required(experiments, Summed)),
            facets, hits, warnings)
        { Shared = new Count(Narrowing.SamplesIn(Required(cohorts, Shared))) };
    }

    /// <summary>Hits whose <see cref="Hit.Shared"/> is what their experiment shares with any other, matching or not.</summary>
    public IReadOnlyList<Hit> ReadHits(SearchResult experiments) => [.. experiments.Hits!.Hits.Select(hit =>
    {
        var source = hit.Source ?? throw ElasticsearchException.Unreadable("a hit without _source");
        var matching = _narrowing.OfCohort.Count == 0 ? source.Samples : hit.Sort![^1].GetInt64();
        return new Hit(source.Id, source.Accession, source.Title, source.Samples, matching, ValuesOf(source)) { Shared = source.Shared };
    })];

    private Dictionary<string, IReadOnlyList<FacetValue>> ValuesOf(ExperimentSource source) => _index.Values.ToDictionary(
        v => v.Key.Key,
        IReadOnlyList<FacetValue> (v) => [.. (source.Values?.GetValueOrDefault(v.Key.Key) ?? []).Select(v.Value.Find).OfType<FacetValue>()]);

    /// <summary>The hits' matching samples by a facet: a few hits a search, as each has a bucket for each range.</summary>
    public IEnumerable<SearchBody> BreakDown(FacetDefinition by, IReadOnlyList<Hit> hits)
    {
        const int mostBuckets = 50_000;
        var list = new BucketList(_index.Values[by]);
        var cohorts = _narrowing.InCohorts(new()
        {
            [NameOf(by)] = list.Ask(field => IndexFields.In(IndexFields.Cohorts, field), _narrowing.SizeOfCohort, null),
        });
        return hits.Chunk(Math.Max(1, mostBuckets / (list.Known.Count() + 1))).Select(some => new SearchBody
        {
            Query = Query.All([Query.OneOf(IndexFields.Id, some.Select(h => h.Id))]),
            Aggs = new()
            {
                [ByHit] = new Aggregation { Terms = new TermsAggregation(IndexFields.Id, some.Length), Aggs = new() { [Narrowing.Cohorts] = cohorts } },
            },
        });
    }

    /// <summary>The hits with their breakdowns: most samples first, missing last.</summary>
    public IReadOnlyList<Hit> ReadBreakDown(FacetDefinition by, IReadOnlyList<Hit> hits, IEnumerable<SearchResult> results)
    {
        var list = new BucketList(_index.Values[by]);
        var byId = results.SelectMany(r => Required(r, ByHit).Buckets).ToDictionary(
            b => b.Key!,
            b => b[Narrowing.Cohorts, Narrowing.Matching, NameOf(by)].Buckets.Select(v => new Bucket(list.Read(v), new Count(Narrowing.SizeIn(v)), 1)).Where(v => v.Samples.Value > 0)
                .OrderBy(v => v.Value is null).ThenByDescending(v => v.Samples.Value).ThenBy(v => v.Value, FacetValue.Order).ToList());
        return [.. hits.Select(h => h with { Breakdown = byId[h.Id.ToString(CultureInfo.InvariantCulture)] })];
    }

    /// <summary>The samples that hits share with other matching experiments; null where no hit shares any.</summary>
    public SearchBody? AskShared(IReadOnlyList<Hit> hits)
    {
        var sharing = hits.Where(h => h.Shared > 0).Select(h => h.Id).ToList();
        var id = IndexFields.In(IndexFields.Experiments, IndexFields.Id);
        return sharing.Count == 0 ? null : new SearchBody
        {
            Query = Query.All([Query.Within(IndexFields.Experiments, [Query.OneOf(id, sharing)])]),
            Aggs = new()
            {
                [Shared] = new Aggregation
                {
                    Filter = _narrowing.SharedClasses,
                    Aggs = new()
                    {
                        [IndexFields.Experiments] = _narrowing.InExperiments(new()
                        {
                            [ByHit] = new Aggregation
                            {
                                Terms = new TermsAggregation(id, sharing.Count) { Include = sharing.Cast<object>() },
                                Aggs = new() { [Shared] = new Aggregation { ReverseNested = new Nothing(), Aggs = _narrowing.CountSamples(IndexFields.Size) } },
                            },
                        }),
                    },
                },
            },
        };
    }

    public static IReadOnlyList<Hit> ReadShared(IReadOnlyList<Hit> hits, SearchResult? result)
    {
        var shared = result is null ? [] : Required(result, Shared)[IndexFields.Experiments, Narrowing.Matching, ByHit].Buckets
            .ToDictionary(b => b.Key!, b => Narrowing.SamplesIn(b[Shared]));
        return [.. hits.Select(h => h with { Shared = shared.GetValueOrDefault(h.Id.ToString(CultureInfo.InvariantCulture)) })];
    }

    private static string NameOf(FacetDefinition facet) => $"facet.{facet.Key}";

    private static Aggregate? Optional(SearchResult result, FacetDefinition facet) => result.Aggregations?.GetValueOrDefault(NameOf(facet));

    private static Aggregate Required(SearchResult result, string name) =>
        result.Aggregations?.GetValueOrDefault(name) ?? throw ElasticsearchException.Unreadable($"an answer without the aggregation {name}");
}
