using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Api;

/// <summary>Configuration section <c>Limits</c>: how much one request to the API may be.</summary>
public sealed class LimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Limits";

    /// <summary>What the server reads of a request line at most; longer ones it refuses by itself, without a word.</summary>
    internal const int LongestRequestLine = 64 * 1024;

    /// <summary>The longest body, in kilobytes.</summary>
    [Range(1, 102_400, ErrorMessage = $"{Section}:{nameof(BodyKilobytes)} is out of range: 1 to 102,400 is expected.")]
    public int BodyKilobytes { get; set; } = 1024;

    /// <summary>The longest address, in characters as sent.</summary>
    [Range(1000, 60_000, ErrorMessage = $"{Section}:{nameof(UrlCharacters)} is out of range: 1,000 to 60,000 is expected.")]
    public int UrlCharacters { get; set; } = 16_000;

    internal long BodyBytes => BodyKilobytes * 1024L;
}
