using FacetExplorer.Catalog;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Mvc;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/experiments</c>: the page's search, by the page's query string, as JSON.</summary>
internal static class ExperimentsEndpoint
{
    private const string Route = "/api/experiments";

    public static void MapExperiments(this IEndpointRouteBuilder app) => app.MapGet(Route, SearchAsync);

    private static async Task<IResult> SearchAsync(HttpRequest http, SearchUrl url, SearchService search, CancellationToken cancel)
    {
        var (request, problems) = url.Parse(http.QueryString.Value);
        if (problems.Count > 0)
            return NotUnderstood(problems);
        try
        {
            return Results.Json(SearchJson.Of(request, await search.SearchAsync(request, cancel), http.PathBase + Route), SearchJson.Options);
        }
        catch (Exception e) when (e is CatalogUnavailableException or SearchUnavailableException or TimeoutException)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult NotUnderstood(IReadOnlyList<UrlProblem> problems) => Results.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "A parameter of the query was not understood.",
        Detail = string.Join(" ", problems.Select(p => $"{p.Parameter} cannot be '{p.Value}': {p.Allowed}.")),
        Extensions = { ["errors"] = problems.Select(p => new { parameter = p.Parameter, value = p.Value, allowed = p.Allowed }) },
    });
}
