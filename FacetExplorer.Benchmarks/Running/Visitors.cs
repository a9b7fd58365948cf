using System.Diagnostics;
using System.Net;
using FacetExplorer.Benchmarks.Searching;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>What honest visitors ask, and what a crawler asks that follows every link.</summary>
internal sealed class Visitors(HttpClient client, GeoCatalog catalog)
{
    /// <summary>Where the crawler comes from, as a proxy tells it.</summary>
    private const string Crawler = "203.0.113.7";

    private const int CrawledFacets = 15;

    private static readonly (string Kind, double Share)[] Mix = [("page", 0.4), ("API", 0.25), ("suggestions", 0.2), ("record", 0.1), ("download", 0.05)];

    private readonly GeoFacet[] _facets = [.. catalog.Facets.Where(facet => facet.Key != GeoFacet.Published)];

    /// <summary>The kinds of what visitors ask.</summary>
    public static IEnumerable<string> Kinds => Mix.Select(part => part.Kind);

    /// <summary>How often the crawler was told to wait.</summary>
    public int Refused { get; private set; }

    /// <summary>An address of a search that is narrowed by so many filters.</summary>
    public string Search(Random random, int filters) => "/?" + Narrowed(random, filters);

    /// <summary>One visitor, until it is over: asks, reads for a while, asks again.</summary>
    public async Task VisitAsync(int seed, TimeSpan pause, IReadOnlyDictionary<string, Latencies> times, CancellationToken until)
    {
        var random = new Random(seed);
        while (!until.IsCancellationRequested)
        {
            var kind = Draw(random);
            await AskAsync(Address(kind, random), times[kind], until);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause * (0.5 + random.NextDouble()), CancellationToken.None);
        }
    }

    /// <summary>A crawler at full speed. Being told to slow down is no error for one.</summary>
    public async Task CrawlAsync(int seed, Latencies times, CancellationToken until)
    {
        var random = new Random(seed);
        while (!until.IsCancellationRequested)
            await AskAsync(Crawled(random), times, until, isCrawler: true);
    }

    private static string Draw(Random random)
    {
        var drawn = random.NextDouble();
        return Mix.First(part => (drawn -= part.Share) < 0 || part == Mix[^1]).Kind;
    }

    private string Address(string kind, Random random) => kind switch
    {
        "page" => Search(random, random.Next(4)),
        "API" => "/api/experiments?" + Narrowed(random, random.Next(4)),
        "suggestions" => $"/api/search/autocomplete/?q={(random.Next(2) == 0 ? GeoCatalog.Words[random.Next(GeoCatalog.Words.Length)].Word[..3] : "plat")}",
        "record" => $"/experiments/{GeoCatalog.Experiment(random.Next(catalog.Shape.Experiments))}",
        _ => $"/api/samples?format=csv&{Narrowed(random, 3)}",
    };

    private string Narrowed(Random random, int filters) => string.Join('&', Enumerable.Range(0, filters).Select(_ => Filter(random))
        .Append(random.Next(3) == 0 ? $"q={GeoCatalog.Words[random.Next(GeoCatalog.Words.Length)].Word}" : "sort=title"));

    private string Crawled(Random random) => "/?" + string.Join('&', Enumerable.Range(0, CrawledFacets).Select(_ => Filter(random)).Distinct());

    /// <summary>A value of a facet, frequent ones first, as people choose them.</summary>
    private string Filter(Random random)
    {
        var facet = _facets[random.Next(_facets.Length)];
        return $"{facet.Key}={Uri.EscapeDataString(facet.Names[(int)(Math.Pow(facet.Names.Length + 1, random.NextDouble()) - 1)])}";
    }

    private async Task AskAsync(string address, Latencies times, CancellationToken until, bool isCrawler = false)
    {
        var begun = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (isCrawler)
                request.Headers.Add("X-Forwarded-For", Crawler);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
            await answer.Content.CopyToAsync(Stream.Null, CancellationToken.None);
            if (isCrawler && answer.StatusCode == HttpStatusCode.TooManyRequests)
                Refused++;
            else if (!answer.IsSuccessStatusCode)
                error = $"{(int)answer.StatusCode} {address}";
        }
        catch (HttpRequestException e)
        {
            error = $"{e.Message} {address}";
        }
        if (!until.IsCancellationRequested || error is not null)
            times.Add(Stopwatch.GetElapsedTime(begun), error);
    }
}
