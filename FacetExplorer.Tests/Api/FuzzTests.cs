using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public sealed class FuzzGroup;

/// <summary>
/// 20,000 requests that are nearly right, wrong, or nonsense, over every described route. None fails the server or takes long, and each
/// is answered as described. <c>FACETEXPLORER_SEED</c> replays a run; each request depends on the seed and its number alone.
/// </summary>
[Collection(nameof(FuzzTests))]
public sealed partial class FuzzTests(WorkedExampleSite site, ITestOutputHelper output) : IClassFixture<WorkedExampleSite>
{
    private const int Requests = 20_000, AtOnce = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Whatever_is_asked_is_answered_as_described()
    {
        var seed = Seeds.Next(output);
        var contract = await site.ContractAsync();
        var grammar = new FuzzGrammar(contract.Document);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = site.Address };
        var failures = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (i, cancel) =>
        {
            using var request = grammar.Request(site.Address, new Random(HashCode(seed, i)));
            var clock = Stopwatch.StartNew();
            using var response = await client.SendAsync(request, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            statuses.AddOrUpdate(response.StatusCode, 1, (_, n) => n + 1);
            var path = request.RequestUri!.AbsolutePath;
            var wrong = response.StatusCode >= HttpStatusCode.InternalServerError ? $"{response.StatusCode} {text}"
                : clock.Elapsed > Longest ? $"took {clock.Elapsed}"
                : StackTrace().IsMatch(text) ? $"shows a stack trace: {text}"
                : string.Join("; ", await contract.CheckAsync(request.Method, path, response, cancel));
            if (wrong.Length > 0 && failures.Count < 20)
                failures.Enqueue($"request {i}: {request.Method} {request.RequestUri.OriginalString} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel))}\n  {wrong[..Math.Min(600, wrong.Length)]}");
        });

        output.WriteLine(string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{(int)s.Key}: {s.Value}")));
        Assert.True(failures.IsEmpty, $"FACETEXPLORER_SEED={seed}\n{string.Join('\n', failures)}");
        Assert.True(statuses.GetValueOrDefault(HttpStatusCode.OK) > Requests / 20, "Too few requests were right to say anything.");
        Assert.True(statuses.GetValueOrDefault(HttpStatusCode.BadRequest) > Requests / 20, "Too few requests were wrong to say anything.");
    }

    private static int HashCode(int seed, int i) => unchecked(seed * 1_000_003 + i);

    [GeneratedRegex(@"^\s+at [\w.<>`]+\(|\.cs:line \d+", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
