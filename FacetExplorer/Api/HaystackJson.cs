using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>The answer of the facet endpoint: drf-haystack's four groups, and what is counted besides.</summary>
/// <param name="Fields">The entries of each facet that is no date.</param>
/// <param name="Dates">The entries of each date facet.</param>
/// <param name="Queries">The entry of each configured query facet.</param>
/// <param name="Objects">The matching experiments, where asked for.</param>
/// <param name="Count">Matching unique samples.</param>
/// <param name="ExperimentCount">Matching experiments.</param>
/// <param name="Exact">Whether <c>count</c> is exact.</param>
/// <param name="Limits">How much of each facet is shown.</param>
/// <param name="Generation">The data version.</param>
/// <param name="Warnings">What a reader should know.</param>
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
            response.Facets.Select(f => new LimitJson(f.Facet.Key, query.Request.List(f.Facet).Limit ?? f.Facet.Limit, f.More, !f.IsMoreExact)),
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

/// <summary>A value of a facet.</summary>
/// <param name="Text">The value.</param>
/// <param name="Count">Unique samples with it.</param>
/// <param name="NarrowUrl">The search narrowed to it.</param>
/// <param name="ExperimentCount">Experiments with it.</param>
/// <param name="Exact">Whether <c>count</c> is exact.</param>
/// <param name="RelativeError">Where it is not, the bound of the error as a share of the value.</param>
/// <param name="Selected">Whether the search asks for it.</param>
/// <param name="RemoveUrl">Where it is selected, the search without it.</param>
internal sealed record EntryJson(
    string Text, long Count, string NarrowUrl, long ExperimentCount, bool Exact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RelativeError, bool Selected, string? RemoveUrl);

/// <summary>How many entries of a facet are shown at most, and how many with a count were left out. Keys of facets stay apart, so that each is in the body once.</summary>
/// <param name="Facet">The facet.</param>
/// <param name="Limit">Entries shown at most.</param>
/// <param name="LeftOut">Entries with a count that were left out.</param>
/// <param name="LeftOutIsEstimate">There, and true, where <c>left_out</c> is an estimate.</param>
internal sealed record LimitJson(
    string Facet, int Limit, int LeftOut, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool LeftOutIsEstimate = false);

/// <summary>A page of experiments.</summary>
/// <param name="Count">Matching experiments.</param>
/// <param name="Next">The page after this one, or null.</param>
/// <param name="Previous">The page before this one, or null.</param>
/// <param name="Results">The experiments: accession, title, samples, matching samples, and the values of each facet.</param>
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
/// <param name="Count">Matching experiments.</param>
/// <param name="Next">The page after this one, or null.</param>
/// <param name="Previous">The page before this one, or null.</param>
/// <param name="Results">The experiments: accession, title, samples, matching samples, and the values of each facet.</param>
/// <param name="Samples">Matching unique samples.</param>
/// <param name="Exact">Whether <c>samples</c> is exact.</param>
/// <param name="Accessions">What became of the accessions asked for.</param>
/// <param name="Generation">The data version.</param>
/// <param name="Warnings">What a reader should know.</param>
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

/// <summary>An accession that a record has as an alternate one.</summary>
/// <param name="Asked">The accession asked for.</param>
/// <param name="Accession">The record's own.</param>
/// <param name="Level"><c>experiment</c> or <c>sample</c>.</param>
internal sealed record RenamedJson(string Asked, string Accession, string Level);

/// <summary>One experiment with all that is known of it.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Samples">How many samples it has.</param>
/// <param name="AlternateAccessions">Its other accessions.</param>
/// <param name="Fields">All that is known of it.</param>
/// <param name="SharesSamplesWith">Other experiments that have samples of it, most first.</param>
/// <param name="Url">Its page.</param>
/// <param name="Generation">The data version.</param>
internal sealed record ExperimentJson(
    string Accession, string? Title, long Samples, IEnumerable<string> AlternateAccessions, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields,
    IEnumerable<SharedJson> SharesSamplesWith, string Url, int Generation);

/// <summary>An experiment that has samples of another.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Samples">How many samples both have.</param>
internal sealed record SharedJson(string Accession, long Samples);
