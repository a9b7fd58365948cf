using FacetExplorer.Catalog;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>Data versions that are not current, as far as their indexes are kept.</summary>
public sealed class OlderIndexTests
{
    private static readonly PlainFacet[] Facets = [new("organism", "sample")];

    private static PlainCatalog Plain(params string[] samples) => new(
        ["""{"accession": "E1", "sample_accession_codes": ["s1", "s2", "s3"]}"""],
        [.. samples.Select(s => $$"""{"accession": "{{s}}", "organism": "mouse"}""")], Facets);

    [Fact]
    public async Task An_older_index_answers_and_one_that_is_gone_is_said_to_be()
    {
        await using var open = await ElasticsearchCatalog.OpenAsync(Plain("s1"), null, ElasticsearchCatalog.Server("9"));
        open.Add(Plain("s1", "s2"));
        await open.IndexAsync();
        var catalog = open.AsEngine(() => ValueTask.CompletedTask);
        Assert.Equal("2 in 1", (await catalog.AskAsync(""))["organism"]["mouse"]);
        Assert.Equal("2 in 1", (await catalog.AskAsync("generation=2"))["organism"]["mouse"]);
        Assert.Equal("1 in 1", (await catalog.AskAsync("generation=1"))["organism"]["mouse"]);
        Assert.Equal("1 samples in 1 experiments", (await catalog.AskAsync("generation=1", lists: new PlainLists(["s2", "s9"]))).Totals);
        using (var download = await catalog.Downloads.OpenAsync(catalog.Url.Parse("generation=1&organism=mouse").Request, TestContext.Current.CancellationToken))
            Assert.Equal((1, 1L), (download.Generation.Number, download.Samples));

        open.Add(Plain("s3"));
        await open.IndexAsync(); // which keeps one older pair
        Assert.Contains("no search index of data version 1", (await Assert.ThrowsAsync<GenerationNotKeptException>(() => catalog.AskAsync("generation=1"))).Message, StringComparison.Ordinal);
        Assert.Equal("2 in 1", (await catalog.AskAsync("generation=2"))["organism"]["mouse"]);
    }
}
