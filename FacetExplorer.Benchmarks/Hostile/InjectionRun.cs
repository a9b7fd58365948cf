using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>
/// Shows payloads on every page: as they were imported, and as they come in by every parameter, part of a path, header, cookie and field of a form. No page
/// may have anything of them but text (<see cref="PageCheck"/>), and no answer lead elsewhere.
/// </summary>
internal sealed partial class InjectionRun : IDisposable
{
    private static readonly string[] Pages = ["", "values/organism", "values/technology", "cite", "lists", "data", "my-list", "api", "error", "not-found", "pages/about", "no-such-page"];
    private static readonly string[] Views = ["experiments", "samples", "matrix", "overlap", "timeline"];
    private static readonly string[] Names = ["q", "min", "scope", "sort", "page", "size", "view", "view.hide", "view.shared", "generation", "format", "rows", "cols", "by", "find", "list", "list.not", "search", "_problem"];
    private static readonly string[] Suffixes = ["", ".all", ".not", ".also", ".missing", ".from", ".to", ".limit", ".find", ".order", ".skip"];
    private static readonly string[] Paths = ["experiments/#", "samples/#", "values/#", "pages/#", "#", "api/#", "api/search/#/", "api/search/#/more-like-this/", "api/lists/#", "cite/#", "sitemaps/#.xml", "js/#.js"];
    private static readonly string[] Headers = ["Accept-Language", "Referer", "User-Agent", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Original-URL", "Accept"];
    private static readonly string[] Texts = ["application/json", "application/problem+json", "text/plain", "text/csv", "text/tab-separated-values", "application/jsonl", "application/x-ndjson", "application/x-bibtex", "application/x-research-info-systems", "text/x-bibliography"];

    private readonly Uri _site;
    private readonly PageCheck _check;
    private readonly Findings _findings;
    private readonly HttpClient _client;
    private readonly List<Func<string, CancellationToken, Task<HttpResponseMessage>>> _inputs = [];
    private string _token = "";

    public InjectionRun(Uri site, IReadOnlyList<string> facets, IReadOnlySet<string> allowed, int seed)
    {
        (_site, _check, _findings) = (site, new PageCheck(site, allowed), new Findings("Scripts and links as text", seed));
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site };
        string[] parameters = [.. Names, .. facets.SelectMany(facet => Suffixes.Select(suffix => facet + suffix))];
        foreach (var parameter in parameters)
        {
            foreach (var page in Pages)
                _inputs.Add((payload, stop) => GetAsync($"{page}?{parameter}={Uri.EscapeDataString(payload)}", stop));
            foreach (var view in Views)
                _inputs.Add((payload, stop) => GetAsync($"?view={view}&{parameter}={Uri.EscapeDataString(payload)}", stop));
            _inputs.Add((payload, stop) => GetAsync($"api/experiments?{parameter}={Uri.EscapeDataString(payload)}", stop));
            _inputs.Add((payload, stop) => GetAsync($"api/search/facets/?{parameter}={Uri.EscapeDataString(payload)}", stop));
        }
        foreach (var page in Pages)
        {
            _inputs.Add((payload, stop) => GetAsync($"{page}?{Uri.EscapeDataString(payload)}=1", stop));
            _inputs.Add((payload, stop) => GetAsync($"{page}?{Uri.EscapeDataString(payload)}", stop));
            _inputs.Add((payload, stop) => SendAsync(HttpMethod.Get, page, "Cookie", $"collapsed={payload}", stop));
            foreach (var header in Headers)
                _inputs.Add((payload, stop) => SendAsync(HttpMethod.Get, page, header, payload, stop));
        }
        foreach (var path in Paths)
            _inputs.Add((payload, stop) => GetAsync(path.Replace("#", Uri.EscapeDataString(payload), StringComparison.Ordinal), stop));
        foreach (var field in (string[])["_accessions", "_use", "q", "organism", "scope", "<b>"])
            _inputs.Add((payload, stop) => PostFormAsync(field, payload, stop));
        _inputs.Add(PostListAsync);
    }

    /// <summary>How many ways in there are.</summary>
    public int Inputs => _inputs.Count;

    /// <summary>Sends each payload in by one way after the other.</summary>
    public async Task SendAsync(IReadOnlyList<string> payloads, CancellationToken cancel)
    {
        using (var form = await _client.GetAsync(new Uri("lists", UriKind.Relative), cancel))
            _token = Token().Match(await form.Content.ReadAsStringAsync(cancel)).Groups[1].Value;
        // A step that shares no factor with their number comes by all of them, also in a short run.
        var step = Enumerable.Range(_inputs.Count * 5 / 8, _inputs.Count).First(s => Gcd(s, _inputs.Count) == 1);
        await Parallel.ForEachAsync(Enumerable.Range(0, payloads.Count), cancel, async (number, stop) =>
        {
            _findings.Count("payloads by inputs");
            await CheckAsync($"payload {number} ({payloads[number]})", _inputs[(int)((long)number * step % _inputs.Count)](payloads[number], stop), stop);
        });
    }

