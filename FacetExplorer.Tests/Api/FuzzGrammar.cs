using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Api;

namespace FacetExplorer.Tests.Api;

/// <summary>Makes requests from the description of the API: what it knows, mixed up, broken, and bytes of no meaning.</summary>
internal sealed class FuzzGrammar
{
    private static readonly string[] Words =
    [
        "mouse", "human", "liver", "E1", "s2", "E-MTAB-1", "*", "-", "\"", "\"a b", "word*", "-liver", "2014", "2014-13-45", "9999-12-31", "0", "-1", "1e9", "NaN", "99999999999999999999",
        "1..2", "2..1", "..", "true", "false", "TRUE", "null", "", " ", "\0", "\n", "\u202e", "Größe", "日本", "👩‍🔬", "e\u0301", "'; DROP TABLE Samples; --", "NEAR(a b)", "{!func}", "a:b:c",
        "organism_exact:mouse", "published_exact:2014-05-20T00:00:00", "limit:5", "limit:x,order:value", "gap_by:year", "start_date:20th May 2014,gap_by:month,gap_amount:3", "%", "%zz", "+", "&", "=", "<script>", "../..", "\ud800",
    ];

    private static readonly string[] Suffixes = ["", ".all", ".not", ".also", ".missing", ".from", ".to", ".limit", ".find", ".order", ".nothing", "__not", "__in", "__range", "_exact", "."];
    private static readonly string[] Accepts = ["application/json", "text/csv", "text/tab-separated-values", "application/jsonl", "*/*;q=0.1", "image/png", "text/csv;q=x, ,"];

    private readonly (string Method, string Path, JsonElement[] Parameters, JsonNode? Body)[] _operations;

    public FuzzGrammar(JsonElement document)
    {
        _operations = [.. from path in document.GetProperty("paths").EnumerateObject()
                          from operation in path.Value.EnumerateObject()
                          select (operation.Name.ToUpperInvariant(), path.Name, Parameters(operation.Value), Body(operation.Value))];

        JsonElement[] Parameters(JsonElement operation) => !operation.TryGetProperty("parameters", out var all) ? [] : [.. all.EnumerateArray()
            .Select(p => p.TryGetProperty("$ref", out var reference) ? document.GetProperty("components").GetProperty("parameters").GetProperty(reference.GetString()!.Split('/')[^1]) : p)];
    }

    public HttpRequestMessage Request(Uri site, Random random)
    {
        var (method, path, parameters, body) = One(random, _operations);
        foreach (var parameter in parameters.Where(p => p.GetProperty("in").GetString() == "path"))
            path = path.Replace($"{{{parameter.GetProperty("name").GetString()}}}", Segment(random, parameter), StringComparison.Ordinal);
        if (random.Next(50) == 0)
            path += Encode(random, One(random, Words)).Replace("%00", "", StringComparison.Ordinal).Replace("..", "", StringComparison.Ordinal); // what never reaches the API
        var address = site.GetLeftPart(UriPartial.Authority) + path + Query(random, [.. parameters.Where(p => p.GetProperty("in").GetString() == "query")]);
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (random.Next(3) == 0)
            request.Headers.TryAddWithoutValidation("Accept", One(random, Accepts));
        if (random.Next(10) == 0)
            request.Headers.TryAddWithoutValidation("If-None-Match", One(random, ["*", "W/\"x\"", "\"", "x", ""]));
        if (method == "POST")
            request.Content = Content(random, body);
        return request;
    }

    private static JsonNode? Body(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) && json.TryGetProperty("example", out var example)
            ? JsonNode.Parse(example.GetRawText()) : null;

