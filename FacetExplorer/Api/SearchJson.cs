using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>The answer of <c>/api/experiments</c>: a <see cref="SearchResponse"/> with every link that leads on from it.</summary>
/// <param name="Generation">The data version.</param>
/// <param name="Scope">Of what filters on samples must hold: <c>sample</c> or <c>experiment</c>.</param>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Samples">Matching unique samples.</param>
/// <param name="OtherScope">What the other scope would count.</param>
/// <param name="Summed">What adding up the matching samples of each experiment would say, those in several of them counted again and again.</param>
/// <param name="Warnings">What a reader should know.</param>
/// <param name="Filters">What narrows the search.</param>
/// <param name="Min">How many matching samples each experiment must have; only there where the search asks for it.</param>
/// <param name="Lists">The lists of accessions that narrow it.</param>
/// <param name="Facets">Each facet with its counts.</param>
/// <param name="Results">The page of experiments.</param>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="Size">Experiments on a full page.</param>
/// <param name="Links">This search and the pages beside it.</param>
internal sealed record SearchJson(
    int Generation,
    string Scope,
    long Experiments,
    CountJson Samples,
    CountJson OtherScope,
    long Summed,
    IEnumerable<string> Warnings,
    IReadOnlyList<FilterJson> Filters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Min,
    IEnumerable<ListFilterJson> Lists,
    IEnumerable<FacetJson> Facets,
    IEnumerable<ResultJson> Results,
    int Page,
    int Size,
    LinksJson Links)
{
    /// <summary>How all JSON of the API is written.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an answer with its links on a route.</summary>
    public static SearchJson Of(SearchRequest request, SearchResponse response, string route)
    {
        return new SearchJson(
            response.Generation.Number,
            FacetRegistry.Name(request.Scope),
            response.Experiments,
            CountJson.Of(response.Samples),
            CountJson.Of(response.SamplesInOtherScope),
            response.Summed,
            response.Warnings,
            [
                .. request.Clauses.Select(c => Filter(c, FacetRegistry.Name(c.Mode), request.Without(c))),
                .. request.Also.Select(c => Filter(c, "also", request.WithoutAlso(c))),
            ],
            request.AtLeast,
            [
                .. response.Lists.Listed is { } listed ? [ListFilterJson.Of(listed, "any", Link(request.WithoutList(isNot: false)))] : Array.Empty<ListFilterJson>(),
                .. response.Lists.NotListed is { } notListed ? [ListFilterJson.Of(notListed, "not", Link(request.WithoutList(isNot: true)))] : Array.Empty<ListFilterJson>(),
            ],
            response.Facets.Select(f => new FacetJson(
                f.Facet.Key, f.Facet.Label, FacetRegistry.Name(f.Facet.Level), FacetRegistry.Name(f.Facet.Kind),
                new RecordedJson(f.Recorded.Value, f.Of.Value), f.Buckets.Select(b => BucketOf(f.Facet, b)), BucketOf(f.Facet, f.Missing), f.More, !f.IsMoreExact)),
            response.Hits.Select(ResultJson.Of),
            request.Page,
            request.Size,
            LinksJson.Of(request, response.Experiments, Link));

        FilterJson Filter(Clause c, string mode, SearchRequest without) =>
            new(c.Facet.Key, mode, c.Values.Select(v => v.Text), c.From, c.To, c.Missing, Link(without));

        string Link(SearchRequest target) => SearchUrl.Link(route, target);

        BucketJson BucketOf(FacetDefinition facet, Bucket b) => new(
            b.Value?.Text, CountJson.Of(b.Samples), b.Experiments, b.Selected, b.Excluded, Link(request.Toggle(facet, b.Value)));
    }
}

/// <summary>A number of unique samples.</summary>
/// <param name="Value">How many.</param>
/// <param name="Exact">Whether exactly so.</param>
/// <param name="RelativeError">Where it is not exact, the bound of the error as a share of the value.</param>
internal sealed record CountJson(long Value, bool Exact, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RelativeError)
{
    public static CountJson Of(Count count) => new(count.Value, count.Exact, count.RelativeError);
}

/// <summary>Something that narrows the search.</summary>
/// <param name="Key">The facet.</param>
/// <param name="Mode"><c>any</c> of the values, <c>all</c> of them, <c>not</c> one, or <c>also</c> in the experiment.</param>
/// <param name="Values">The values.</param>
/// <param name="From">The start of a range, or null.</param>
/// <param name="To">The end of a range, or null.</param>
/// <param name="Missing">Whether "nothing recorded" is among the values.</param>
/// <param name="RemoveUrl">The search without it.</param>
internal sealed record FilterJson(string Key, string Mode, IEnumerable<string> Values, string? From, string? To, bool Missing, string RemoveUrl);

