using Bunit;
using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Components.Records;
using FacetExplorer.Components.Sites;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Tests.Components;

/// <summary>Renders components with some facets and an engine whose answers a test gives by hand.</summary>
[VisitorWithoutWishes]
public abstract class PageTest : BunitContext
{
    protected static readonly FacetDefinition Technology = new() { Key = "technology", Label = "Technology", Level = FacetLevel.Experiment, Fields = ["technology"] };

    protected static readonly FacetDefinition Published =
        new() { Key = "published", Label = "Published", Level = FacetLevel.Experiment, Kind = FacetKind.Date, Interval = "year", Fields = ["published"] };

    protected static readonly FacetDefinition Tissue =
        new() { Key = "tissue", Label = "Tissue", Level = FacetLevel.Sample, Fields = ["tissue"], Help = "The part of the body.", Limit = 2 };

    protected static readonly FacetDefinition Sex = new() { Key = "sex", Label = "Sex", Level = FacetLevel.Sample, Fields = ["sex"] };

    private static readonly Generation Generation = new(14, new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), "", 0, 0, 0, IsDemo: false);

    protected PageTest()
    {
        var registry = new FacetRegistry([Technology, Published, Tissue, Sex]);
        Url = new SearchUrl(registry, Lists);
        var options = Options.Create(new SearchOptions());
        Services.AddSingleton(registry).AddSingleton(Url).AddSingleton<ISearchEngine>(Engine).AddSingleton(options);
        Services.AddSingleton(new GenerationStore(Path.Combine(Path.GetTempPath(), "facetexplorer-nothing"))).AddSingleton<AnswerCache>().AddScoped<SearchService>().AddScoped<ViewSearch>();
        Services.AddSingleton(of => new Downloads(Engine, of.GetRequiredService<GenerationStore>(), registry, [], of.GetRequiredService<AnswerCache>(), new ListLookup([])));
        Services.AddSingleton<CatalogContentsCache>().AddSingleton<DataVersions>();
        Services.AddSingleton<VocabularyCache>().AddScoped<Corrections>().AddScoped<WaysOut>();
        Services.AddSingleton(Site.Read(SiteOptions, registry, []));
        Services.AddSingleton(new Words(new Nouns())).AddSingleton(of => new RecordPages(of.GetRequiredService<GenerationStore>(), registry, [])).AddSingleton<TimeProvider>(Clock).AddSingleton(Archives.Read(Archive, []));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    private static IConfiguration Archive => new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("Archives:GEO:Pattern", "GSE[0-9]+"), new("Archives:GEO:Url", "https://archive.example/{accession}"),
        new("Archives:PubMed:Fields:0", "pubmed_id"), new("Archives:PubMed:Pattern", "(?:PMID: )?(?<id>[0-9]{1,9})"), new("Archives:PubMed:Url", "https://pubmed.example/{accession}/"),
        new("Archives:X:Fields:0", "doi"), new("Archives:X:Pattern", @"10\.[0-9]{4,9}/[^\s""<>]+"), new("Archives:X:Url", "https://doi.example/{accession}"),
    ]).Build();

    protected virtual SiteOptions SiteOptions => new();

    protected SearchUrl Url { get; }

    protected ScriptedEngine Engine { get; } = new();

    protected AccessionLists Lists { get; } = new(Directory.CreateTempSubdirectory("facetexplorer-").FullName, 1, TimeProvider.System);

    protected TestClock Clock { get; } = new();

    protected SearchRequest Request(string query) => Url.Parse(query).Request;

    protected static SearchResponse Response(
        long samples = 90, long experiments = 16, IReadOnlyList<FacetCounts>? facets = null, IReadOnlyList<Hit>? hits = null) =>
        new(Generation, experiments, new Count(samples), new Count(1091), samples, facets ?? [], hits ?? [HitOf("E1")], []);

    protected static Hit HitOf(string accession, long matching = 10, long samples = 361) =>
        new(1, accession, $"Title of {accession}", samples, matching, new Dictionary<string, IReadOnlyList<FacetValue>>());

    protected static FacetCounts Counts(FacetDefinition facet, params (string Value, long Samples)[] buckets) => new(
        facet, new Count(10), new Count(100),
        [.. buckets.Select(bucket => new Bucket(FacetValue.ReadAsked(facet.Kind, bucket.Value), new Count(bucket.Samples), 2))],
        new Bucket(null, new Count(90), 5), 0);
}

/// <summary>Answers by a function that the test gives, and remembers what was asked. What only counts is answered by another one.</summary>
public sealed class ScriptedEngine : ISearchEngine
{
    public string Name => "Scripted";

    public List<string> Asked { get; } = [];

    public Func<SearchRequest, CancellationToken, Task<SearchResponse>> Answer { get; set; } = (_, _) => throw new InvalidOperationException("no answer given");

    /// <summary>Counts without results, as of chips; unless a test says more, there are none.</summary>
    public Func<SearchRequest, CancellationToken, Task<SearchResponse>> Count { get; set; } = (_, _) => throw new SearchUnavailableException("no counts", "none given");

    public Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel)
    {
        if (request.Facets is [])
            return Count(request, cancel);
        Asked.Add(SearchUrl.Format(request));
        return Answer(request, cancel);
    }

    public IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, CancellationToken cancel) =>
        throw new InvalidOperationException("no page downloads");
}
