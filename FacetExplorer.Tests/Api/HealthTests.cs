using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;

namespace FacetExplorer.Tests.Api;

public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_means_that_there_is_a_catalog_to_serve()
    {
        await using var site = new EmptySite();
        await site.InitializeAsync();
        using var client = site.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel)).StatusCode);
        using var search = await client.GetAsync(new Uri("/api/experiments", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, search.StatusCode);
        Assert.Equal("application/problem+json", search.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_running_server_moves_to_a_new_generation_without_failing_a_request()
    {
        await using var site = new WorkedExampleSite();
        await site.InitializeAsync();
        using var client = site.CreateClient();
        using var done = new CancellationTokenSource();
        var seen = new HashSet<(int Generation, long Samples)>();
        var asking = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var answer = await client.GetFromJsonAsync<JsonElement>($"/api/experiments?q=-x{i}", Cancel);
                lock (seen)
                    seen.Add((answer.GetProperty("generation").GetInt32(), answer.GetProperty("samples").GetProperty("value").GetInt64()));
            }
        }, Cancel);

        await site.ImportAsync("""{"accession": "N1", "sample_accession_codes": ["n1"]}""", "");
        for (var i = 0; i < 300 && !Saw(2); i++)
            await Task.Delay(100, Cancel);
        await done.CancelAsync();
        await asking;

        Assert.Equal([(1, 3), (2, 1)], seen.Order());

        bool Saw(int generation)
        {
            lock (seen)
                return seen.Any(s => s.Generation == generation);
        }
    }

    private sealed class EmptySite : Site
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Catalog:Demo", "false");
        }
    }
}