    /// <summary>Looks at all pages of a catalog whose fields have payloads.</summary>
    public async Task ShowAsync(IReadOnlyList<string> experiments, IReadOnlyList<string> samples, IReadOnlyList<string> facets, CancellationToken cancel)
    {
        List<string> addresses =
        [
            .. experiments.Select(accession => "experiments/" + Uri.EscapeDataString(accession)), .. samples.Select(accession => "samples/" + Uri.EscapeDataString(accession)),
            .. facets.SelectMany(facet => (string[])[$"values/{facet}", $"values/{facet}?{facet}.limit=1000", $"?{facet}.limit=1000", $"?by={facet}", $"api/experiments?{facet}.limit=1000"]),
            .. Enumerable.Range(1, (experiments.Count / 100) + 1).Select(page => $"?size=100&page={page}"), .. Views.SelectMany(view => (string[])[$"?view={view}", $"?view={view}&q=pwn"]),
            .. Enumerable.Range(1, Math.Min(100, (samples.Count / 25) + 1)).Select(page => $"?view=samples&page={page}&cols=note&cols=genotype"),
            .. (string[])["?view=matrix&rows=organism&cols=tissue&organism.limit=100&tissue.limit=50", "?view=matrix&rows=technology&cols=disease", "?q=script", "?q=pwn&size=100", "?q=evil+example", "data", "cite", "cite?organism=mouse", "api/data",
                "api/experiments?size=100", "api/experiments?format=csv", "api/samples?format=csv", "api/samples", "api/memberships?format=tsv", "api/overlap", "api/matrix", "api/search/?page_size=100", "api/search/facets/?serialize_objects=true", "api/search/autocomplete/?q=scr",
                "sitemap.xml", "sitemaps/experiments-1.xml", "sitemaps/samples-1.xml", "robots.txt"],
        ];
        await Parallel.ForEachAsync(addresses, cancel, async (address, stop) =>
        {
            _findings.Count("pages of imported payloads");
            await CheckAsync(address, GetAsync(address, stop), stop, mustBeThere: true);
        });
    }

    /// <summary>Looks at a page that stands by itself, such as the report of an import.</summary>
    public void CheckFile(string html)
    {
        _findings.Count("files");
        foreach (var problem in _check.Problems(html, isFile: true))
            _findings.Fail($"The file: {problem}");
    }

    public Findings Finish() => _findings;

    private async Task CheckAsync(string what, Task<HttpResponseMessage> asked, CancellationToken cancel, bool mustBeThere = false)
    {
        try
        {
            using var response = await asked;
            var text = await response.Content.ReadAsStringAsync(cancel);
            var type = response.Content.Headers.ContentType?.MediaType ?? (text.Length == 0 ? "nothing" : "no type");
            _findings.Count(type);
            if ((int)response.StatusCode >= 500 || (mustBeThere && !response.IsSuccessStatusCode))
                _findings.Fail($"{what} is answered with {(int)response.StatusCode}");
            if (response.Headers.Location is { } location && _check.AddressProblem(location.OriginalString) is { } elsewhere)
                _findings.Fail($"{what}: {elsewhere}");
            if (response.Headers.TryGetValues("Link", out var links) && Linked().Matches(string.Join(", ", links)).Select(link => _check.AddressProblem(link.Groups[1].Value)).FirstOrDefault(problem => problem is not null) is { } linked)
                _findings.Fail($"{what}: Link: {linked}");
            foreach (var problem in Problems(type, text, response.Headers))
                _findings.Fail($"{what} at {response.RequestMessage?.RequestUri}: {problem}");
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            _findings.Fail($"{what}: {e.Message} {e.InnerException?.Message}");
        }
    }

    private IEnumerable<string> Problems(string type, string text, HttpResponseHeaders headers)
    {
        if (type == "text/html")
            return _check.Problems(text);
        if (type is "application/xml")
            return XDocument.Parse(text).Descendants().Where(element => element.Name.LocalName == "loc").Select(element => _check.AddressProblem(element.Value)).OfType<string>();
        if (type == "nothing" || (headers.TryGetValues("X-Content-Type-Options", out var options) && options.SequenceEqual(["nosniff"]) && (Texts.Contains(type) || type is "text/javascript" or "text/css" or "image/svg+xml")))
            return [];
        return [$"it is of the type {type}"];
    }

    private Task<HttpResponseMessage> GetAsync(string address, CancellationToken cancel) =>
        _client.GetAsync(new Uri(_site + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), cancel);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string header, string value, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(_site, address));
        // What no client can send is sent without what stands in its way.
        request.Headers.TryAddWithoutValidation(header, string.Concat(value.Where(c => c is >= ' ' and < '\u007f')));
        return await _client.SendAsync(request, cancel);
    }

    /// <summary>Sends the form, and goes where it leads.</summary>
    private async Task<HttpResponseMessage> PostFormAsync(string field, string payload, CancellationToken cancel)
    {
        var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = _token, ["_accessions"] = "E0000, GSE1", ["_use"] = "only" };
        fields[field] = payload;
        using var content = new FormUrlEncodedContent(fields);
        using var response = await _client.PostAsync(new Uri("lists/new", UriKind.Relative), content, cancel);
        var location = response.Headers.Location ?? throw new InvalidOperationException($"The form is answered with {(int)response.StatusCode}.");
        return _check.AddressProblem(location.OriginalString) is { } elsewhere ? throw new InvalidOperationException(elsewhere) : await _client.GetAsync(new Uri(_site, location), cancel);
    }

    /// <summary>Keeps a list, and looks at the search that it narrows.</summary>
    private async Task<HttpResponseMessage> PostListAsync(string payload, CancellationToken cancel)
    {
        var response = await _client.PostAsJsonAsync(new Uri("api/lists", UriKind.Relative), new { accessions = new[] { payload, "GSE1" } }, cancel);
        if (response.StatusCode != HttpStatusCode.OK)
            return response;
        var kept = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        response.Dispose();
        return await GetAsync(kept.GetProperty("url").GetString()!.TrimStart('/'), cancel);
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<([^>]*)>")]
    private static partial Regex Linked();
}
