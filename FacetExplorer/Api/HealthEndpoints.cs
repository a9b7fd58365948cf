using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>/health/live</c> while the process runs, <c>/health/ready</c> while there is a catalog and an engine to serve it.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(GenerationStore store, ISearchEngine engine, CancellationToken cancel)
    {
        if (store.Current is not { } generation)
            return Results.Text(store.Trouble?.Message ?? "no catalog yet", statusCode: StatusCodes.Status503ServiceUnavailable);
        try
        {
            await engine.CheckAsync(cancel);
            return Results.Text(string.Create(CultureInfo.InvariantCulture, $"ready, generation {generation.Number}{(store.Trouble is { } trouble ? $"; {trouble.Message}" : "")}"));
        }
        catch (SearchUnavailableException e)
        {
            return Results.Text(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
