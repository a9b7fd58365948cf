using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>POST /api/lists</c> keeps a list of accessions, <c>GET /api/lists/{list}</c> tells what is on one.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this IEndpointRouteBuilder api)
    {
        api.MapPost("/lists", PostAsync);
        api.MapGet("/lists/{list}", GetAsync);
    }

    private static async Task<IResult> PostAsync(
        ListBody body, HttpRequest http, SearchUrl url, Downloads downloads, AccessionLists lists, Source source, CancellationToken cancel)
    {
        if (body.Of is not (null or "samples" or "experiments"))
            return Problems.NotUnderstood([new UrlProblem("of", SearchUrl.Shortened(body.Of), "samples or experiments")]);
        var (request, problems) = body.Search is { } search ? url.Parse(search) : new ParsedUrl(SearchRequest.All, []);
        if (problems.Count > 0)
            return Problems.NotUnderstood(problems);
        var found = body.Search is null ? [] : await FoundAsync(request, body.Of == "experiments" ? DownloadOf.Experiments : DownloadOf.Samples, downloads, cancel);
        var list = AccessionList.Of((body.Accessions ?? []).Concat(found));
        if (list.Accessions.Length is 0 or > AccessionList.MaximumAccessions)
            return Problems.NotUnderstood([new UrlProblem("accessions", $"{list.Accessions.Length} of them", $"1 to {AccessionList.MaximumAccessions}")]);
        lists.Keep(list);
        return (await source.TellAsync(list, http, cancel)).Answer;
    }

    /// <summary>What a search finds; of more than a list may have, one more.</summary>
    private static async Task<IReadOnlyList<string>> FoundAsync(SearchRequest request, DownloadOf what, Downloads downloads, CancellationToken cancel)
    {
        using var download = await downloads.OpenAsync(request.Narrowing(), cancel);
        return await download.AccessionsAsync(what, AccessionList.MaximumAccessions + 1, cancel);
    }

    private static async Task<IResult> GetAsync(
        string list, HttpRequest http, AccessionLists lists, Source source, EntityTags tags, CancellationToken cancel) =>
        lists.Find(list) is { } found
            ? await tags.AnswerAsync(http, "", () => source.TellAsync(found, http, cancel))
            : Results.Problem($"There is no list '{SearchUrl.Shortened(list)}', or no longer: lists that nobody uses are removed in time.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>What answers are made of.</summary>
    internal sealed class Source(ListLookup lookup, GenerationStore store, Archives archives)
    {
        /// <summary>Tells what is on a list, by the current generation.</summary>
        public async Task<(Generation Generation, IResult Answer)> TellAsync(AccessionList list, HttpRequest http, CancellationToken cancel)
        {
            var request = SearchRequest.All with { Listed = list };
            using var lease = store.Lease();
            var records = (await lookup.OfAsync(request, lease.Reader, cancel)).Listed!;
            var links = PageLinks.Of(http, request);
            var samples = await SamplesOnList.OfAsync(records, lease.Reader, archives, cancel);
            return (lease.Generation, Results.Json(new ListJson(
                list.Hash, list.Accessions, samples.Samples, samples.Repeated, samples.FirstRepeated, samples.Runs, samples.FirstRuns, records.Found,
                records.Renamed.Select(r => new RenamedJson(r.Asked, r.Accession, r.IsSample ? "sample" : "experiment")),
                records.NotFound, links.Url, links.ApiUrl, lease.Generation.Number), SearchJson.Options));
        }
    }
}

/// <summary>The body of <c>POST /api/lists</c>.</summary>
/// <param name="Accessions">Accessions of experiments or samples, alternate ones included.</param>
/// <param name="Search">A query string, all that it finds is on the list too.</param>
/// <param name="Of">Of what it finds, <c>samples</c> (default) or <c>experiments</c>.</param>
internal sealed record ListBody(IReadOnlyList<string?>? Accessions = null, string? Search = null, string? Of = null);

/// <summary>A list of accessions and what there is of it.</summary>
/// <param name="List">Its name, for the parameters <c>list</c> and <c>list.not</c>.</param>
/// <param name="Accessions">The accessions, each once.</param>
/// <param name="Samples">How many unique samples are on it, those of experiments included, counted in searches or not.</param>
/// <param name="SamplesRepeated">How many of them come in more than once: listed and of an experiment listed, or of several.</param>
/// <param name="Repeated">The first of these.</param>
/// <param name="Runs">How many runs of its samples are known; null where there are more than 100,000 samples on it.</param>
/// <param name="RunAccessions">Accessions of these, at most 10,000.</param>
/// <param name="Found">How many accessions name an experiment or a sample.</param>
/// <param name="Renamed">Those of them that belong to a record known under another accession.</param>
/// <param name="NotFound">Those that name nothing.</param>
/// <param name="Url">What is on it, on the page.</param>
/// <param name="ApiUrl">What is on it, in the API.</param>
/// <param name="Generation">The data version.</param>
internal sealed record ListJson(
    string List, IReadOnlyList<string> Accessions, long Samples, long SamplesRepeated, IReadOnlyList<string> Repeated, long? Runs, IReadOnlyList<string> RunAccessions, int Found, IEnumerable<RenamedJson> Renamed, IReadOnlyList<string> NotFound, string Url, string ApiUrl, int Generation);
