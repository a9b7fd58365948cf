using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Components;

/// <summary>Configuration section <c>Site</c>: whose site this is. <see cref="Sites.Site"/> is what is made of it.</summary>
public sealed class SiteOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Site";

    /// <summary>The name in the header and in titles.</summary>
    [StringLength(60, MinimumLength = 1, ErrorMessage = "Site:Name is empty or too long: 1 to 60 characters are expected.")]
    public string Name { get; set; } = "FacetExplorer";

    /// <summary>A file with the picture beside the name, of one of the types that <see cref="Sites.Logo"/> knows.</summary>
    public string? Logo { get; set; }

    /// <summary>The colour of links and buttons, such as <c>#002ea3</c>; null for the shipped one.</summary>
    public string? Accent { get; set; }

    /// <summary>The same on a dark ground.</summary>
    public string? AccentDark { get; set; }

    /// <summary>The facets whose values each result shows; null for organism, technology, published.</summary>
    public IList<string>? ResultColumns { get; set; }

    /// <summary>Links in the footer.</summary>
    public IList<FooterLink>? FooterLinks { get; set; }

    /// <summary>A folder of Markdown files, each a page that the footer links to.</summary>
    public string? Pages { get; set; }

    /// <summary>
    /// Where problems with a record are reported: <c>mailto:</c> and an address, or an <c>https:</c> address with <c>{accession}</c>, and
    /// <c>{version}</c> and <c>{page}</c> as wanted; null for nowhere.
    /// </summary>
    public string? ReportProblem { get; set; }
}

/// <summary>A link in the footer.</summary>
public sealed class FooterLink
{
    /// <summary>What it says.</summary>
    public string Text { get; set; } = "";

    /// <summary>Where it leads.</summary>
    public string Url { get; set; } = "";
}
