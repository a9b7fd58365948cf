using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Api;

/// <summary><c>/health/live</c> while the process runs, <c>/health/ready</c> while there is a catalog to serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (GenerationStore store) => store.Current is { } generation
            ? Results.Text(string.Create(CultureInfo.InvariantCulture, $"ready, generation {generation.Number}"))
            : Results.Text("no catalog yet", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
