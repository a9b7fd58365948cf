using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace FacetExplorer.Api;

/// <summary>Configuration section <c>Cors</c>: which pages of others may read the API, always without credentials.</summary>
public sealed class CorsOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cors";

    private const string Any = "*";

    /// <summary>Origins with commas between them, <c>*</c> for any, empty for none.</summary>
    public string Origins { get; set; } = Any;

    private string[] All => Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => All
        .Where(origin => All is not [Any] && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin))
        .Select(origin => new ValidationResult($"{Section}:{nameof(Origins)} names \"{origin}\" where an origin such as https://example.org is expected (or * alone for any)."));

    /// <summary>What a browser lets pages of these origins do: read, and see the headers that belong to an answer.</summary>
    internal CorsPolicy Policy()
    {
        var policy = new CorsPolicyBuilder()
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
            .AllowAnyHeader()
            .WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromDays(1));
        return (All is [Any] ? policy.AllowAnyOrigin() : policy.WithOrigins(All)).Build();
    }

    /// <summary>Headers that pages may read beside the few they always may.</summary>
    internal static readonly string[] ExposedHeaders = ["Link", "ETag", "Retry-After", "Content-Disposition"];
}
