using FacetExplorer.Catalog;
using FacetExplorer.Components.Sites;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FacetExplorer.Components.Cite;

/// <summary>Citations as files: of a search, and of the experiments it found.</summary>
internal static class CiteFiles
{
    /// <summary>More references are not in one file.</summary>
    public const int MostReferences = 1000;

    private const string BibTex = "application/x-bibtex; charset=utf-8", Ris = "application/x-research-info-systems; charset=utf-8";

    public static void MapCiteFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet($"/{Links.Cite}/search.bib", (HttpRequest http, Source source) => SearchAsync(http, source, BibTex, r => r.ToBibTex(), "bib"));
        app.MapGet($"/{Links.Cite}/search.ris", (HttpRequest http, Source source) => SearchAsync(http, source, Ris, r => r.ToRis(), "ris"));
        app.MapGet($"/{Links.Cite}/references.bib", (HttpRequest http, Source source) => ReferencesAsync(http, source, BibTex, r => r.ToBibTex() + "\n", "bib"));
        app.MapGet($"/{Links.Cite}/references.ris", (HttpRequest http, Source source) => ReferencesAsync(http, source, Ris, r => r.ToRis() + "\r\n", "ris"));
    }

    private static async Task<FileContentHttpResult> SearchAsync(HttpRequest http, Source source, string type, Func<Reference, string> write, string extension)
    {
        var citation = await source.CiteAsync(http.QueryString.Value, Links.BaseOf(http), http.HttpContext.RequestAborted);
        return File(write(citation.Reference), type, $"{citation.Name}.{extension}");
    }

    private static async Task<FileContentHttpResult> ReferencesAsync(HttpRequest http, Source source, string type, Func<Reference, string> write, string extension)
    {
        var (references, generation) = await source.ReferencesAsync(http.QueryString.Value, Links.BaseOf(http), http.HttpContext.RequestAborted);
        return File(string.Concat(references.Select(write)), type, FormattableString.Invariant($"references-v{generation.Number}.{extension}"));
    }

    private static FileContentHttpResult File(string text, string type, string name) => TypedResults.File(System.Text.Encoding.UTF8.GetBytes(text), type, name);

    /// <summary>What citations are made of.</summary>
    internal sealed class Source(SearchUrl url, SearchService search, DataVersions versions, Downloads downloads, Site site, Words words, TimeProvider time)
    {
        /// <summary>Cites the search of a query string.</summary>
        public async Task<Citation> CiteAsync(string? query, string baseAddress, CancellationToken cancel)
        {
            var request = url.Parse(query).Request;
            return new Citation(request, await search.SearchKeptAsync(request, versions, cancel), baseAddress, site.Name, words, time.GetUtcNow());
        }

        /// <summary>The first experiments found, by accession.</summary>
        public async Task<(IReadOnlyList<Reference> References, Generation Generation)> ReferencesAsync(string? query, string baseAddress, CancellationToken cancel)
        {
            var pinned = (await CiteAsync(query, baseAddress, cancel)).Pinned;
            using var download = await downloads.OpenAsync(pinned.Narrowing(), cancel);
            var references = new List<Reference>();
            await foreach (var row in download.RowsAsync(DownloadOf.Experiments, cancel).WithCancellation(cancel))
            {
                references.Add(Reference.Of((string)row.Cells[0], row.Fields!, baseAddress, words));
                if (references.Count == MostReferences)
                    break;
            }
            return ([.. Reference.WithKeys(references)], download.Generation);
        }
    }
}
