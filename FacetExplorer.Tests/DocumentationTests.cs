using System.CommandLine;
using FacetExplorer.Api;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Components;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Hosting;
using FacetExplorer.Import;
using FacetExplorer.Search;

namespace FacetExplorer.Tests;

/// <summary>README.md names everything that a user can say to the program.</summary>
public sealed class DocumentationTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Folder, "README.md"));

    public static TheoryData<string> Settings =>
    [
        .. from section in new[] { (CatalogOptions.Section, typeof(CatalogOptions)), (ImportOptions.Section, typeof(ImportOptions)), (SearchOptions.Section, typeof(SearchOptions)), (HaystackOptions.Section, typeof(HaystackOptions)), (ElasticsearchOptions.Section, typeof(ElasticsearchOptions)),
               (ProxyOptions.Section, typeof(ProxyOptions)), (SiteOptions.Section, typeof(SiteOptions)), (CorsOptions.Section, typeof(CorsOptions)), (RateLimitOptions.Section, typeof(RateLimitOptions)), (LimitOptions.Section, typeof(LimitOptions)), (CircuitLimits.Section, typeof(CircuitLimits)),
               (MetricsOptions.Section, typeof(MetricsOptions)), (LogsOptions.Section, typeof(LogsOptions)), (ShutdownOptions.Section, typeof(ShutdownOptions)) }
           from property in section.Item2.GetProperties()
           select $"{section.Item1}:{property.Name}",
        AllowedHosts.Key,
    ];

    public static TheoryData<string> ArchiveSettings => [.. Archives.Settings];

    public static TheoryData<string> Kinds => [.. Enum.GetValues<FacetKind>().Select(FacetRegistry.Name)];

    public static TheoryData<string> Formats => [.. SourceFormats.Names];

    public static TheoryData<string> Verbs => [.. Commands(CommandLine.Root([])).Skip(1).Select(c => c.Name)];

    public static TheoryData<string> Switches =>
        [.. Commands(CommandLine.Root([])).SelectMany(c => c.Options).Select(o => o.Name).Where(n => n is not ("--help" or "--version")).Distinct()];

    private static IEnumerable<Command> Commands(Command command) => [command, .. command.Subcommands.SelectMany(Commands)];

    [Theory]
    [MemberData(nameof(Settings))]
    [MemberData(nameof(ArchiveSettings))]
    [MemberData(nameof(Kinds))]
    [MemberData(nameof(Formats))]
    [MemberData(nameof(Verbs))]
    [MemberData(nameof(Switches))]
    public void Is_documented(string name) => Assert.Matches($"`[^`\n]*(?<![A-Za-z]){name}(?![A-Za-z])[^`\n]*`", Readme);
}

/// <summary>The sources of this project.</summary>
internal static class Repository
{
    public static readonly string Folder = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "FacetExplorer.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
