using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Catalog;

/// <summary>Configuration section <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Catalog";

    internal const int DefaultOpenVersions = 2;

    /// <summary>The state folder, relative to the working folder.</summary>
    public string Path { get; set; } = "state";

    /// <summary>Sample-level clauses, as a query string, that a sample must fulfil to be counted at all.</summary>
    public string? Counted { get; set; }

    /// <summary>How many data versions that are not current may be open at once, for addresses that name one, 0 to 20.</summary>
    [Range(0, 20, ErrorMessage = "Catalog:OpenVersions is out of range: 0 to 20 is expected.")]
    public int OpenVersions { get; set; } = DefaultOpenVersions;

    /// <summary>Whether an empty catalog is seeded with the demo when the server starts.</summary>
    public bool Demo { get; set; } = true;
}
