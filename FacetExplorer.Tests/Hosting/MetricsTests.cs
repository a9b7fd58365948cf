using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Hosting;
using FacetExplorer.Tests.Browser;
using FacetExplorer.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Hosting;

/// <summary>A site with metrics on a free port.</summary>
public sealed class MeteredSite : WorkedExampleSite
{
    protected override IReadOnlyList<string> Switches => ["--Metrics:Url=http://127.0.0.1:0"];

    /// <summary>Reads the metrics as Prometheus does, and refuses what it would refuse.</summary>
    internal async Task<Dictionary<string, double>> ReadAsync()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync($"{Services.GetRequiredService<MetricsServer>().Address}/metrics", TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return PrometheusReading.Of(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

/// <summary>The text format, by its description.</summary>
internal static partial class PrometheusReading
{
    public static Dictionary<string, double> Of(string text)
    {
        var values = new Dictionary<string, double>();
        var typed = new HashSet<string>();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (Meta().Match(line) is { Success: true } meta)
                Assert.True(meta.Groups[1].Value != "TYPE" || typed.Add(meta.Groups[2].Value), $"{line} comes twice");
            else
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.Contains(Suffix().Replace(sample.Groups[1].Value, ""), typed.Select(name => Suffix().Replace(name, "")));
                values.Add(sample.Groups[1].Value + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        return values;
    }

    [GeneratedRegex(@"^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) ")]
    private static partial Regex Meta();

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_]\w*=""(?:[^""\\]|\\.)*""(?:,[a-zA-Z_]\w*=""(?:[^""\\]|\\.)*"")*\})? (-?[0-9.]+(?:E[+-]?[0-9]+)?|NaN)$")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}

public sealed class MetricsTests(MeteredSite site) : IClassFixture<MeteredSite>
{
    private const string Embedded = "{engine=\"Embedded\"}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_reads_what_the_server_does_and_how_old_its_data_is()
    {
        using var client = site.CreateClient();
        var before = await site.ReadAsync();
        await client.GetStringAsync("/api/experiments?tissue=liver", Cancel);
        await client.GetStringAsync("/api/experiments?tissue=liver&find=x", Cancel);
        await client.GetStringAsync("/api/experiments?tissue=liver", Cancel);
        var after = await site.ReadAsync();
        Assert.Equal(1, Grown($"facetexplorer_search_cached_total{Embedded}"));
        await client.GetStringAsync("/api/experiments?q=unheard", Cancel);
        await client.GetStringAsync("/api/samples?format=csv", Cancel);
        await client.GetStringAsync("/api/matrix?format=tsv", Cancel);
        (await client.GetAsync("/api/experiments?page=0", Cancel)).Dispose();

        for (var i = 0; i < 100 && Grown("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"400\",http_route=\"/api/experiments\"}") < 1; i++)
        {
            after = await site.ReadAsync(); // a request is measured once its answer is gone
            await Task.Delay(20, Cancel);
        }
        Assert.Equal(1, Grown($"facetexplorer_search_without_results_total{Embedded}"));
        Assert.InRange(Grown("facetexplorer_search_duration_seconds_count{engine=\"Embedded\",outcome=\"done\"}"), 3, 10);
        Assert.Equal(after["facetexplorer_search_duration_seconds_count{engine=\"Embedded\",outcome=\"done\"}"],
            after["facetexplorer_search_duration_seconds_bucket{engine=\"Embedded\",outcome=\"done\",le=\"+Inf\"}"]);
        Assert.Equal(1, Grown("facetexplorer_download_duration_seconds_count{of=\"samples\",format=\"csv\",outcome=\"done\"}"));
        Assert.Equal(1, Grown("facetexplorer_download_duration_seconds_count{of=\"matrix\",format=\"tsv\",outcome=\"done\"}"));
        Assert.Equal(4, Grown("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/api/experiments\"}"));
        Assert.Equal((1, 4, 3, 0), (after["facetexplorer_data_version"], after["facetexplorer_data_experiments"], after["facetexplorer_data_samples"], after["facetexplorer_data_trouble"]));
        Assert.InRange(after["facetexplorer_data_age_seconds"], 0, 3600);
        Assert.True(after["dotnet_process_memory_working_set_bytes"] > 1_000_000);

        double Grown(string name) => after.GetValueOrDefault(name) - before.GetValueOrDefault(name);
    }

    [Fact]
    public async Task How_the_last_import_ended_is_told_and_nothing_is_younger_than_now()
    {
        Assert.DoesNotContain((await site.ReadAsync()).Keys, name => name.StartsWith("facetexplorer_import_last", StringComparison.Ordinal));
        var files = new CatalogFiles(site.State);
        new LastImport(DateTimeOffset.UtcNow.AddHours(-1), ImportOutcome.Done, 2.5).Write(files);
        var values = await site.ReadAsync();
        Assert.Equal((1, 0, 2.5), (values["facetexplorer_import_last{outcome=\"done\"}"], values["facetexplorer_import_last{outcome=\"failed\"}"], values["facetexplorer_import_last_duration_seconds"]));
        Assert.InRange(values["facetexplorer_import_last_age_seconds"], 3600, 7200);

        new LastImport(DateTimeOffset.UtcNow.AddYears(1), ImportOutcome.RemovalsRefused, 1).Write(files);
        values = await site.ReadAsync();
        Assert.Equal((0, 1, 0), (values["facetexplorer_import_last{outcome=\"done\"}"], values["facetexplorer_import_last{outcome=\"removals_refused\"}"], values["facetexplorer_import_last_age_seconds"]));

        File.WriteAllText(files.LastImportFile, "{");
        Assert.DoesNotContain((await site.ReadAsync()).Keys, name => name.StartsWith("facetexplorer_import_last", StringComparison.Ordinal));
        File.Delete(files.LastImportFile);
    }

    [Fact]
    public async Task Metrics_and_pages_are_at_addresses_of_their_own()
    {
        using var client = site.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/metrics", Cancel)).StatusCode);
        using var metrics = new HttpClient { BaseAddress = new Uri(site.Services.GetRequiredService<MetricsServer>().Address!) };
        Assert.Equal(HttpStatusCode.NotFound, (await metrics.GetAsync("/", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await metrics.PostAsync("/metrics", null, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Where_the_port_is_taken_pages_are_served_without_metrics()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var other = new ConfiguredSite(("Metrics:Url", $"http://{taken.LocalEndpoint}"));
        await other.InitializeAsync();
        using var client = other.CreateClient();
        Assert.Equal("ready, generation 1", await client.GetStringAsync("/health/ready", Cancel));
        Assert.Null(other.Services.GetRequiredService<MetricsServer>().Address);
    }

    [Fact]
    public void What_a_request_could_make_many_of_is_bounded()
    {
        using var meter = new System.Diagnostics.Metrics.Meter("test");
        var family = new MetricFamily(meter.CreateCounter<long>("a.b", description: "say \\ and\nthen"));
        for (var i = 0; i < 2000; i++)
            family.Record(1, [new("of", $"\"{i}\\\n")]);
        var text = new System.Text.StringBuilder();
        family.Write(text);
        var values = PrometheusReading.Of(text.ToString());
        Assert.Equal((501, 1500, 1), (values.Count, values["a_b_total{other=\"true\"}"], values["a_b_total{of=\"\\\"0\\\\\\n\"}"]));
    }
}

public sealed class CircuitMetricsTests(Chromium chromium, MeteredSite site) : BrowserTest(chromium, site), IClassFixture<MeteredSite>
{
    [Fact]
    public async Task An_open_page_is_counted_until_it_is_left()
    {
        var page = await OpenAsync("/?tissue=liver");
        Assert.Equal(1, (await site.ReadAsync())["aspnetcore_components_circuit_connected"]);
        await page.CloseAsync();
        for (var i = 0; i < 200 && (await site.ReadAsync())["aspnetcore_components_circuit_connected"] > 0; i++)
            await Task.Delay(50, Cancel);
        Assert.Equal(0, (await site.ReadAsync())["aspnetcore_components_circuit_connected"]);
    }
}
