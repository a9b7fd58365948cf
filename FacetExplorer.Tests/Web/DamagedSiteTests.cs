using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Catalog;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FacetExplorer.Tests.Web;

/// <summary>A site whose current generation is damaged before it starts.</summary>
public class DamagedSite : WorkedExampleSite, ILoggerProvider
{
    private readonly LogLines _log = new();

    public IReadOnlyList<string> Log => _log.Lines;

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await ImportAsync("""{"accession": "N1", "sample_accession_codes": ["n1"]}""", "");
        Damage(2);
    }

    /// <summary>Makes a generation's file other than it was written.</summary>
    protected void Damage(int number) => File.AppendAllText(new CatalogFiles(Catalog).GenerationFile(number), "x");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(this));
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => _log;
}

/// <summary>A site all of whose generations are damaged.</summary>
public sealed class RuinedSite : DamagedSite
{
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Damage(1);
    }
}

public sealed class RuinedSiteTests(RuinedSite site) : IClassFixture<RuinedSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_starts_and_says_why_there_is_nothing()
    {
        using var client = site.CreateClient();
        using var health = await client.GetAsync("/health/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.StartsWith("Generation 2 cannot be served: its file is damaged", await health.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var page = await client.GetAsync("/", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("The data cannot be read; the server&#x27;s log says why.", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await site.ImportAsync("""{"accession": "N2", "sample_accession_codes": ["n2"]}""", "");
        for (var i = 0; i < 300 && (await client.GetAsync("/health/ready", Cancel)).StatusCode != HttpStatusCode.OK; i++)
            await Task.Delay(100, Cancel);
        Assert.Equal("ready, generation 3", await client.GetStringAsync("/health/ready", Cancel));
    }
}

public sealed class DamagedSiteTests(DamagedSite site) : IClassFixture<DamagedSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_good_data_is_served_and_log_health_and_page_say_why()
    {
        using var client = site.CreateClient();
        var answer = await client.GetFromJsonAsync<JsonElement>("/api/experiments", Cancel);
        Assert.Equal((1, 4), (answer.GetProperty("generation").GetInt32(), answer.GetProperty("experiments").GetInt32()));

        const string Reason = "Generation 2 cannot be served: its file is damaged: generation-000002.db is not as it was written";
        Assert.StartsWith($"ready, generation 1; {Reason}", await client.GetStringAsync("/health/ready", Cancel), StringComparison.Ordinal);
        Assert.Contains(site.Log, line => line.StartsWith(Reason, StringComparison.Ordinal) && line.EndsWith("Generation 1 is served instead.", StringComparison.Ordinal));
        const string Notice = "A newer data version cannot be read, so this is version 1.";
        foreach (var address in (string[])["/", "/data", "/api/data"])
            Assert.Contains(Notice, await client.GetStringAsync(address, Cancel), StringComparison.Ordinal);
    }
}