/// <summary>A list of accessions that narrows the search; <c>GET /api/lists/{list}</c> tells all of it.</summary>
/// <param name="List">Its name.</param>
/// <param name="Mode"><c>any</c>: only what is on it; <c>not</c>: nothing that is on it.</param>
/// <param name="Found">How many of its accessions name something.</param>
/// <param name="NotFound">How many name nothing.</param>
/// <param name="Renamed">How many belong to a record known under another accession.</param>
/// <param name="RemoveUrl">The search without it.</param>
internal sealed record ListFilterJson(string List, string Mode, int Found, int NotFound, int Renamed, string RemoveUrl)
{
    public static ListFilterJson Of(ListedRecords records, string mode, string removeUrl) =>
        new(records.List.Hash, mode, records.Found, records.NotFound.Count, records.Renamed.Count, removeUrl);
}

/// <summary>How many have a value at all.</summary>
/// <param name="Value">How many.</param>
/// <param name="Of">Of how many: samples, or for facets of experiments experiments.</param>
internal sealed record RecordedJson(long Value, long Of);

/// <summary>A facet with its counts.</summary>
/// <param name="Key">Its name in URLs.</param>
/// <param name="Label">Its name on the page.</param>
/// <param name="Level">Whose attribute it is: <c>sample</c> or <c>experiment</c>.</param>
/// <param name="Kind"><c>terms</c>, <c>boolean</c>, <c>number</c> or <c>date</c>.</param>
/// <param name="Recorded">How many have a value at all.</param>
/// <param name="Buckets">Its values, in the order asked for.</param>
/// <param name="Missing">What has no value.</param>
/// <param name="More">How many values were left out.</param>
/// <param name="MoreIsEstimate">There, and true, where <c>more</c> is an estimate.</param>
internal sealed record FacetJson(
    string Key, string Label, string Level, string Kind, RecordedJson Recorded, IEnumerable<BucketJson> Buckets, BucketJson Missing, int More,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool MoreIsEstimate = false);

/// <summary>A value of a facet.</summary>
/// <param name="Value">The value; null where there is none.</param>
/// <param name="Samples">Unique samples with it.</param>
/// <param name="Experiments">Experiments with it.</param>
/// <param name="Selected">Whether the search asks for it.</param>
/// <param name="Excluded">Whether the search excludes it.</param>
/// <param name="Url">The search with it as one more alternative; without it, where it is selected or excluded.</param>
internal sealed record BucketJson(string? Value, CountJson Samples, long Experiments, bool Selected, bool Excluded, string Url);

/// <summary>Matching samples of an experiment with a value of the facet <c>by</c>.</summary>
/// <param name="Value">The value; null where there is none.</param>
/// <param name="Samples">How many.</param>
internal sealed record ShareJson(string? Value, long Samples);

/// <summary>Pages.</summary>
/// <param name="Self">This one.</param>
/// <param name="Previous">The one before, or null.</param>
/// <param name="Next">The one after, or null.</param>
internal sealed record LinksJson(string Self, string? Previous, string? Next)
{
    /// <summary>The links of a page among so many results.</summary>
    public static LinksJson Of(SearchRequest request, long results, Func<SearchRequest, string> link) => new(
        link(request),
        request.Page > 1 ? link(request with { Page = request.Page - 1 }) : null,
        request.HasNextPage(results) ? link(request with { Page = request.Page + 1 }) : null);
}

/// <summary>A matching experiment.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Samples">All its samples.</param>
/// <param name="Matching">Those of them that match.</param>
/// <param name="Values">Its values of each facet, its own or those of its samples.</param>
/// <param name="Breakdown">How its matching samples divide among the values of <c>by</c>.</param>
internal sealed record ResultJson(
    string Accession, string? Title, long Samples, long Matching, IReadOnlyDictionary<string, IEnumerable<string>> Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<ShareJson>? Breakdown)
{
    public static ResultJson Of(Hit hit) => new(
        hit.Accession, hit.Title, hit.Samples, hit.Matching,
        hit.Values.ToDictionary(v => v.Key, v => v.Value.Select(x => x.Text)),
        hit.Breakdown?.Select(b => new ShareJson(b.Value?.Text, b.Samples.Value)));
}
