namespace FacetExplorer.Api;

/// <summary>Everything under <c>/api</c>: its routes, and what holds for each of them.</summary>
internal static class ApiRoutes
{
    /// <summary>The path below which all routes are.</summary>
    public const string Root = "/api";

    /// <summary>Whether a request is for a route of the API; <see cref="Root"/> itself is the page about it.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(Root, out var rest) && rest.HasValue && rest != "/";

    /// <summary>Maps every route. What an endpoint answers with an exception or an empty error is <see cref="Problems.UseProblems"/>' to tell.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root);
        api.AnswerHead();
        api.MapExperiments();
        api.MapDownloads();
    }

    /// <summary>What answers GET answers HEAD likewise; the server leaves the body out.</summary>
    private static void AnswerHead(this IEndpointConventionBuilder api) => api.Add(endpoint =>
    {
        var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            endpoint.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
    });
}
