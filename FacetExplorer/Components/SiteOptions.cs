using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Components;

/// <summary>Configuration section <c>Site</c>: whose site this is.</summary>
public sealed class SiteOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Site";

    private const string Accession = "{accession}", Version = "{version}", Page = "{page}";

    /// <summary>
    /// Where problems with a record are reported: <c>mailto:</c> and an address, or an <c>https:</c> address with <c>{accession}</c>, and
    /// <c>{version}</c> and <c>{page}</c> as wanted; null for nowhere.
    /// </summary>
    public string? ReportProblem { get; set; }

    /// <summary>Where to report a problem with one record.</summary>
    /// <param name="accession">The record.</param>
    /// <param name="generation">The version of the data that shows it.</param>
    /// <param name="page">The address of its page.</param>
    public string? ReportAddress(string accession, Generation generation, string page)
    {
        if (string.IsNullOrWhiteSpace(ReportProblem))
            return null;
        var template = ReportProblem.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && !ReportProblem.Contains('?', StringComparison.Ordinal)
            ? $"{ReportProblem}?subject=Problem%20with%20{Accession}&body=%0A%0A{Accession}%2C%20data%20version%20{Version}%0A{Page}"
            : ReportProblem;
        return template
            .Replace(Accession, Uri.EscapeDataString(accession), StringComparison.Ordinal)
            .Replace(Version, generation.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(Page, Uri.EscapeDataString(page), StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(ReportProblem) && !IsReportAddress(ReportProblem))
            yield return new ValidationResult(
                $"{Section}:{nameof(ReportProblem)} is \"{ReportProblem}\" where mailto: with an address, or an https:// address with {Accession} in it, is expected.");
    }

    private static bool IsReportAddress(string text)
    {
        if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            return new EmailAddressAttribute().IsValid(text["mailto:".Length..].Split('?')[0]);
        return text.Contains(Accession, StringComparison.Ordinal)
            && Uri.TryCreate(text.Replace('{', '_').Replace('}', '_'), UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
    }
}
