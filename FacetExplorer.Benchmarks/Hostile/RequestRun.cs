using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>Sends hostile requests to a running site: none fails in the server, takes long, or shows what the server is made of.</summary>
internal sealed partial class RequestRun(Uri site, HostileRequests requests, int seed)
{
    private const int AtOnce = 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2), GivenUp = TimeSpan.FromSeconds(30);

    /// <summary>Sends so many addresses.</summary>
    public async Task<Findings> UrlsAsync(int count, CancellationToken cancel)
    {
        var findings = new Findings("Addresses", seed);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = GivenUp };
        await EachAsync(count, findings, requests.Url, async (request, stop) =>
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(site.GetLeftPart(UriPartial.Authority) + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            if (request.Headers.Length > 0)
                message.Content = new ByteArrayContent([]);
            using var response = await client.SendAsync(message, stop);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(stop));
        }, cancel);
        return findings;
    }

    /// <summary>Sends so many headers and bodies.</summary>
    public async Task<Findings> HeadersAndBodiesAsync(int count, CancellationToken cancel)
    {
        var findings = new Findings("Headers and bodies", seed);
        await EachAsync(count, findings, requests.HeadersAndBody, (request, stop) => RawHttp.SendAsync(site, request, stop), cancel);
        return findings;
    }

    private static Task EachAsync(int count, Findings findings, Func<int, HostileRequest> make, Func<HostileRequest, CancellationToken, Task<(int Status, string Text)>> send, CancellationToken cancel) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (number, stop) =>
        {
            var request = make(number);
            var clock = Stopwatch.GetTimestamp();
            try
            {
                var (status, text) = await send(request, stop);
                var took = Stopwatch.GetElapsedTime(clock);
                findings.Took(took);
                findings.Count(status == 0 ? "no answer" : $"{status}");
                var wrong = status >= 500 ? $"answered {status}" : took > Longest ? $"took {took.TotalSeconds} s" : Inside().Match(text) is { Success: true } shown ? $"shows \"{shown.Value}\"" : null;
                if (wrong is not null)
                    findings.Fail($"Request {number} {wrong}: {request}");
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                findings.Fail($"Request {number}: {e.Message} {e.InnerException?.Message}: {request}");
            }
        });

    /// <summary>What only a stack trace has.</summary>
    [GeneratedRegex(@"^\s+at [\w.<>`]+\(|\.cs:line \d+|\b(System|Microsoft|FacetExplorer)\.[\w.]*Exception\b", RegexOptions.Multiline)]
    private static partial Regex Inside();
}
