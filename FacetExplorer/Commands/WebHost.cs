using System.Globalization;
using FacetExplorer.Catalog;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FacetExplorer.Commands;

/// <summary>The web server: services and endpoints.</summary>
internal static class WebHost
{
    private const string DefaultUrl = "http://localhost:5080";

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot(args) });
        var settings = Settings.Of(builder.Configuration);
        if (!AddressKeys.Any(key => builder.Configuration[key] is { Length: > 0 })
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        builder.Services.AddSingleton(settings.Catalog).AddSingleton(settings.Import);
        builder.Services.AddSingleton(services => new GenerationStore(
            settings.Catalog.Path, services.GetService<Func<CatalogReader, CancellationToken, Task<IDisposable?>>>()));
        builder.Services.AddHostedService<CatalogWatcher>();
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (GenerationStore store) => store.Current is { } generation
            ? Results.Text(string.Create(CultureInfo.InvariantCulture, $"ready, generation {generation.Number}"))
            : Results.Text("no catalog yet", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        return app;
    }

    /// <summary>appsettings.json and the pages' files lie beside the program, whatever the working folder; tests say otherwise.</summary>
    private static string? ContentRoot(string[] args) =>
        args.Any(arg => arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory;

    private static void Announce(WebApplication app)
    {
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var what = app.Services.GetRequiredService<GenerationStore>().Current is { } generation
            ? string.Create(CultureInfo.InvariantCulture,
                $"generation {generation.Number}{(generation.IsDemo ? " (invented demo data)" : "")}: {generation.Experiments:N0} experiments, {generation.Samples:N0} samples")
            : "no catalog yet";
        Console.WriteLine($"FacetExplorer on {string.Join(", ", urls)} serves {what}");
    }
}
