using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Hosting;

/// <summary>Configuration section <c>Metrics</c>.</summary>
public sealed class MetricsOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Metrics";

    private const string Default = "http://127.0.0.1:9464";

    /// <summary>Where <c>/metrics</c> is served, apart from the pages; empty for nowhere.</summary>
    public string Url { get; set; } = Default;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url.Length > 0 && ServerAddress.Read(Url) is not { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false })
            yield return new ValidationResult($"{Section}:{nameof(Url)} is \"{Url}\" where an address such as {Default} is expected, or nothing.");
    }
}
