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
/// <param name="Text">What was typed.</param>
/// <param name="Titles">Experiments whose titles have all the words, each as a beginning.</param>
/// <param name="Accessions">Accessions that begin so.</param>
/// <param name="Values">Values of facets that have all the words, each as a beginning.</param>
/// <param name="DidYouMean">Other spellings, each of which finds something.</param>
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

/// <summary>A title.</summary>
/// <param name="Accession">The experiment.</param>
/// <param name="Title">Its title.</param>
/// <param name="Url">It on the page.</param>
/// <param name="ApiUrl">It in the API.</param>
internal sealed record TitleJson(string Accession, string Title, string Url, string ApiUrl)
{
    public static TitleJson Of(TitledExperiment titled, PageLinks links) => new(titled.Accession, titled.Title, links.Url, links.ApiUrl);
}

/// <summary>An accession.</summary>
/// <param name="Text">The accession that begins so.</param>
/// <param name="Accession">The record's own accession.</param>
/// <param name="Level"><c>sample</c> or <c>experiment</c>.</param>
/// <param name="Url">It on the page.</param>
/// <param name="ApiUrl">It in the API.</param>
internal sealed record AccessionJson(string Text, string Accession, string Level, string Url, string ApiUrl)
{
    public static AccessionJson Of(Catalog.NamedRecord named, PageLinks links) =>
        new(named.Asked, named.Accession, named.IsSample ? "sample" : "experiment", links.Url, links.ApiUrl);
}

/// <summary>A value of a facet.</summary>
/// <param name="Facet">The facet.</param>
/// <param name="Label">Its name on the page.</param>
/// <param name="Value">The value.</param>
/// <param name="Samples">Unique samples with it.</param>
/// <param name="Experiments">Experiments with it.</param>
/// <param name="Url">It on the page.</param>
/// <param name="ApiUrl">It in the API.</param>
internal sealed record ValueJson(string Facet, string Label, string Value, CountJson Samples, long Experiments, string Url, string ApiUrl)
{
    public static ValueJson Of(ListedValue listed, PageLinks links) =>
        new(listed.Facet.Key, listed.Facet.Label, listed.Value.Text, CountJson.Of(listed.Samples), listed.Experiments, links.Url, links.ApiUrl);
}

/// <summary>Another spelling.</summary>
/// <param name="Text">The text so spelled.</param>
/// <param name="Samples">Unique samples it finds.</param>
/// <param name="Experiments">Experiments it finds.</param>
/// <param name="Url">It on the page.</param>
/// <param name="ApiUrl">It in the API.</param>
internal sealed record CorrectionJson(string Text, CountJson Samples, long Experiments, string Url, string ApiUrl)
{
    public static CorrectionJson Of(Correction correction, PageLinks links) =>
        new(correction.Request.Text!.Source, CountJson.Of(correction.Samples), correction.Experiments, links.Url, links.ApiUrl);
}
