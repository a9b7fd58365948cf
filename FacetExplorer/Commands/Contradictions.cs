using System.Globalization;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Hosting;
using FacetExplorer.Search;

namespace FacetExplorer.Commands;

/// <summary>Settings of which each could be right, but not together.</summary>
internal static class Contradictions
{
    public static IEnumerable<string> Of(Settings settings, IConfiguration configuration)
    {
        if (SamePort(settings.Metrics.Url, configuration[ServerAddress.Key] ?? WebApp.DefaultUrl) is { } port)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{MetricsOptions.Section}:{nameof(MetricsOptions.Url)} and {ServerAddress.Key} both name port {port}: one for the metrics alone is expected, which readers cannot reach.");
        if (settings.UsesElasticsearch && settings.Elasticsearch.SearchTimeoutSeconds > settings.Search.TimeoutSeconds)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{ElasticsearchOptions.Section}:{nameof(ElasticsearchOptions.SearchTimeoutSeconds)} is {settings.Elasticsearch.SearchTimeoutSeconds}, but {SearchOptions.Section}:{nameof(SearchOptions.TimeoutSeconds)} ends every search after {settings.Search.TimeoutSeconds}: at most that is expected.");
    }

    private static int? SamePort(string metrics, string urls) =>
        ServerAddress.Read(metrics)?.Port is { } port and not 0 && ServerAddress.All(urls).Any(url => url.Read?.Port == port) ? port : null;
}
