using System.Diagnostics;
using FacetExplorer.Api.OpenApi;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FacetExplorer.Api;

/// <summary>Everything under <c>/api</c>: its routes, and what holds for each of them.</summary>
internal static class ApiRoutes
{
    /// <summary>The path below which all routes are.</summary>
    public const string Root = "/api";

    /// <summary>The services of the API.</summary>
    public static void AddApi(this IServiceCollection services, CorsOptions cors, RateLimitOptions rateLimit, LimitOptions limits)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = told => told.ProblemDetails.Extensions["trace_id"] = TraceOf(told.HttpContext));
        services.AddApiDocument();
        services.AddCors(options => options.AddDefaultPolicy(cors.Policy()));
        services.AddRateLimiter(rateLimit.Configure);
        services.AddSingleton(limits).AddSingleton<RefusalLog>().AddSingleton<EntityTags>().AddSingleton<ListEndpoints.Source>();
        services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestLineSize = LimitOptions.LongestRequestLine);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // for Problems to say why
    }

    /// <summary>What log lines of this request have as well.</summary>
    private static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    /// <summary>What goes before every route. An endpoint that fails need only throw: <see cref="Problems.UseProblems"/> tells the client.</summary>
    public static void UseApi(this IApplicationBuilder app) => app.UseWhen(IsApi, api => api
        .Use(AddHeaders)
        .UseProblems()
        .UseCors()
        .Use(RefuseLongAddresses)
        .UseRateLimiter());

    /// <summary>Maps every route.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root);
        ((IEndpointConventionBuilder)api).Add(Complete);
        api.WithMetadata(new BodyLimit(app.ServiceProvider.GetRequiredService<LimitOptions>().BodyBytes));
        api.MapOpenApi("/openapi.json");
        api.MapExperiments();
        api.MapDownloads();
        api.MapViews();
        api.MapLists();
        api.MapAutocomplete();
        api.MapMoreLikeThis();
        api.MapHaystack();
        api.MapData();
    }

    /// <summary>Whether a request is for a route of the API; <see cref="Root"/> itself is the page about it.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(Root, out var rest) && rest.HasValue && rest != "/";

    /// <summary>At the start of the response, as an error clears what was set before.</summary>
    private static Task AddHeaders(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.Append("Vary", "Accept");
            headers.CacheControl = "no-cache"; // to be asked again, with its tag
            http.Response.Link("service-desc describedby", $"{http.Request.PathBase}{Root}/openapi.json");
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static Task RefuseLongAddresses(HttpContext http, RequestDelegate next)
    {
        var limit = http.RequestServices.GetRequiredService<LimitOptions>().UrlCharacters;
        return http.Features.Get<IHttpRequestFeature>()?.RawTarget.Length <= limit
            ? next(http)
            : Problems.Refuse(http, StatusCodes.Status414UriTooLong, "The address is too long.",
                $"The address is longer than {limit} characters ({LimitOptions.Section}:{nameof(LimitOptions.UrlCharacters)}); POST has no such limit.");
    }

    /// <summary>What answers GET answers HEAD likewise (the server leaves the body out), and every route is what its description says.</summary>
    private static void Complete(EndpointBuilder endpoint)
    {
        var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            endpoint.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
        if (Operations.Find(methods, ((RouteEndpointBuilder)endpoint).RoutePattern.RawText) is not { } operation)
            return;
        endpoint.Metadata.Add(operation);
        if (operation.Json is { } type)
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, type, ["application/json"]));
        if (operation.IsExpensive is not null)
            endpoint.Metadata.Add(new EnableRateLimitingAttribute(RateLimitOptions.Expensive));
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
