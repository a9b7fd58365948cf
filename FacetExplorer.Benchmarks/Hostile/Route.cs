using System.Collections.Immutable;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>A route of the running application.</summary>
/// <param name="Method">A method it has.</param>
/// <param name="Parts">Its path: texts, and parameters.</param>
internal sealed record Route(string Method, ImmutableArray<RoutePart> Parts)
{
    /// <summary>All of them, files included.</summary>
    public static IReadOnlyList<Route> Of(IServiceProvider services) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           let route = new Route(method, PartsOf(endpoint.RoutePattern))
           group route by (method, route.Path(name => $"{{{name}}}")) into same
           select same.First(),
    ];

    /// <summary>Whether it is a file that is sent as it is.</summary>
    public bool IsFile => !Parts.Any(part => part.IsParameter) && System.IO.Path.HasExtension(Path(_ => ""));

    /// <summary>Its path, its parameters filled in.</summary>
    public string Path(Func<string, string> parameter) => string.Concat(Parts.Select(part => part.IsParameter ? parameter(part.Text) : part.Text));

    private static ImmutableArray<RoutePart> PartsOf(RoutePattern pattern) =>
    [
        .. pattern.PathSegments.SelectMany(segment => segment.Parts.Select(Part).Prepend(new RoutePart("/", IsParameter: false))).DefaultIfEmpty(new RoutePart("/", IsParameter: false)),
    ];

    private static RoutePart Part(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => new(literal.Content, IsParameter: false),
        RoutePatternSeparatorPart separator => new(separator.Content, IsParameter: false),
        RoutePatternParameterPart parameter => new(parameter.Name, IsParameter: true),
        _ => throw new NotSupportedException($"{part}"),
    };
}

/// <summary>A piece of a route's path.</summary>
/// <param name="Text">Its text, or the name of the parameter.</param>
/// <param name="IsParameter">Whether it is one.</param>
internal readonly record struct RoutePart(string Text, bool IsParameter);
