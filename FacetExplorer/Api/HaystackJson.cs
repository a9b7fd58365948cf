using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>The answer of the facet endpoint: drf-haystack's four groups, and what is counted besides.</summary>
internal sealed record HaystackFacetsJson(
    IReadOnlyDictionary<string, IEnumerable<EntryJson>> Fields,
    IReadOnlyDictionary<string, IEnumerable<EntryJson>> Dates,
    IReadOnlyDictionary<string, IEnumerable<EntryJson>> Queries,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ObjectsJson? Objects,
    long Count,
    long ExperimentCount,
    bool Exact,
    IEnumerable<LimitJson> Limits,
    int Generation,
    IEnumerable<string> Warnings)
{
    /// <summary>Writes an answer with links to the address it was asked at.</summary>
    public static HaystackFacetsJson Of(HaystackQuery query, HaystackAnswer answer, string address)
    {
        var (response, queries) = answer;
        return new HaystackFacetsJson(
            Group(f => f.Facet.Kind != FacetKind.Date),
            Group(f => f.Facet.Kind == FacetKind.Date),
            queries.ToDictionary(q => q.Facet.Name, IEnumerable<EntryJson> (q) =>
                [Entry(HaystackEntry.Of(q.Facet), q.Facet.Name, q.Left.Samples, q.Left.Experiments)]),
            query.WithObjects ? ObjectsJson.Of(query, response, address) : null,
            response.Samples.Value,
            response.Experiments,
            response.Samples.Exact,
            response.Facets.Select(f => new LimitJson(f.Facet.Key, query.Request.List(f.Facet).Limit ?? f.Facet.Limit, f.More)),
            response.Generation.Number,
            response.Warnings);

        Dictionary<string, IEnumerable<EntryJson>> Group(Func<FacetCounts, bool> isOfGroup) => response.Facets.Where(isOfGroup).ToDictionary(
            f => f.Facet.Key,
            IEnumerable<EntryJson> (f) => [.. f.Buckets.Select(b => Entry(HaystackEntry.Of(f.Facet, b.Value!), TextOf(f.Facet, b.Value!), b.Samples, b.Experiments))]);

        EntryJson Entry(HaystackEntry entry, string text, Count samples, long experiments) => new(
            text, samples.Value, address + query.Narrow(entry), experiments, samples.Exact, samples.RelativeError,
            query.Selects(entry), query.Remove(entry) is { } remove ? address + remove : null);
    }

    private static string TextOf(FacetDefinition facet, FacetValue value) =>
        facet.Kind == FacetKind.Date ? DateGaps.Write(DateGaps.StartOf(value.Range!.Value)) : value.Text;
}

internal sealed record EntryJson(
    string Text, long Count, string NarrowUrl, long ExperimentCount, bool Exact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RelativeError, bool Selected, string? RemoveUrl);

/// <summary>How many entries of a facet are shown at most, and how many with a count were left out. Keys of facets stay apart, so that each is in the body once.</summary>
internal sealed record LimitJson(string Facet, int Limit, int LeftOut);

/// <summary>A page of experiments.</summary>
internal sealed record ObjectsJson(long Count, string? Next, string? Previous, IEnumerable<IReadOnlyDictionary<string, object?>> Results)
{
    public static ObjectsJson Of(HaystackQuery query, SearchResponse response, string address) => new(
        response.Experiments,
        query.Next(response.Experiments) is { } next ? address + next : null,
        query.Previous is { } previous ? address + previous : null,
        response.Hits.Select(hit => Object(query, hit)));

    /// <summary>An experiment: what is its own, then the values of its facets under their keys.</summary>
    private static Dictionary<string, object?> Object(HaystackQuery query, Hit hit)
    {
        object?[] own = [hit.Accession, hit.Title, hit.Samples, hit.Matching];
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < own.Length; i++)
            Add(HaystackQuery.OwnObjectFields[i], own[i]);
        foreach (var (key, values) in hit.Values)
            Add(key, values.Select(v => v.Text));
        if (query.Highlight)
            result.TryAdd("highlighted", Highlighted(query.Request.Text, hit));
        return result;

        void Add(string name, object? value)
        {
            if (query.ObjectFields?.Contains(name) != false)
                result.TryAdd(name, value);
        }
    }

    /// <summary>The title and the other places where words were found, as HTML: the words in <c>em</c>, all else escaped.</summary>
    private static string Highlighted(TextQuery? text, Hit hit)
    {
        const int longest = 200;
        var places = hit.FoundIn.Select(place => Highlights.Excerpt(place.Value, text, longest)).Prepend(hit.Title ?? "");
        return string.Join(" … ", places.Select(place => string.Concat(Highlights.Of(place, text)
            .Select(piece => piece.Marked ? $"<em class=\"highlighted\">{HtmlEncoder.Default.Encode(piece.Piece)}</em>" : HtmlEncoder.Default.Encode(piece.Piece)))));
    }
}

/// <summary>The list of experiments.</summary>
internal sealed record HaystackListJson(
    long Count, string? Next, string? Previous, IEnumerable<IReadOnlyDictionary<string, object?>> Results, long Samples, bool Exact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AccessionsJson? Accessions, int Generation, IEnumerable<string> Warnings)
{
    public static HaystackListJson Of(HaystackQuery query, SearchResponse response, string address, AccessionsJson? accessions = null)
    {
        var page = ObjectsJson.Of(query, response, address);
        return new HaystackListJson(
            page.Count, page.Next, page.Previous, page.Results, response.Samples.Value, response.Samples.Exact, accessions, response.Generation.Number, response.Warnings);
    }
}

/// <summary>What became of a list of accessions.</summary>
/// <param name="Found">Those that a record has as its own.</param>
/// <param name="Renamed">Those that a record has as an alternate one.</param>
/// <param name="NotFound">Those that no record has.</param>
internal sealed record AccessionsJson(IReadOnlyList<string> Found, IReadOnlyList<RenamedJson> Renamed, IReadOnlyList<string> NotFound);

/// <param name="Asked">The accession asked for.</param>
/// <param name="Accession">The record's own.</param>
/// <param name="Level"><c>experiment</c> or <c>sample</c>.</param>
internal sealed record RenamedJson(string Asked, string Accession, string Level);

/// <summary>One experiment with all that is known of it.</summary>
internal sealed record ExperimentJson(
    string Accession, string? Title, long Samples, IEnumerable<string> AlternateAccessions, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields,
    IEnumerable<SharedJson> SharesSamplesWith, string Url, int Generation);

internal sealed record SharedJson(string Accession, long Samples);
