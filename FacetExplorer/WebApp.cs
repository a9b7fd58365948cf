using System.Globalization;
using FacetExplorer.Api;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Components;
using FacetExplorer.Components.Cite;
using FacetExplorer.Components.Lists;
using FacetExplorer.Components.Records;
using FacetExplorer.Components.Sites;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Hosting;
using FacetExplorer.Search;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace FacetExplorer;

/// <summary>The web application: its services and what it answers.</summary>
internal static class WebApp
{
    internal const string DefaultUrl = "http://localhost:5080";

    private static readonly string[] AddressKeys = [ServerAddress.Key, "http_ports", "https_ports"];

    /// <summary>The application, ready to run.</summary>
    /// <exception cref="ConfigurationException">Configuration that cannot be right.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = CreateBuilder(args);
        var settings = Settings.Of(builder.Configuration);
        builder.AddLogs(settings.Logs);
        builder.Services.AddStopping(settings.Shutdown);
        AddCatalog(builder.Services, settings);
        AddEngine(builder.Services, settings);
        AddPages(builder.Services, settings);
        builder.Services.AddSecurityHeaders();
        builder.Services.AddHostNames(settings.Hosts);
        builder.Services.AddApi(settings.Cors, settings.RateLimit, settings.Limits);
        builder.Services.AddSingleton(settings.Metrics).AddSingleton<MetricsServer>().AddHostedService(of => of.GetRequiredService<MetricsServer>());
        var app = builder.Build();
        Map(app, settings);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, settings.Logs.Format));
        return app;
    }

    /// <summary>
    /// A builder that finds the application's own files beside its assembly, from whichever folder and by whichever
    /// program it is started.
    /// </summary>
    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(WebApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        Settings.AddShippedFacets(builder.Configuration);
        builder.WebHost.UseStaticWebAssets();
        if (!AddressKeys.Any(key => builder.Configuration[key] is { Length: > 0 })
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        return builder;
    }

    private static void AddCatalog(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.Catalog).AddSingleton(settings.Import).AddSingleton(settings.Facets).AddSingleton(settings.Archives);
        services.AddSingleton(Options.Create(settings.Search));
        services.AddSingleton<CatalogContentsCache>().AddSingleton<DataVersions>().AddHostedService<CatalogWatcher>();
    }

    /// <summary>Refuses a server of a wrong version at once; one that is away may come back.</summary>
    public static async Task CheckEngineAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            if (app.Services.GetService<ElasticsearchClient>() is { } client)
                await ServerVersionCheck.CheckAsync(client, cancel);
        }
        catch (ElasticsearchException e) when (e.Status != ElasticsearchException.WrongVersion)
        {
            app.Logger.LogWarning("{Message} {Cause}", e.Message, e.Cause);
        }
    }

    /// <summary>The only place that knows which engine runs.</summary>
    private static void AddEngine(IServiceCollection services, Settings settings)
    {
        if (settings.UsesElasticsearch)
        {
            services.AddSingleton(new GenerationStore(settings.Catalog.Path, olderOpen: settings.Catalog.OpenVersions));
            services.AddSingleton(_ => new ElasticsearchClient(settings.Elasticsearch));
            services.AddSingleton<ISearchEngine>(of => new ElasticsearchEngine(of.GetRequiredService<ElasticsearchClient>(), settings.Elasticsearch,
                settings.Facets, settings.Counted, of.GetRequiredService<GenerationStore>(), of.GetRequiredService<ILogger<ElasticsearchEngine>>()));
        }
        else
        {
            services.AddSingleton(of => new GenerationStore(
                settings.Catalog.Path,
                (catalog, cancel) => EmbeddedIndex.OpenAsync(catalog, settings.Facets, settings.Counted, cancel, of.GetRequiredService<ILogger<EmbeddedEngine>>()),
                settings.Catalog.OpenVersions));
            services.AddSingleton<ISearchEngine, EmbeddedEngine>();
        }
        services.AddSingleton<AnswerCache>().AddSingleton<Measurements>();
        services.AddSingleton(of => new AccessionLists(settings.Catalog.Path, settings.Search.ListMegabytes, of.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new ListLookup(settings.Counted));
        services.AddSingleton<SearchUrl>().AddSingleton(settings.Haystack);
        services.AddScoped<SearchService>().AddScoped<ViewSearch>().AddScoped<HaystackSearch>();
        services.AddSingleton<VocabularyCache>().AddScoped<Autocomplete>().AddScoped<Corrections>().AddScoped<WaysOut>().AddScoped<SimilarExperiments>();
        services.AddSingleton(of => new Downloads(
            of.GetRequiredService<ISearchEngine>(), of.GetRequiredService<GenerationStore>(), settings.Facets, settings.Counted, of.GetRequiredService<AnswerCache>(),
            of.GetRequiredService<ListLookup>()));
    }

    private static void AddPages(IServiceCollection services, Settings settings)
    {
        // Named, as keys are otherwise only good for a program in the same folder.
        services.AddDataProtection().SetApplicationName(nameof(FacetExplorer)).PersistKeysToFileSystem(KeyFolder(settings.Catalog.Path));
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Circuits).AddSingleton(settings.RateLimit).AddSingleton<ConnectionsPerAddress>();
        services.AddRazorComponents().AddInteractiveServerComponents(settings.Circuits.Configure).AddHubOptions(settings.Circuits.Configure);
        services.AddSingleton(settings.Nouns).AddSingleton<Words>().AddSingleton(settings.Site).AddScoped<CiteFiles.Source>();
        services.AddSingleton(of => new RecordPages(of.GetRequiredService<GenerationStore>(), settings.Facets, settings.Counted));
    }

    /// <summary>The folder of the keys that protect what readers send: nobody else's business.</summary>
    private static DirectoryInfo KeyFolder(string state)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var folder = Writable(state).CreateSubdirectory("keys");
        try
        {
            if (!OperatingSystem.IsWindows())
                folder.UnixFileMode = ownerOnly;
        }
        catch (UnauthorizedAccessException)
        {
            // It is someone else's, who may have reasons.
        }
        return folder;
    }

    /// <summary>The state folder. A full disk can be served from; where nothing can be made at all, nothing would work later.</summary>
    private static DirectoryInfo Writable(string state)
    {
        var probe = Path.Combine(state, $"{Guid.NewGuid():N}.tmp");
        try
        {
            var folder = Directory.CreateDirectory(state);
            File.Create(probe).Dispose();
            File.Delete(probe);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogUnavailableException(
                $"The state folder {Path.GetFullPath(state)} cannot be written, where keys and readers' lists are kept: {e.Message} Let the user {Environment.UserName} write it, or name another with --catalog.", e);
        }
    }

    private static void Map(WebApplication app, Settings settings)
    {
        settings.Proxy.Use(app);
        app.UseSecurityHeaders();
        app.UseHostNames(settings.Hosts);
        app.UseOwnPagesOnly(settings.Hosts);
        app.Use(app.Services.GetRequiredService<ConnectionsPerAddress>().RefuseAsync);
        app.UseStopping();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseVisitorsCulture();
        app.UseWhen(http => !ApiRoutes.IsApi(http), pages => pages.UseRateLimiter());
        app.UseApi();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapHealth();
        app.MapApi();
        app.MapSitemap();
        app.MapSiteFiles(settings.Site);
        app.MapListForm();
        app.MapCiteFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
            options.ContentSecurityFrameAncestorsPolicy = null) // it is part of SecurityHeaders
            .RequireRateLimiting(RateLimitOptions.Pages);
    }

    private static void Announce(WebApplication app, LogFormat format)
    {
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var what = app.Services.GetRequiredService<GenerationStore>().Current is { } generation
            ? string.Create(CultureInfo.InvariantCulture,
                $"generation {generation.Number}{(generation.IsDemo ? " (invented demo data)" : "")}: {generation.Experiments:N0} experiments, {generation.Samples:N0} samples")
            : "no catalog yet";
        var line = $"FacetExplorer on {string.Join(", ", urls)} serves {what}";
        if (format == LogFormat.Json)
            app.Logger.LogInformation("{Line}", line);
        else
            Console.WriteLine(line);
    }
}
