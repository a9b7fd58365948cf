using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Search;

/// <summary>Configuration section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Search";

    /// <summary>The engine that answers: the <see cref="ISearchEngine.Name"/> of one there is.</summary>
    public string Engine { get; set; } = "Embedded";

    /// <summary>Answers kept in memory for the whole process, 0 to 100,000.</summary>
    [Range(0, 100_000, ErrorMessage = "Search:CachedAnswers is out of range: 0 to 100,000 is expected.")]
    public int CachedAnswers { get; set; } = 1000;

    /// <summary>The time one search may take, in seconds, 1 to 600.</summary>
    [Range(1, 600, ErrorMessage = "Search:TimeoutSeconds is out of range: 1 to 600 is expected.")]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>What readers' lists of accessions may take up on disk, in megabytes, 1 to 100,000; the longest unused ones go.</summary>
    [Range(1, 100_000, ErrorMessage = "Search:ListMegabytes is out of range: 1 to 100,000 is expected.")]
    public int ListMegabytes { get; set; } = 100;

    /// <summary>A query string of the page whose filters and text hold for every search below <c>/api/search/</c>, such as <c>organism=human</c>; null for none.</summary>
    public string? Within { get; set; }
}
