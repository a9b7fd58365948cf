using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Components.Sites;

/// <summary>Whose site this is: what <see cref="SiteOptions"/> say, checked.</summary>
public sealed class Site
{
    private const string Accession = "{accession}", Version = "{version}", Page = "{page}";

    private static readonly string[] DefaultColumns = ["organism", "technology", "published"];

    private readonly string? _reportProblem;

    private Site(SiteOptions options, FacetRegistry facets, ICollection<string> mistakes)
    {
        Name = options.Name;
        Logo = Logo.Read(options.Logo, Key(nameof(options.Logo)), mistakes);
        Colours = Colours.Read(options.Accent, options.AccentDark, mistakes);
        Columns = ReadColumns(options.ResultColumns, facets, mistakes);
        FooterLinks = ReadLinks(options.FooterLinks ?? [], mistakes);
        Pages = MarkdownPage.ReadAll(options.Pages, Key(nameof(options.Pages)), mistakes);
        _reportProblem = string.IsNullOrWhiteSpace(options.ReportProblem) ? null : options.ReportProblem;
        if (_reportProblem is not null && !IsReportAddress(_reportProblem))
            mistakes.Add($"{Key(nameof(options.ReportProblem))} is \"{_reportProblem}\" where mailto: with an address, or an https:// address with {Accession} in it, is expected.");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The picture beside the name, or null.</summary>
    internal Logo? Logo { get; }

    /// <summary>Its colours, where they are not the shipped ones.</summary>
    internal Colours Colours { get; }

    /// <summary>The facets whose values each result shows.</summary>
    internal IReadOnlyList<FacetDefinition> Columns { get; }

    /// <summary>Links in the footer.</summary>
    internal IReadOnlyList<FooterLink> FooterLinks { get; }

    /// <summary>Pages of its own.</summary>
    internal IReadOnlyList<MarkdownPage> Pages { get; }

    /// <summary>The name of a setting.</summary>
    internal static string Key(string setting) => $"{SiteOptions.Section}:{setting}";

    /// <summary>Checks the options and reads the files they name; every mistake is added to <paramref name="mistakes"/>.</summary>
    public static Site Read(SiteOptions options, FacetRegistry facets, ICollection<string> mistakes) => new(options, facets, mistakes);

    /// <summary>Where to report a problem with one record; null for nowhere.</summary>
    /// <param name="accession">The record.</param>
    /// <param name="generation">The version of the data that shows it.</param>
    /// <param name="page">The address of its page.</param>
    public string? ReportAddress(string accession, Generation generation, string page)
    {
        if (_reportProblem is null)
            return null;
        var template = IsMail(_reportProblem) && !_reportProblem.Contains('?', StringComparison.Ordinal)
            ? $"{_reportProblem}?subject=Problem%20with%20{Accession}&body=%0A%0A{Accession}%2C%20data%20version%20{Version}%0A{Page}"
            : _reportProblem;
        return template
            .Replace(Accession, Uri.EscapeDataString(accession), StringComparison.Ordinal)
            .Replace(Version, generation.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(Page, Uri.EscapeDataString(page), StringComparison.Ordinal);
    }

    private static List<FacetDefinition> ReadColumns(IList<string>? keys, FacetRegistry facets, ICollection<string> mistakes)
    {
        var columns = new List<FacetDefinition>();
        foreach (var key in keys ?? DefaultColumns)
            if (facets.TryGet(key, out var facet))
                columns.Add(facet);
            else if (keys is not null && facets.All.Count > 0)
                mistakes.Add($"{Key(nameof(SiteOptions.ResultColumns))} has \"{key}\" where facets are expected: {string.Join(", ", facets.All.Select(f => f.Key))}.");
        return columns;
    }

    private static IReadOnlyList<FooterLink> ReadLinks(IList<FooterLink> links, ICollection<string> mistakes)
    {
        foreach (var (index, link) in links.Index())
            if (string.IsNullOrWhiteSpace(link.Text) || !IsLink(link.Url))
                mistakes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{Key(nameof(SiteOptions.FooterLinks))}:{index} is \"{link.Text}\", \"{link.Url}\" where a Text and a Url that begins with https://, http:// or mailto: are expected."));
        return [.. links];
    }

    private static bool IsLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "https" or "http" or "mailto");

    private static bool IsMail(string text) => text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    private static bool IsReportAddress(string text) => IsMail(text)
        ? new EmailAddressAttribute().IsValid(text["mailto:".Length..].Split('?')[0])
        : text.Contains(Accession, StringComparison.Ordinal)
            && Uri.TryCreate(text.Replace('{', '_').Replace('}', '_'), UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}