    private static string Query(Random random, JsonElement[] parameters)
    {
        if (random.Next(20) == 0)
            return "?" + Bytes(random, random.Next(60));
        var pairs = Enumerable.Range(0, random.Next(6)).Select(_ => Pair(random, parameters)).ToList();
        if (random.Next(200) == 0)
            pairs.AddRange(Repeated(pairs.FirstOrDefault() ?? "q=x"));
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    /// <summary>The same many times, in a request line that the server still answers in its own words.</summary>
    private static IEnumerable<string> Repeated(string pair) => Enumerable.Repeat(pair, Math.Min(600, LimitOptions.LongestRequestLine * 3 / 4 / (pair.Length + 1)));

    private static string Pair(Random random, JsonElement[] parameters)
    {
        if (parameters.Length == 0 || random.Next(12) == 0)
            return $"{Encode(random, One(random, Words))}={Encode(random, One(random, Words))}";
        var parameter = One(random, parameters);
        var name = parameter.GetProperty("name").GetString()!;
        if (random.Next(10) == 0)
            name = name.Split('.')[0] + One(random, Suffixes);
        return $"{Encode(random, name)}={Encode(random, Value(random, parameter))}";
    }

    private static string Value(Random random, JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        if (random.Next(2) == 0)
            return One(random, Words);
        if (schema.TryGetProperty("enum", out var all))
            return One(random, [.. all.EnumerateArray()]).ToString();
        var example = parameter.GetProperty("example");
        return (example.ValueKind == JsonValueKind.Array ? example[0] : example).ToString() + (random.Next(5) == 0 ? One(random, Words) : "");
    }

    private static string Segment(Random random, JsonElement parameter) =>
        Uri.EscapeDataString(random.Next(2) == 0 ? parameter.GetProperty("example").ToString() : One(random, Words) is { Length: > 0 } word && word is not ("\0" or "../.." or "..") ? Whole(word) : "x");

    /// <summary>Percent-encoding, sometimes with raw or broken pieces as other clients send them.</summary>
    private static string Encode(Random random, string text) => random.Next(20) switch
    {
        0 => Uri.EscapeDataString(Whole(text)).Replace("%20", "+", StringComparison.Ordinal),
        1 => Bytes(random, 1 + random.Next(8)),
        2 => Uri.EscapeDataString(Whole(text)).ToLowerInvariant() + One(random, ["%", "%F", "%FF", "%C3", "%00"]),
        _ => Uri.EscapeDataString(Whole(text)),
    };

    private static string Whole(string text) => text.Contains('\ud800', StringComparison.Ordinal) && text.Length == 1 ? "\ufffd" : text;

    /// <summary>Bytes that may stand in a request line as they are, and any others with a percent sign.</summary>
    private static string Bytes(Random random, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var b = random.Next(256);
            text.Append(b is > 32 and < 127 and not '#' && random.Next(2) == 0 ? ((char)b).ToString() : $"%{b.ToString("X2", CultureInfo.InvariantCulture)}");
        }
        return text.ToString();
    }

    private static ByteArrayContent Content(Random random, JsonNode? example)
    {
        var body = random.Next(5) switch
        {
            0 => RandomBytes(random),
            1 => Encoding.UTF8.GetBytes(new string('[', random.Next(200)) + new string(']', random.Next(200))),
            2 => Encoding.UTF8.GetBytes(Tree(random, 4)?.ToJsonString() ?? "null"),
            3 => Encoding.UTF8.GetBytes(example?.ToJsonString() ?? "{}"),
            _ => Encoding.UTF8.GetBytes(Mutated(random, example)),
        };
        var content = new ByteArrayContent(body);
        if (random.Next(10) > 0)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(random.Next(10) == 0 ? One(random, ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"]) : "application/json");
        return content;
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The example with a member more, one less, or one of another kind; or cut off.</summary>
    private static string Mutated(Random random, JsonNode? example)
    {
        var body = example?.DeepClone() as JsonObject ?? [];
        var names = body.Select(m => m.Key).ToArray();
        if (names.Length > 0 && random.Next(2) == 0)
            body[One(random, names)] = Tree(random, 2);
        else if (names.Length > 0 && random.Next(2) == 0)
            body.Remove(One(random, names));
        else
            body[Whole(One(random, Words))] = Tree(random, 2);
        var text = body.ToJsonString();
        return random.Next(5) == 0 ? text[..random.Next(text.Length)] : text;
    }

    private static JsonNode? Tree(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.Next(-5, 1_000_000)),
        3 => JsonValue.Create(random.NextDouble() * 1e300),
        4 => JsonValue.Create(Whole(One(random, Words))),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Tree(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"{One(random, Words)}{i}".Replace('\ud800', 'x'), Tree(random, depth - 1)))),
    };

    private static T One<T>(Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
