namespace FacetExplorer.Catalog;

/// <summary>Configuration section <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Catalog";

    /// <summary>The state folder, relative to the working folder.</summary>
    public string Path { get; set; } = "state";

    /// <summary>Sample-level clauses, as a query string, that a sample must fulfil to be counted at all.</summary>
    public string? Counted { get; set; }

    /// <summary>Whether an empty catalog is seeded with the demo when the server starts.</summary>
    public bool Demo { get; set; } = true;
}
