using System.Net;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Web;

/// <summary>A site whose source took an experiment and a sample back.</summary>
public sealed class WithdrawnSite : Site
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("facetexplorer-import-");

    protected override async Task PrepareAsync()
    {
        await ImportAsync(["E1", "E2", "E3"], ["S1", "S2"], replace: false);
        await ImportAsync(["E2", "E3"], ["S2"], replace: false);
    }

    /// <summary>Imports as <c>--source lab --accept-removals</c> does, or as <c>--replace</c>.</summary>
    public async Task ImportAsync(string[] experiments, string[] samples, bool replace)
    {
        await File.WriteAllLinesAsync(Path.Combine(_files.FullName, "experiments.jsonl"),
            experiments.Select(e => $$"""{"accession": "{{e}}", "title": "Of {{e}}", "alternate_accessions": ["ALT/{{e}}"], "sample_accession_codes": [{{string.Join(", ", samples.Select(s => $"\"{s}\""))}}]}"""));
        await File.WriteAllLinesAsync(Path.Combine(_files.FullName, "samples.jsonl"), samples.Select(s => $$"""{"accession": "{{s}}"}"""));
        using var import = new Importer(new CatalogFiles(Catalog), new ImportOptions()).Prepare(
            new ImportRequest([_files.FullName]) { Source = "lab", IsWhole = !replace, AcceptRemovals = true, Replace = replace }, progress: null, CancellationToken.None);
        import.Publish();
    }

    /// <summary>The same, seen by the running server.</summary>
    public async Task ServeAsync(string[] experiments, string[] samples, bool replace)
    {
        await ImportAsync(experiments, samples, replace);
        await Services.GetRequiredService<GenerationStore>().RefreshAsync(CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _files.Delete(recursive: true);
    }
}

public sealed class WithdrawnTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Today => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", null);

    [Fact]
    public async Task What_was_withdrawn_says_since_when_and_is_back_when_it_returns()
    {
        var before = Today;
        await using var site = new WithdrawnSite();
        await site.InitializeAsync();
        using var client = site.CreateClient();
        foreach (var gone in new[] { "/experiments/E1", "/experiments/ALT%2FE1", "/samples/S1" })
        {
            var page = await PageAsync(client, gone, HttpStatusCode.Gone);
            Assert.Contains("<h1>Withdrawn</h1>", page, StringComparison.Ordinal);
            Assert.True(page.Contains($"<time datetime=\"{before}\">", StringComparison.Ordinal) || page.Contains($"<time datetime=\"{Today}\">", StringComparison.Ordinal), page);
        }
        foreach (var gone in new[] { "/api/search/E1/", "/api/search/E1/more-like-this/" })
        {
            using var response = await client.GetAsync(new Uri(gone, UriKind.Relative), Cancel);
            Assert.Equal((HttpStatusCode.Gone, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Cancel));
            Assert.Contains("withdrawn", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Contains(problem.GetProperty("withdrawn").GetString()![..10], (string[])[before, Today]);
        }
        await Both(client, "E2", HttpStatusCode.OK);
        await Both(client, "E9", HttpStatusCode.NotFound);

        await site.ServeAsync(["E1", "E2", "E3"], ["S1", "S2"], replace: false);
        await Both(client, "E1", HttpStatusCode.OK);
        await PageAsync(client, "/samples/S1", HttpStatusCode.OK);

        await site.ServeAsync(["E1", "E2"], ["S1"], replace: false);
        await site.ServeAsync(["E1"], ["S1"], replace: true);
        foreach (var gone in new[] { "E2", "E3" })
            await Both(client, gone, HttpStatusCode.Gone);
        await PageAsync(client, "/samples/S2", HttpStatusCode.Gone);
        await Both(client, "E1", HttpStatusCode.OK);
    }

    private static async Task Both(HttpClient client, string experiment, HttpStatusCode status)
    {
        await PageAsync(client, $"/experiments/{experiment}", status);
        await PageAsync(client, $"/api/search/{experiment}/", status);
    }

    private static async Task<string> PageAsync(HttpClient client, string address, HttpStatusCode status)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        Assert.Equal((address, status), (address, response.StatusCode));
        return await response.Content.ReadAsStringAsync(Cancel);
    }
}
