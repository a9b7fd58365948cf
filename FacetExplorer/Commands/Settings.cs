using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FacetExplorer.Api;
using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Components.Sites;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Hosting;
using FacetExplorer.Import;
using FacetExplorer.Search;

namespace FacetExplorer.Commands;

/// <summary>All configuration, bound and checked before anything starts.</summary>
/// <param name="Catalog">Section <c>Catalog</c>.</param>
/// <param name="Import">Section <c>Import</c>.</param>
/// <param name="Search">Section <c>Search</c>.</param>
/// <param name="Haystack">Section <c>Haystack</c>, with <c>Search:Within</c>: the dialect of the endpoints that follow drf-haystack.</param>
/// <param name="Elasticsearch">Section <c>Elasticsearch</c>.</param>
/// <param name="Facets">Section <c>Facets</c>.</param>
/// <param name="Archives">Section <c>Archives</c>.</param>
/// <param name="Nouns">Section <c>Nouns</c>.</param>
/// <param name="Site">Section <c>Site</c>.</param>
/// <param name="Proxy">Section <c>Proxy</c>.</param>
/// <param name="Cors">Section <c>Cors</c>.</param>
/// <param name="RateLimit">Section <c>RateLimit</c>.</param>
/// <param name="Limits">Section <c>Limits</c>.</param>
/// <param name="Circuits">Section <c>Circuits</c>.</param>
/// <param name="Hosts">Key <c>AllowedHosts</c>.</param>
/// <param name="Metrics">Section <c>Metrics</c>.</param>
/// <param name="Logs">Section <c>Logs</c>.</param>
/// <param name="Shutdown">Section <c>Shutdown</c>.</param>
/// <param name="Counted"><c>Catalog:Counted</c>: what a sample must fulfil to be counted.</param>
public sealed record Settings(
    CatalogOptions Catalog, ImportOptions Import, SearchOptions Search, HaystackUrl Haystack, ElasticsearchOptions Elasticsearch, FacetRegistry Facets, Archives Archives,
    Nouns Nouns, Site Site, ProxyOptions Proxy, CorsOptions Cors, RateLimitOptions RateLimit, LimitOptions Limits, CircuitLimits Circuits, AllowedHosts Hosts,
    MetricsOptions Metrics, LogsOptions Logs, ShutdownOptions Shutdown, IReadOnlyList<Clause> Counted)
{
    /// <summary>The facets that are shipped; any other configuration stands above it.</summary>
    private const string ShippedFacets = "data/facets.json";

    private const string Embedded = "Embedded", ElasticsearchEngine = "Elasticsearch";

    /// <summary>Whether searches go to a server.</summary>
    public bool UsesElasticsearch => Search.Engine == ElasticsearchEngine;

    /// <summary>Binds every section, collecting the mistakes of all.</summary>
    /// <exception cref="ConfigurationException">There are any.</exception>
    public static Settings Of(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var catalog = Bind<CatalogOptions>(configuration, CatalogOptions.Section, mistakes);
        var facets = FacetRegistry.Read(configuration, mistakes);
        var search = Bind<SearchOptions>(configuration, SearchOptions.Section, mistakes);
        var settings = new Settings(
            catalog,
            Bind<ImportOptions>(configuration, ImportOptions.Section, mistakes),
            search,
            new HaystackUrl(facets, Bind<HaystackOptions>(configuration, HaystackOptions.Section, mistakes), search.Within, mistakes),
            Bind<ElasticsearchOptions>(configuration, ElasticsearchOptions.Section, mistakes),
            facets,
            Archives.Read(configuration, mistakes),
            Bind<Nouns>(configuration, Nouns.Section, mistakes),
            Site.Read(Bind<SiteOptions>(configuration, SiteOptions.Section, mistakes), facets, mistakes),
            Bind<ProxyOptions>(configuration, ProxyOptions.Section, mistakes),
            Bind<CorsOptions>(configuration, CorsOptions.Section, mistakes),
            Bind<RateLimitOptions>(configuration, RateLimitOptions.Section, mistakes),
            Bind<LimitOptions>(configuration, LimitOptions.Section, mistakes),
            Bind<CircuitLimits>(configuration, CircuitLimits.Section, mistakes),
            AllowedHosts.Read(configuration, mistakes),
            Bind<MetricsOptions>(configuration, MetricsOptions.Section, mistakes),
            Bind<LogsOptions>(configuration, LogsOptions.Section, mistakes),
            Bind<ShutdownOptions>(configuration, ShutdownOptions.Section, mistakes),
            ReadCounted(catalog.Counted, facets, mistakes));
        if (settings.Search.Engine is not (Embedded or ElasticsearchEngine))
            mistakes.Add($"{SearchOptions.Section}:{nameof(SearchOptions.Engine)} is \"{settings.Search.Engine}\" where {Embedded} or {ElasticsearchEngine} is expected.");
        mistakes.AddRange(Contradictions.Of(settings, configuration));
        return mistakes.Count == 0 ? settings : throw new ConfigurationException(mistakes);
    }

    /// <summary>Puts the shipped facets below all other configuration.</summary>
    public static void AddShippedFacets(IConfigurationBuilder configuration)
    {
        var shipped = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile(ShippedFacets);
        configuration.Sources.Insert(0, shipped.Sources[0]);
    }

    /// <summary>The facets that are shipped, whatever else is configured.</summary>
    public static FacetRegistry Shipped()
    {
        var configuration = new ConfigurationBuilder();
        AddShippedFacets(configuration);
        return FacetRegistry.Read(configuration.Build(), []);
    }

    private static ImmutableArray<Clause> ReadCounted(string? query, FacetRegistry facets, List<string> mistakes)
    {
        const string key = $"{CatalogOptions.Section}:{nameof(CatalogOptions.Counted)}";
        if (facets.All.Count == 0)
            return []; // the facets are wrong already
        var (request, problems) = new SearchUrl(facets).Parse(query);
        mistakes.AddRange(problems.Select(p => $"{key}: {p.Parameter} cannot be '{p.Value}': {p.Allowed}."));
        if (SearchUrl.Format(request with { Clauses = [] }).Length > 0 || request.Clauses.Any(c => c.Facet.Level == FacetLevel.Experiment))
            mistakes.Add($"{key} is \"{query}\" where only filters on sample facets are expected, such as processed=true.");
        return request.Clauses;
    }

    /// <summary>The configuration of a verb that starts no server: appsettings, environment, switches.</summary>
    public static Settings Load(IReadOnlyList<string> switches, string? catalog)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. Switches(switches, catalog)]);
        AddShippedFacets(configuration);
        return Of(configuration.Build());
    }

    /// <summary>Configuration switches with <c>--catalog</c> among them.</summary>
    public static IEnumerable<string> Switches(IEnumerable<string> switches, string? catalog) =>
        catalog is null ? switches : switches.Append($"--{CatalogOptions.Section}:{nameof(CatalogOptions.Path)}={catalog}");

    private static T Bind<T>(IConfiguration configuration, string name, List<string> mistakes) where T : new()
    {
        var section = configuration.GetSection(name);
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        var found = mistakes.Count;
        foreach (var entry in section.GetChildren())
        {
            var property = properties.Find(known => known.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                mistakes.Add($"{entry.Path} is no setting: {name} has {string.Join(", ", properties.Select(known => known.Name))}.");
            else if (entry.Value is { } text && !(text.Length == 0 && entry.GetChildren().Any()) && !Converts(property.PropertyType, text))
                mistakes.Add($"{entry.Path} is \"{text}\" where {Expected(property.PropertyType)} is expected.");
        }
        if (mistakes.Count > found)
            return new T();
        var options = section.Get<T>() ?? new T();
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        mistakes.AddRange(results.Select(result => result.ErrorMessage!));
        return options;
    }

    private static bool Converts(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return true;
        try
        {
            return TypeDescriptor.GetConverter(type) is { } converter
                && converter.CanConvertFrom(typeof(string)) && converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } @enum => string.Join(" or ", Enum.GetNames(@enum)),
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) || t == typeof(decimal) => "a number",
        var t when t == typeof(TimeSpan) => "a time such as 00:00:30",
        var t when t.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "a list (key:0, key:1, …)",
        var t => $"a section of {string.Join(", ", t.GetProperties().Select(property => property.Name))}",
    };
}
