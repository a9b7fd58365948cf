using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Search;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Browser;

/// <summary>
/// A site with a catalog to look around in: 40 experiments of 6 samples in 15 tissues, one that repeats the samples of three others, one with a sample whose
/// runs are known, and some whose accessions are hard to put in a URL. Its engine can be watched and held back.
/// </summary>
public sealed class LibrarySite : Site
{
    public static readonly string[] AwkwardAccessions =
        ["A:1+2 (x)/y", "50% #1", "100%25", "A%2FB", "two  blanks", "Größe-Ψ-日本", "x?y&z=1;w", "\"q\" <b>'\\", "a//b"];

    private static readonly string[] Tissues =
        ["liver", "lung", "heart", "brain", "kidney", "spleen", "skin", "colon", "testis", "ovary", "muscle", "blood", "retina", "thymus", "bone marrow"];

    public WatchedEngine Engine => (WatchedEngine)Services.GetRequiredService<ISearchEngine>();

    protected override Task PrepareAsync()
    {
        var samples = Enumerable.Range(0, 240).Select(i => (object)(i % 4 == 3
            ? new { accession = $"S{i:000}", title = $"sample {i}", organism = Organism(i), sex = i % 8 == 3 ? "male" : "female" }
            : new { accession = $"S{i:000}", title = $"sample {i}", organism = Organism(i), tissue = Tissues[i % 15], age = 10 + i % 50, alternate_accessions = Runs(i) }));
        var experiments = Enumerable.Range(0, 40).Select(i => Experiment($"E{i:00}", Enumerable.Range(i * 6, 6)) with { published = $"{2001 + i % 20}-05-20" })
            .Append(Experiment("SUPER", Enumerable.Range(0, 18)) with { alternate_accessions = ["OLD/1"], description = "All of E00, E01 and E02.\nhttps://example.org/super", pubmed_id = "12345" })
            .Concat(AwkwardAccessions.Select(accession => Experiment(accession, [0])));
        return ImportAsync(Lines(experiments), Lines([.. samples, .. AwkwardAccessions.Select(accession => new { accession, title = "awkward" })]));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Facets:age:Level", "sample").UseSetting("Facets:age:Kind", "number").UseSetting("Facets:age:Interval", "10").UseSetting("Site:ReportProblem", "https://issues.example/new?title={accession}&body=version%20{version}");
        builder.ConfigureTestServices(WatchedEngine.Watch);
    }

    private static string[] Runs(int i) => i == 1 ? ["SRX901", "SRR901", "SRR902"] : [];

    private static string Organism(int i) => i / 6 % 2 == 0 ? "Homo sapiens" : "Mus musculus";

    private static ExperimentLine Experiment(string accession, IEnumerable<int> samples) => new(
        accession, $"Study {accession} of many tissues", "RNA-SEQ", [.. samples.Select(i => $"S{i:000}")]);

    private static string Lines(IEnumerable<object> records) => string.Join('\n', records.Select(record => JsonSerializer.Serialize(record)));

    private sealed record ExperimentLine(string accession, string title, string technology, string[] sample_accession_codes)
    {
        public string? published { get; init; }
        public string? description { get; init; }
        public string? pubmed_id { get; init; }
        public string[] alternate_accessions { get; init; } = [];
    }
}

/// <summary>The real engine, watched: which searches reach it, and how long each takes.</summary>
public sealed class WatchedEngine(ISearchEngine real) : ISearchEngine
{
    private readonly List<SearchRequest> _asked = [];

    /// <summary>Puts the site's engine under watch.</summary>
    public static void Watch(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(ISearchEngine));
        services.AddSingleton<ISearchEngine>(provider => new WatchedEngine(
            (ISearchEngine)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
    }

    public string Name => real.Name;

    /// <summary>What a search waits for before it is answered.</summary>
    public Func<SearchRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>The searches that reached the engine since the last call, without those that only count.</summary>
    public IReadOnlyList<SearchRequest> TakeAsked()
    {
        lock (_asked)
        {
            var asked = _asked.ToArray();
            _asked.Clear();
            return asked;
        }
    }

    public async Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel)
    {
        lock (_asked)
            if (request.Facets is not [])
                _asked.Add(request);
        await Before(request);
        return await real.SearchAsync(request, cancel);
    }

    public IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, CancellationToken cancel) =>
        real.StreamAsync(request, lease, cancel);
}

/// <summary>All that looks at this site, one test at a time.</summary>
[CollectionDefinition(Name)]
public sealed class LibraryGroup : ICollectionFixture<LibrarySite>
{
    public const string Name = "library";
}
