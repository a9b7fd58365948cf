using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Facets;
using FacetExplorer.Import;
using FacetExplorer.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>Real metadata, on the embedded engine and both servers.</summary>
public sealed class RealDataTests(RealDataTests.Imported imported) : IClassFixture<RealDataTests.Imported>
{
    private static readonly string[] Queries =
    [
        "", "q=cancer", "q=liver cell*&by=tissue", "organism=MUS MUSCULUS", "organism=HOMO SAPIENS&tissue=liver", "sex.missing=true&organism.not=HOMO SAPIENS",
        "published.from=2010&published.to=2014", "platform.limit=1000&platform.order=value", "tissue.find=br&tissue.limit=1000", "q=\"gene expression\" -mouse&sort=title",
    ];

    [Theory]
    [InlineData("8")]
    [InlineData("9")]
    public async Task Counts_are_those_of_the_embedded_engine(string server)
    {
        var cancel = TestContext.Current.CancellationToken;
        var options = ElasticsearchCatalog.Server(server, shards: 5);
        using var client = new ElasticsearchClient(options);
        try
        {
            using (var lease = imported.Store.Lease())
                await new ElasticsearchIndexer(client, options, imported.Facets, []).RebuildAsync(lease.Reader, null, cancel);
            foreach (var counting in Enum.GetValues<Counting>())
            {
                options.Counting = counting;
                using var engine = new ElasticsearchEngine(client, options, imported.Facets, [], imported.Store, NullLogger<ElasticsearchEngine>.Instance);
                foreach (var query in Queries.SelectMany(q => new[] { q, $"{q}&scope=experiment" }))
                {
                    var request = new SearchUrl(imported.Facets).Parse(query).Request;
                    Compare($"{counting} {query}", await new EmbeddedEngine(imported.Store).SearchAsync(request, cancel), await engine.SearchAsync(request, cancel), request.Text is null, counting);
                }
            }
        }
        finally
        {
            foreach (var index in (await client.MetasAsync(new IndexNames(options.IndexPrefix).All, CancellationToken.None)).Keys)
                await client.DeleteIndexAsync(index, CancellationToken.None);
        }
    }

    private static void Compare(string query, SearchResponse expected, SearchResponse actual, bool sameOrder, Counting counting)
    {
        Assert.Equal((query, expected.Experiments, expected.Samples, expected.SamplesInOtherScope, expected.Summed, expected.Shared),
            (query, actual.Experiments, actual.Samples, actual.SamplesInOtherScope, actual.Summed, actual.Shared));
        foreach (var (e, a) in expected.Facets.Zip(actual.Facets))
        {
            Assert.Equal((query, e.Facet.Key, e.Recorded, e.Of, e.More), (query, a.Facet.Key, a.Recorded, a.Of, a.More));
            var counts = a.Buckets.Append(a.Missing).ToDictionary(b => b.Value?.Text ?? "");
            foreach (var bucket in e.Buckets.Append(e.Missing))
            {
                var where = $"{query} {e.Facet.Key}={bucket.Value?.Text}";
                Assert.True(counts.TryGetValue(bucket.Value?.Text ?? "", out var found), where);
                Assert.Equal((where, bucket.Experiments), (where, found.Experiments));
                if (counting == Counting.Cohorts || found.Samples.Exact)
                    Assert.Equal((where, bucket.Samples), (where, found.Samples));
                else
                    Assert.True(Math.Abs(found.Samples.Value - bucket.Samples.Value) <= bucket.Samples.Value * found.Samples.RelativeError, where);
            }
        }
        if (sameOrder)
            Assert.Equal(expected.Hits.Select(Hit), actual.Hits.Select(Hit));

        string Hit(Hit hit) => $"{query}: {hit.Accession} {hit.Title} {hit.Matching} of {hit.Samples}, {hit.Shared} shared, by {string.Join(", ", (hit.Breakdown ?? []).Select(b => $"{b.Value?.Text} {b.Samples.Value}"))}";
    }

    /// <summary>The largest real catalog with the shipped facets.</summary>
    public sealed class Imported : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("facetexplorer-").FullName;

        internal GenerationStore Store { get; private set; } = null!;

        internal FacetRegistry Facets { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var cancel = TestContext.Current.CancellationToken;
            var source = Path.Combine(Need.RealData(), "big", "union_share");
            Facets = FacetRegistry.Read(new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "data", "facets.json")).Build(), []);
            using (var import = new Importer(new CatalogFiles(_folder), new ImportOptions()).Prepare(new ImportRequest([source]), null, cancel))
                import.Publish();
            Store = new GenerationStore(_folder, (reader, c) => EmbeddedIndex.OpenAsync(reader, Facets, [], c));
            await Store.RefreshAsync(cancel);
        }

        public async ValueTask DisposeAsync()
        {
            if (Store is not null)
                await Store.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
