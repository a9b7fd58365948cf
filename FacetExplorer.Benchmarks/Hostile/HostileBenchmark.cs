using System.Diagnostics;
using System.Globalization;
using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Facets;
using FacetExplorer.Import;
using FacetExplorer.Import.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>How much is tried.</summary>
internal sealed record HostileAmounts(int Urls = 100_000, int HeadersAndBodies = 20_000, int Mixes = 100_000, int Payloads = 5_000, bool Scalars = true)
{
    /// <summary>A share of all of it, to try the run itself.</summary>
    public HostileAmounts Of(double share) => new((int)(Urls * share), (int)(HeadersAndBodies * share), (int)(Mixes * share), (int)(Payloads * share), share >= 1);
}

/// <summary>Starts the application on this machine and treats it badly.</summary>
internal static class HostileBenchmark
{
    /// <summary>The parts that there are, each of which can be done alone.</summary>
    public const string Texts = "texts", Scripts = "scripts", Requests = "requests";

    /// <summary>Does all of it, or some parts.</summary>
    /// <returns>What was seen, as Markdown, and whether anything failed.</returns>
    public static async Task<(string Report, bool Failed)> RunAsync(int seed, HostileAmounts amounts, IReadOnlyCollection<string> parts, TextWriter progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        List<Findings> all = [];
        if (parts.Contains(Texts))
            await AddAsync(() => TextRun.MixesAsync(amounts.Mixes, seed, cancel));
        if (parts.Contains(Texts) && amounts.Scalars)
            await AddAsync(() => TextRun.ScalarsAsync(TextRun.AllScalars(), seed, cancel));
        if (parts.Contains(Scripts))
            await AddAsync(() => InjectAsync(seed, amounts, cancel));
        if (parts.Contains(Requests))
        {
            await using var site = await StartAsync(folder => DemoCatalog.Write(folder, new DemoSize(60, 1_500, Seed: 1)), cancel);
            var requests = new RequestRun(site.Address, new HostileRequests(seed, Route.Of(site.Services), site.Facets), seed);
            await AddAsync(() => requests.HeadersAndBodiesAsync(amounts.HeadersAndBodies, cancel));
            await AddAsync(() => requests.UrlsAsync(amounts.Urls, cancel));
        }
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"# Hostile input\n\n`dotnet run -c Release --project FacetExplorer.Benchmarks hostile {seed}` on {DateTime.UtcNow:yyyy-MM-dd}, {clock.Elapsed.TotalMinutes:N0} minutes, {Environment.ProcessorCount} cores shared with the sender.\n"));
        return (report.Append('\n').AppendJoin("\n", all).ToString(), all.Exists(findings => findings.Failed > 0));

        async Task AddAsync(Func<Task<Findings>> part)
        {
            all.Add(await part());
            await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:N0} s\n{all[^1]}"));
        }
    }

    private static async Task<Findings> InjectAsync(int seed, HostileAmounts amounts, CancellationToken cancel)
    {
        var payloads = Payloads.Make(seed, amounts.Payloads);
        IReadOnlyList<string> experiments = [], samples = [];
        var report = Path.GetTempFileName();
        await using var site = await StartAsync(folder => (experiments, samples) = InjectedCatalog.Write(folder, payloads), cancel, report);
        using var run = new InjectionRun(site.Address, site.Facets, site.LinkedHosts, seed);
        await run.ShowAsync(experiments, samples, site.Facets, cancel);
        await run.SendAsync(payloads, cancel);
        run.CheckFile(await File.ReadAllTextAsync(report, cancel));
        File.Delete(report);
        return run.Finish();
    }

    private static async Task<RunningSite> StartAsync(Action<string> write, CancellationToken cancel, string? report = null)
    {
        var folder = Directory.CreateTempSubdirectory("hostile-");
        var (source, state) = (Path.Combine(folder.FullName, "source"), Path.Combine(folder.FullName, "state"));
        write(source);
        await ImportAsync(source, state, report, cancel);
        var app = WebApp.Build([$"--Catalog:Path={state}", "--urls=http://127.0.0.1:0", "--Metrics:Url=", "--Logging:LogLevel:Default=None"]);
        await app.StartAsync(cancel);
        return new RunningSite(app, folder);
    }

    /// <summary>Imports what a folder has, and writes the report of it.</summary>
    public static async Task ImportAsync(string source, string state, string? report, CancellationToken cancel)
    {
        var settings = Settings.Load([], state);
        var request = new ImportRequest([source]) { Source = InjectedCatalog.Source, Replace = true };
        using var import = new Importer(new CatalogFiles(state), settings.Import).Prepare(request, null, cancel);
        await Publication.PublishAsync(import, settings, cancel);
        if (report is not null)
            await new ImportReportFile(report, request).WriteAsync(import.Report, InjectedCatalog.Source, failed: false, DateTimeOffset.UtcNow);
    }

    private sealed class RunningSite(WebApplication app, DirectoryInfo folder) : IAsyncDisposable
    {
        public IServiceProvider Services => app.Services;

        public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

        public IReadOnlyList<string> Facets => [.. app.Services.GetRequiredService<FacetRegistry>().All.Select(facet => facet.Key)];

        public IReadOnlySet<string> LinkedHosts => HostileBenchmark.LinkedHosts(app.Configuration);

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The hosts that pages may link to: those of the configured archives.</summary>
    public static IReadOnlySet<string> LinkedHosts(IConfiguration configuration) =>
        configuration.GetSection(Archives.Section).GetChildren().Select(archive => new Uri(archive["Url"]!).Host).ToHashSet(StringComparer.Ordinal);
}
