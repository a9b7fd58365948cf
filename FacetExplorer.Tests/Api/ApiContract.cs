using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

/// <summary>What the site's own description of its API allows as a response.</summary>
internal sealed class ApiContract(JsonElement document)
{
    private readonly JsonSchema _schema = new(document);

    private readonly (Regex Path, JsonElement Methods)[] _paths = [.. document.GetProperty("paths").EnumerateObject()
        .OrderBy(p => p.Name.Contains('{', StringComparison.Ordinal))
        .Select(p => (new Regex($"^{Regex.Replace(p.Name.TrimEnd('/'), "\\{[^}]+\\}", "[^/]+(/.*)?")}/?$"), p.Value))];

    public JsonElement Document => document;

    /// <summary>What of a response is not as described.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="path">Its path, from <c>/api/</c> on.</param>
    /// <param name="response">The response; a body that is not JSON is not read.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task<IReadOnlyList<string>> CheckAsync(HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancel)
    {
        var status = ((int)response.StatusCode).ToString(null, null);
        var operation = Find(method == HttpMethod.Head ? "get" : method.Method.ToLowerInvariant(), path);
        if (operation is not { } described)
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.RequestUriTooLong ? await CheckProblemAsync(method, response, cancel)
                : method == HttpMethod.Options && response.StatusCode == HttpStatusCode.NoContent ? [] : [$"{method} {path} is not described and answers {status}"];
        if (!described.GetProperty("responses").TryGetProperty(status, out var answer))
            return [$"{status} is not described: {await response.Content.ReadAsStringAsync(cancel)}"];
        var wrong = new List<string>();
        if (answer.TryGetProperty("headers", out var headers))
            wrong.AddRange(headers.EnumerateObject().Select(h => h.Name).Where(h => h is "ETag" or "Vary" or "Retry-After" && !response.Headers.Contains(h)).Select(h => $"{h} is missing"));
        if (!answer.TryGetProperty("content", out var content))
            return [.. wrong, .. response.Content.Headers.ContentType is null ? Array.Empty<string>() : ["there is a body"]];
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !content.TryGetProperty(type, out var media))
            return [.. wrong, $"the media type {type ?? "nothing"} is not described for {status}"];
        if ((type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal)) && method != HttpMethod.Head)
            wrong.AddRange(_schema.Check(await ReadAsync(response, cancel), media.GetProperty("schema")));
        return wrong;
    }

    private async Task<IReadOnlyList<string>> CheckProblemAsync(HttpMethod method, HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return [$"{(int)response.StatusCode} is no problem details"];
        return method == HttpMethod.Head ? [] : [.. _schema.Check(await ReadAsync(response, cancel), document.GetProperty("components").GetProperty("schemas").GetProperty("Problem"))];
    }

    private JsonElement? Find(string method, string path)
    {
        foreach (var (pattern, methods) in _paths)
            if (pattern.IsMatch(path) && methods.TryGetProperty(method, out var operation))
                return operation;
        return null;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await response.Content.LoadIntoBufferAsync(cancel);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(cancel));
    }
}

/// <summary>Fails where a response of the API is not as the API describes it.</summary>
internal sealed class ContractHandler(Site site) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (path.IndexOf("/api/", StringComparison.Ordinal) is >= 0 and var start && !path.EndsWith("/api/openapi.json", StringComparison.Ordinal))
        {
            var wrong = await (await site.ContractAsync()).CheckAsync(request.Method, path[start..], response, cancellationToken);
            Assert.True(wrong.Count == 0, $"{request.Method} {request.RequestUri} is not as described: {string.Join("; ", wrong.Take(10))}");
        }
        return response;
    }
}
