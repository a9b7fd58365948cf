using System.Security.Cryptography;
using System.Text;
using FacetExplorer.Catalog;
using Microsoft.Net.Http.Headers;

namespace FacetExplorer.Api;

/// <summary>
/// Tags of answers, and 304 for those a client has. A tag is made of what was asked, the generation that answered, and the program
/// with its configuration. It is weak: the same answer may come with another warning (that an index is behind), and nothing here
/// is served in ranges, for which alone a strong one is needed.
/// </summary>
/// <param name="store">Knows the generation that is served now.</param>
/// <param name="settings">Everything else that an answer depends on.</param>
internal sealed class EntityTags(GenerationStore store, IConfiguration settings)
{
    private static readonly string[] Sections = ["Catalog", "Elasticsearch:Counting", "Facets", "Haystack", "Nouns", "Search"];

    private readonly string _program = typeof(EntityTags).Module.ModuleVersionId + string.Concat(
        Sections.SelectMany(section => settings.GetSection(section).AsEnumerable()).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\n{p.Key}={p.Value}"));

    /// <summary>
    /// An answer, or 304 where the client has it: without asking, when it has the one of the current generation. An index may be
    /// behind the catalog, so the tag that is sent is of the generation that answered.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="representation">What is asked, canonically, and in which format.</param>
    /// <param name="answer">Answers, and says from which generation.</param>
    public async Task<IResult> AnswerAsync(HttpRequest http, string representation, Func<Task<(Generation, IResult)>> answer)
    {
        var known = http.GetTypedHeaders().IfNoneMatch;
        if (known.Count > 0 && store.Current is { } current && Tag(http, representation, current) is var tag && known.Any(k => k.Compare(tag, useStrongComparison: false)))
            return NotModified(http, tag);
        var (generation, result) = await answer();
        if (result is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
            return result;
        tag = Tag(http, representation, generation);
        if (known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false)))
            return NotModified(http, tag);
        http.HttpContext.Response.GetTypedHeaders().ETag = tag;
        return result;
    }

    private static IResult NotModified(HttpRequest http, EntityTagHeaderValue tag)
    {
        http.HttpContext.Response.GetTypedHeaders().ETag = tag;
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private EntityTagHeaderValue Tag(HttpRequest http, string representation, Generation generation)
    {
        var all = string.Create(null, $"{http.Path}\n{representation}\n{generation.Number} {generation.ContentHash}\n{_program}");
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))[..16])}\"", isWeak: true);
    }
}
