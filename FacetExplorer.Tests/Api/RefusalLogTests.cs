using System.Net;
using System.Text;
using System.Text.Json;
using FacetExplorer.Api;
using FacetExplorer.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace FacetExplorer.Tests.Api;

/// <summary>What an operator reads of requests that were refused.</summary>
public sealed class RefusalLogTests(RefusalLogTests.StrictSite site) : IClassFixture<RefusalLogTests.StrictSite>
{
    private const string Secret = "typed-by-a-reader", Expensive = $"/api/samples?format=csv&q={Secret}", Negotiate = $"/_blazor/negotiate?negotiateVersion=1&id={Secret}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", $"/?q={Secret}", "Host", "evil.example", HttpStatusCode.BadRequest, "This server does not answer to that name.")]
    [InlineData("POST", Negotiate, "Origin", $"https://{Secret}", HttpStatusCode.Forbidden, "This is for pages of this server only.")]
    [InlineData("POST", Negotiate, null, null, HttpStatusCode.TooManyRequests, "Too many pages are connected.")]
    [InlineData("GET", Expensive, null, null, HttpStatusCode.TooManyRequests, "Too many requests of this kind.")]
    [InlineData("GET", "/api/experiments?q=LONG", null, null, HttpStatusCode.RequestUriTooLong, "The address is too long.")]
    [InlineData("POST", $"/api/search/?q={Secret}", null, null, HttpStatusCode.RequestEntityTooLarge, "The body is too long.")]
    public async Task Each_is_a_line_with_its_reason_path_and_trace_and_nothing_that_was_typed(
        string method, string address, string? header, string? value, HttpStatusCode status, string reason)
    {
        var from = $"2001:db8:{(int)status}::1"; // so that limits are its own
        await using var circuit = address == Negotiate ? await RawCircuit.OpenAsync(site, from) : null;
        address = address.Replace("LONG", Secret + new string('x', 1000), StringComparison.Ordinal);
        HttpStatusCode answered;
        JsonElement problem;
        do
            (answered, problem) = await AnswerAsync(method, address, ("X-Forwarded-For", from), (header, value));
        while (answered == HttpStatusCode.OK); // until it is too much

        Assert.Equal(status, answered);
        var trace = problem.GetProperty("trace_id").GetString()!;
        var (text, json) = Assert.Single(site.Log, line => line.Text.Contains(trace, StringComparison.Ordinal));
        Assert.Contains($" warn  FacetExplorer.Api.RefusalLog: Refused {method} {address.Split('?')[0]}: {reason} ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Log, line => line.Text.Contains(Secret, StringComparison.Ordinal));
        using var read = JsonDocument.Parse(json);
        var with = read.RootElement.GetProperty("with");
        Assert.Equal((trace, reason, address.Split('?')[0]), (read.RootElement.GetProperty("trace").GetString(), with.GetProperty("Reason").GetString(), with.GetProperty("Path").GetString()));
    }

    [Fact]
    public void Whoever_is_refused_all_the_time_gets_few_short_lines_and_hides_no_other_reason()
    {
        var (lines, clock) = (new LogLines(), new TestClock());
        var log = new RefusalLog(lines, clock);
        var http = new DefaultHttpContext { Request = { Method = new string('M', 60_000), Path = "/" + new string('x', 60_000) } };
        for (var i = 0; i < 10_000; i++)
            log.Refused(http, "Too much.");
        Assert.Equal(RefusalLog.LinesAMinute, lines.Lines.Count);
        Assert.All(lines.Lines, line => Assert.InRange(line.Length, 1, 400));

        log.Refused(http, "Something else.");
        Assert.EndsWith("Something else. 0 more since the line before.", lines.Lines[^1], StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(1));
        log.Refused(http, "Too much.");
        Assert.EndsWith("Too much. 9995 more since the line before.", lines.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(RefusalLog.LinesAMinute + 2, lines.Lines.Count);
    }

    private async Task<(HttpStatusCode Status, JsonElement Problem)> AnswerAsync(string method, string address, params (string? Name, string? Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method == "POST")
            request.Content = new StringContent(JsonSerializer.Serialize(new string('x', 2000)), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers.Where(h => h.Name is not null))
            request.Headers.TryAddWithoutValidation(name!, value);
        using var response = await client.SendAsync(request, Cancel);
        return (response.StatusCode, response.IsSuccessStatusCode ? default : JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)));
    }

    public sealed class StrictSite : FailingSite
    {
        protected override IReadOnlyList<string> Switches =>
            ["--RateLimit:Burst=1", "--RateLimit:PerMinute=1", "--Proxy:Trusted=127.0.0.1", "--Circuits:PerAddress=1", "--Limits:BodyKilobytes=1", "--Limits:UrlCharacters=1000"];
    }
}
