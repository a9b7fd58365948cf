using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

public sealed class EmbeddedCompanionTests : CompanionContract
{
    private protected override Task<Companions> OpenAsync(PlainCatalog catalog, Random? random) => Companions.EmbeddedAsync(catalog, random);

    [Fact]
    public async Task Hostile_texts_are_completed_and_corrected_without_error()
    {
        var random = new Random(23);
        await using var catalog = await OpenAsync(RandomCatalog.Make(new Random(7)), null);
        for (var i = 0; i < 10_000; i++)
        {
            var text = Hostile(random);
            await catalog.CompleteAsync(text, 5);
            foreach (var correction in await catalog.Corrections.OfAsync(SearchRequest.All with { Text = TextQuery.Parse(text) }, i % 2 == 0, TestContext.Current.CancellationToken))
                Assert.True(correction.Experiments > 0);
            if (i % 10 == 0)
                await catalog.LikeAsync(text, 5);
        }
    }

    [Fact]
    public async Task What_completes_follows_the_catalog()
    {
        var plain = RandomCatalog.Make(new Random(8));
        await using var catalog = await OpenAsync(plain, null);
        await catalog.CompleteAsync("mouse");
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.Autocomplete.OfAsync(TextQuery.Parse("mouse"), 5, cancelled));
        await catalog.Store.DisposeAsync();
        await Assert.ThrowsAsync<FacetExplorer.Catalog.CatalogUnavailableException>(() => catalog.CompleteAsync("mouse"));
    }

    private static string Hostile(Random random)
    {
        string[] parts = ["'", "\"", "*", "-", "\0", "\uD800", "\uDC00", "\U0010FFFF", "\uFFFF", "%", "_", "NEAR(", " OR ", ";--", "\u202E", "ﷺ", "e\u0301\u0301\u0301", "mouse", "livr", "naïve", "E1", "\n", "x", "İ", "ß", "𝒳", "\U00010400", "(", "{", "..", "٣"];
        return random.Next(50) == 0
            ? string.Concat(Enumerable.Repeat(random.GetItems(parts, 1)[0] + " ", 300))
            : string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(3) == 0 ? ((char)random.Next(0x10000)).ToString() : random.GetItems(parts, 1)[0]));
    }
}

public abstract class ElasticsearchCompanionTests(string server) : CompanionContract
{
    private protected override int Catalogs => 5;

    private protected override Task<Companions> OpenAsync(PlainCatalog catalog, Random? random) => Companions.ElasticsearchAsync(catalog, random, server);
}

public sealed class Elasticsearch8CompanionTests() : ElasticsearchCompanionTests("8");

public sealed class Elasticsearch9CompanionTests() : ElasticsearchCompanionTests("9");
