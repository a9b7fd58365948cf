using System.Globalization;
using System.Text;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>A request as it goes over the wire.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Path and query, as sent.</param>
/// <param name="Headers">Whole header lines, not necessarily good ones, each with its line end.</param>
/// <param name="Body">What follows them.</param>
/// <param name="IsCut">Whether less of the body comes than is announced.</param>
internal sealed record HostileRequest(string Method, string Target, string Headers = "", byte[]? Body = null, bool IsCut = false)
{
    public override string ToString() => $"{Method} {Target}\n{Headers}{(Body is null ? "" : Encoding.Latin1.GetString(Body))}";
}

/// <summary>Makes requests over every route that are nearly right, wrong, or nonsense; each depends on the seed and its number alone.</summary>
internal sealed class HostileRequests(int seed, IReadOnlyList<Route> routes, IReadOnlyList<string> facets)
{
    private static readonly string[] Names =
    [
        "q", "min", "scope", "sort", "page", "size", "view", "view.hide", "view.shared", "generation", "format", "rows", "cols", "by", "find", "list", "list.not", "search", "selected_facets", "ordering", "limit", "offset",
        "page_size", "accession", "serialize_objects", "objects_fields", "highlight", "text", "_problem", "id", "v", "negotiateVersion",
    ];

    private static readonly string[] Suffixes = ["", "", "", ".all", ".not", ".also", ".missing", ".from", ".to", ".limit", ".find", ".order", ".skip", ".nothing", "__not", "__in", "__range", "_exact", "."];
    private static readonly string[] Methods = ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "GOT"];
    private static readonly string[] HeaderNames =
    [
        "Accept", "Accept-Language", "Accept-Encoding", "Accept-Charset", "Cookie", "If-None-Match", "If-Match", "If-Modified-Since", "If-Range", "Range", "Origin", "Referer", "User-Agent", "Authorization", "Content-Encoding",
        "Content-Language", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Access-Control-Request-Method",
        "Access-Control-Request-Headers", "Cache-Control", "Pragma", "Via", "Max-Forwards", "traceparent", "tracestate", "baggage", "Expect", "TE", "Trailer", "X-Odd", "RequestVerificationToken", "blazor-enhanced-nav", "Sec-Fetch-Site",
    ];

    private static readonly string[] HeaderValues =
    [
        "*/*", "text/html", "application/json", "text/csv;q=x, ,", "image/png", "en", "de-DE,de;q=0.9", "xx-invalid-LOCALE-zzzzzzzzzz", "tr-TR", "ar-SA;q=1.5", "gzip, br", "identity;q=0", "collapsed=organism.tissue", "collapsed=<script>", "a=b; a=b; ;;=", ".AspNetCore.Antiforgery.x=CfDJ8",
        "*", "W/\"x\"", "\"", "bytes=0-", "bytes=5-1", "bytes=-1,0-0,9-", "null", "https://evil.example", "Thu, 01 Jan 1970 00:00:00 GMT", "Tue, 99 Foo 2099 25:61:61 GMT", "Basic !!!", "Bearer a.b.c", "127.0.0.1", "::1, 10.0.0.1", "evil.example", "https", "/../x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-zz-zz-zz", "100-continue", "trailers", "on",
    ];

    private readonly List<Route> _files = [.. routes.Where(route => route.IsFile)];
    private readonly List<Route> _others = [.. routes.Where(route => !route.IsFile)];

    /// <summary>A request whose address is the hostile part.</summary>
    public HostileRequest Url(int number)
    {
        var random = Seeded(number);
        var route = Route(random);
        return new(random.Next(12) == 0 ? random.One(Methods) : route.Method, Target(random, route), route.Method == "POST" ? "Content-Length: 0\r\n" : "");
    }

    /// <summary>A request whose headers and body are.</summary>
    public HostileRequest HeadersAndBody(int number)
    {
        var random = Seeded(number + 1_000_000_000);
        var posts = _others.Where(route => route.Method == "POST").ToList();
        var route = random.Next(2) == 0 ? random.One(posts) : Route(random);
        var target = random.Next(3) == 0 ? Target(random, route) : route.Path(name => Example(name));
        var headers = new StringBuilder();
        for (var i = random.Next(1, 7); i > 0; i--)
            headers.Append(random.Next(20) == 0 ? Token(random) : random.One(HeaderNames)).Append(": ").Append(HeaderValue(random)).Append("\r\n");
        if (route.Method != "POST" && random.Next(4) > 0)
            return new(route.Method, target, headers.ToString());
        var (type, body) = Content(random);
        if (random.Next(10) > 0)
            headers.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        var missing = random.Next(12) == 0 ? random.Next(1, 50) : 0;
        if (random.Next(8) > 0)
            headers.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length + missing}\r\n");
        else
        {
            headers.Append("Transfer-Encoding: chunked\r\n");
            body = [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. missing == 0 ? "\r\n0\r\n\r\n"u8 : "\r\nzz\r\n"u8];
        }
        return new(random.Next(12) == 0 ? random.One(Methods[2..6]) : route.Method, target, headers.ToString(), body, missing > 0);
    }

    private Random Seeded(int number) => new(unchecked((seed * 1_000_003) + number));

    private Route Route(Random random) => random.One(random.Next(20) == 0 ? _files : _others);

    private string Target(Random random, Route route)
    {
        var path = route.Path(name => random.Next(3) == 0 ? Example(name) : Words.Encoded(random, Words.Text(random)));
        if (random.Next(10) == 0)
            path = random.Next(5) switch
            {
                0 => path + "/" + Words.Encoded(random, Words.Text(random)),
                1 => "/" + Words.Encoded(random, Words.Text(random)) + path,
                2 => path.Replace("/", random.One(["//", "/./", "/../", "%2f", "\\", ";/"]), StringComparison.Ordinal),
                3 => path.ToUpperInvariant() + random.One(["/", "%20", ".", "%00", "::$DATA", ".br", "~"]),
                _ => path.Insert(random.Next(1, path.Length + 1), Words.Encoded(random, Words.Text(random))),
            };
        var pairs = Enumerable.Range(0, random.Next(7)).Select(_ => $"{Words.Encoded(random, Name(random))}={Words.Encoded(random, Words.Text(random))}").ToList();
        if (random.Next(300) == 0)
            pairs.AddRange(Enumerable.Repeat(pairs.FirstOrDefault() ?? "q=x", 600));
        var target = path.StartsWith('/') ? path : "/" + path;
        target += pairs.Count == 0 ? "" : "?" + string.Join(random.Next(40) == 0 ? ";" : "&", pairs);
        return target.Replace("#", "%23", StringComparison.Ordinal).Replace(' ', '+');
    }

    private string Name(Random random) => random.Next(12) == 0 ? Words.Text(random) : random.Next(2) == 0 ? random.One(Names) : random.One(facets) + random.One(Suffixes);

    private static string Example(string parameter) => parameter switch
    {
        "accession" => "DEMO-E0001",
        "key" or "facet" => "organism",
        "records" => "experiments",
        "number" => "1",
        _ => "x",
    };

    private static string Token(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next('!', '~')));

    /// <summary>A value in bytes of Latin-1, now and then long, or with a line end that begins another header.</summary>
    private static string HeaderValue(Random random) => random.Next(10) switch
    {
        0 => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Words.Text(random))),
        1 => new string((char)random.Next(33, 127), random.Next(1, 40_000)),
        2 => $"{random.One(HeaderValues)}\r\nX-Injected: {random.One(HeaderValues)}",
        3 => string.Concat(Enumerable.Range(0, 20).Select(_ => (char)random.Next(1, 256))),
        4 => string.Join(", ", Enumerable.Repeat(random.One(HeaderValues), random.Next(1, 200))),
        _ => random.One(HeaderValues),
    };

    private (string Type, byte[] Body) Content(Random random) => random.Next(6) switch
    {
        0 => ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, random.Next(8)).Select(_ => $"{Words.Encoded(random, FormName(random))}={Words.Encoded(random, Words.Text(random))}")))),
        1 => ("multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ =>
            $"--x\r\nContent-Disposition: form-data; name=\"{FormName(random)}\"{(random.Next(3) == 0 ? $"; filename=\"{Words.Text(random)}\"" : "")}\r\n\r\n{Words.Text(random)}\r\n")) + (random.Next(3) == 0 ? "" : "--x--\r\n"))),
        2 => ("application/json", Encoding.UTF8.GetBytes(Json(random, 4))),
        3 => ("application/json", Encoding.UTF8.GetBytes($$"""{"accessions": [{{string.Join(", ", Enumerable.Range(0, random.Next(6)).Select(_ => Json(random, 1)))}}], "parameters": {{Json(random, 3)}}}""")),
        4 => (random.One(["text/plain", "application/json; charset=utf-16", "application/xml", "a/b/c", "multipart/form-data", ""]), Encoding.UTF8.GetBytes(Words.Text(random))),
        _ => ("application/json", RandomBytes(random)),
    };

    private string FormName(Random random) => random.Next(3) == 0 ? random.One(["_accessions", "_file", "_use", "__RequestVerificationToken", "_handler"]) : Name(random);

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(2000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Json(Random random, int depth) => (depth == 0 ? 3 : random.Next(8)) switch
    {
        0 => $"[{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth - 1)))}]",
        1 or 2 => $"{{{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => $"{Quoted(random)}:{Json(random, depth - 1)}"))}}}",
        3 or 4 => Quoted(random),
        5 => random.One(["1e999", "-0", "1", "00", "1.", "NaN"]),
        6 => random.One(["true", "null", "tru", "", "]", "\"\\ud800\"", "\"\\x\""]),
        _ => new string('[', random.Next(200)),
    };

    private static string Quoted(Random random) => System.Text.Json.JsonSerializer.Serialize(random.Next(3) == 0 ? random.One(["accessions", "parameters", "organism", "q"]) : Words.Text(random));
}
