using System.Text.Json.Nodes;
using FacetExplorer.Search;

namespace FacetExplorer.Api.OpenApi;

/// <summary>What a route of the API is for, in the words of its description.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path below <see cref="ApiRoutes.Root"/>, as it is mapped.</param>
/// <param name="Id">A name for it in generated clients.</param>
/// <param name="Summary">What it answers, in a few words.</param>
/// <param name="Description">All that one needs to know.</param>
/// <param name="Query">A query string (or path and query) to try it with.</param>
internal sealed record Operation(string Method, string Path, string Id, string Summary, string Description, string Query)
{
    /// <summary>The parameters of the query string.</summary>
    public Func<IServiceProvider, IEnumerable<UrlParameter>> Parameters { get; init; } = _ => [];

    /// <summary>What the parts of the path are.</summary>
    public IReadOnlyList<UrlParameter> PathParameters { get; init; } = [];

    /// <summary>The type of the JSON it answers, or null.</summary>
    public Type? Json { get; init; }

    /// <summary>Other media types it answers, each with an example.</summary>
    public IReadOnlyList<(string MediaType, string Example)> Files { get; init; } = [];

    /// <summary>An answer as JSON.</summary>
    public string? Example { get; init; }

    /// <summary>A body as JSON, for POST.</summary>
    public string? Body { get; init; }

    /// <summary>Errors beside those that every route has, and when they come.</summary>
    public IReadOnlyList<(int Status, string When)> Errors { get; init; } = [];

    /// <summary>Headers of its answers beside those that every route has.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Headers { get; init; } = [];

    /// <summary>Whether its answers have an entity tag.</summary>
    public bool Tagged { get; init; } = true;

    /// <summary>Whether a request is one that <see cref="RateLimitOptions"/> limits; null when none is.</summary>
    public Func<HttpContext, bool>? IsExpensive { get; init; }

    /// <summary>The example as a tree.</summary>
    public JsonNode? ExampleNode => Example is null ? null : JsonNode.Parse(Example);
}
