using FacetExplorer.Search;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;

namespace FacetExplorer.Components.Lists;

/// <summary>Takes what the page about lists sends: a pasted text or a file, beside the search it is to narrow.</summary>
internal static class ListForm
{
    /// <summary>Its own fields; no facet's key begins so.</summary>
    public const string Text = "_accessions", File = "_file", Use = "_use", Problem = "_problem";

    /// <summary>The two uses of a list.</summary>
    public const string Only = "only", Without = "without";

    /// <summary>The most it takes, in kilobytes.</summary>
    public const int MostKilobytes = 1024;

    /// <summary>What is wrong with what was sent, as the page says it, by a short name.</summary>
    public static IReadOnlyDictionary<string, string> Problems => new Dictionary<string, string>
    {
        ["none"] = Texts.NoAccession,
        ["many"] = Words.Fill(Texts.TooMany, Words.Number(AccessionList.MaximumAccessions)),
        ["large"] = Words.Fill(Texts.TooLarge, Words.Number(MostKilobytes)),
        ["old"] = Texts.TooOld,
        ["full"] = Texts.NotKept,
    };

    public static void MapListForm(this IEndpointRouteBuilder app) =>
        app.MapPost($"/{Links.NewList}", PostAsync).DisableAntiforgery().WithMetadata(new BodyLimit(MostKilobytes * 1024));

    /// <summary>Answers with the way to go on: the search with the list, or the page again with what is wrong.</summary>
    private static async Task<IResult> PostAsync(HttpContext http, IAntiforgery antiforgery, SearchUrl url, AccessionLists lists, ILoggerFactory logs)
    {
        var search = SearchRequest.All;
        if (!http.Request.HasFormContentType)
            return Again("none");
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            search = url.Parse(form.Where(f => !f.Key.StartsWith('_')).SelectMany(f => f.Value.Select(v => (f.Key, v ?? "")))).Request;
            await antiforgery.ValidateRequestAsync(http);
            var list = AccessionList.Read(form[Text] + "\n" + await ReadAsync(form.Files.GetFile(File)));
            if (list.Accessions.Length is 0 or > AccessionList.MaximumAccessions)
                return Again(list.Accessions.IsEmpty ? "none" : "many");
            lists.Keep(list);
            var narrowed = form[Use] == Without ? search with { NotListed = list, Page = 1 } : search with { Listed = list, Page = 1 };
            return TypedResults.Redirect(SearchUrl.Link(http.Request.PathBase + "/", narrowed));
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            return Again("large");
        }
        catch (IOException)
        {
            return Again("none"); // it ended before its end
        }
        catch (AntiforgeryValidationException)
        {
            return Again("old");
        }
        catch (SearchUnavailableException e)
        {
            logs.CreateLogger(typeof(ListForm)).LogError(e, "A list could not be kept: {Cause}", e.Cause);
            return Again("full");
        }

        IResult Again(string problem) =>
            TypedResults.Redirect(SearchUrl.Link($"{http.Request.PathBase}/{Links.ListsPage}", search) is var address && address.Contains('?', StringComparison.Ordinal)
                ? $"{address}&{Problem}={problem}" : $"{address}?{Problem}={problem}");
    }

    private static async Task<string> ReadAsync(IFormFile? file)
    {
        if (file is null)
            return "";
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync();
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
