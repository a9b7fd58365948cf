using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/search/autocomplete/?q=</c>: what a text that is being typed may become.</summary>
internal static class AutocompleteEndpoint
{
    private const int DefaultLimit = 10, MaximumLimit = 50;

    public static void MapAutocomplete(this IEndpointRouteBuilder api) => api.MapGet("/search/autocomplete/", CompleteAsync);

    private static async Task<IResult> CompleteAsync(HttpRequest http, Autocomplete autocomplete, Corrections corrections, EntityTags tags, CancellationToken cancel)
    {
        var parameters = new Parameters(http.Query);
        var text = TextQuery.Parse(parameters.Text(SearchUrl.TextParameter, TextQuery.MaximumLength));
        var limit = parameters.WholeNumber("limit", DefaultLimit, MaximumLimit);
        var always = parameters.Flag("did_you_mean");
        parameters.RefuseOthers();
        if (parameters.Problems.Count > 0)
            return Problems.NotUnderstood(parameters.Problems);
        return await tags.AnswerAsync(http, FormattableString.Invariant($"did_you_mean={always}&limit={limit}&q={text?.Source}"), async () =>
        {
            var found = await autocomplete.OfAsync(text, limit, cancel);
            var meant = found.IsEmpty || always ? await corrections.OfAsync(SearchRequest.All with { Text = text }, always, cancel) : [];
            return (found.Generation, Results.Json(AutocompleteJson.Of(http, text, found, meant), SearchJson.Options));
        });
    }
}

/// <summary>The answer of <see cref="AutocompleteEndpoint"/>.</summary>
internal sealed record AutocompleteJson(
    string Text, IEnumerable<TitleJson> Titles, IEnumerable<AccessionJson> Accessions, IEnumerable<ValueJson> Values, IEnumerable<CorrectionJson> DidYouMean)
{
    public static AutocompleteJson Of(HttpRequest http, TextQuery? text, Completions found, IReadOnlyList<Correction> meant) => new(
        text?.Source ?? "",
        found.Titles.Select(t => TitleJson.Of(t, PageLinks.Of(http, t.Accession))),
        found.Accessions.Select(a => AccessionJson.Of(a, PageLinks.Of(http, a.Asked))),
        found.Values.Select(v => ValueJson.Of(v, PageLinks.Of(http, SearchRequest.All.With(v.Facet, v.Value)))),
        meant.Select(c => CorrectionJson.Of(c, PageLinks.Of(http, c.Request))));
}

internal sealed record TitleJson(string Accession, string Title, string Url, string ApiUrl)
{
    public static TitleJson Of(TitledExperiment titled, PageLinks links) => new(titled.Accession, titled.Title, links.Url, links.ApiUrl);
}

internal sealed record AccessionJson(string Text, string Accession, string Level, string Url, string ApiUrl)
{
    public static AccessionJson Of(Catalog.NamedRecord named, PageLinks links) =>
        new(named.Asked, named.Accession, named.IsSample ? "sample" : "experiment", links.Url, links.ApiUrl);
}

internal sealed record ValueJson(string Facet, string Label, string Value, CountJson Samples, long Experiments, string Url, string ApiUrl)
{
    public static ValueJson Of(ListedValue listed, PageLinks links) =>
        new(listed.Facet.Key, listed.Facet.Label, listed.Value.Text, CountJson.Of(listed.Samples), listed.Experiments, links.Url, links.ApiUrl);
}

internal sealed record CorrectionJson(string Text, CountJson Samples, long Experiments, string Url, string ApiUrl)
{
    public static CorrectionJson Of(Correction correction, PageLinks links) =>
        new(correction.Request.Text!.Source, CountJson.Of(correction.Samples), correction.Experiments, links.Url, links.ApiUrl);
}
