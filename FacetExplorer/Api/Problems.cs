using System.Globalization;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Mvc;

namespace FacetExplorer.Api;

/// <summary>What goes wrong under <c>/api</c>, as problem details (RFC 9457), whichever representation was asked for.</summary>
internal static class Problems
{
    /// <summary>After how many seconds it is worth asking again what could not be answered now.</summary>
    private const string RetryAfter = "5";

    private const string TooSlow = "The body came too slowly.";

    /// <summary>400: parameters that were not understood, each with its value and what is allowed.</summary>
    public static IResult NotUnderstood(IReadOnlyList<UrlProblem> problems) => Results.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "A parameter of the query was not understood.",
        Detail = string.Join(" ", problems.Select(p => $"{p.Parameter} cannot be '{p.Value}': {p.Allowed}.")),
        Extensions = { ["errors"] = problems.Select(p => new { parameter = p.Parameter, value = p.Value, allowed = p.Allowed }) },
    });

    /// <summary>404: there is no such experiment; or 410 when there was one until some time.</summary>
    public static IResult NoExperiment(string accession, DateTimeOffset? withdrawn) => withdrawn is { } at
        ? Results.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status410Gone,
            Title = "The experiment was withdrawn.",
            Detail = string.Create(CultureInfo.InvariantCulture, $"The experiment '{accession}' was withdrawn from this catalog on {at:d MMMM yyyy}."),
            Extensions = { ["withdrawn"] = at },
        })
        : Results.Problem($"There is no experiment '{accession}'.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Answers a request that goes no further; the log gets its title, which holds nothing that was sent.</summary>
    public static Task Refuse(HttpContext http, int status, string title, string detail)
    {
        http.RequestServices.GetRequiredService<RefusalLog>().Refused(http, title);
        return Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(http);
    }

    /// <summary>
    /// Answers exceptions and errors without a body, and OPTIONS with the methods a route has. What fails after its answer has begun
    /// is cut off, so that nobody takes it for whole.
    /// </summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await Of(e, http).ExecuteAsync(http);
            return;
        }
        if (http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && HttpMethods.IsOptions(http.Request.Method))
            AnswerOptions(http.Response);
        else if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            await Of(http, http.Response.StatusCode).ExecuteAsync(http);
    });

    private static void AnswerOptions(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = $"{response.Headers.Allow}, {HttpMethods.Options}";
    }

    private static IResult Of(Exception e, HttpContext http)
    {
        http.Response.Clear();
        switch (e)
        {
            case CatalogUnavailableException or SearchUnavailableException or TimeoutException:
                http.Response.Headers.RetryAfter = RetryAfter;
                return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
            case GenerationNotKeptException gone:
                return Results.Problem($"{gone.Message} The current one is {http.RequestServices.GetRequiredService<GenerationStore>().Current?.Number}; without generation={gone.Number} it answers.",
                    statusCode: StatusCodes.Status410Gone, title: "The data version is not kept.");
            case SearchTooWideException:
                return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest, title: "The search takes too much.");
            case BadHttpRequestException bad:
                return Of(http, bad.StatusCode, bad.InnerException as JsonException);
            default:
                http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems))
                    .LogError(e, "{Method} {Path}{Query} failed.", http.Request.Method, http.Request.Path, http.Request.QueryString);
                return Results.Problem("This is an error of the server; it was written down.", statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>An error that has no body yet. The framework's own words name types of this program.</summary>
    private static IResult Of(HttpContext http, int status, JsonException? json = null)
    {
        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
            http.RequestServices.GetRequiredService<RefusalLog>().Refused(http, status == StatusCodes.Status408RequestTimeout ? TooSlow : "The body is too long.");
        return Results.Problem(statusCode: status, detail: Detail(http, status, json));
    }

    private static string? Detail(HttpContext http, int status, JsonException? json) => status switch
    {
        StatusCodes.Status400BadRequest when json is not null =>
            FormattableString.Invariant($"The body is not the JSON that is expected: see {json.Path ?? "$"}, line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}."),
        StatusCodes.Status400BadRequest => "A JSON object is expected as the body.",
        StatusCodes.Status404NotFound => $"There is nothing at {http.Request.PathBase + http.Request.Path}; {http.Request.PathBase + ApiRoutes.Root} says what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This address answers {http.Response.Headers.Allow}, not {http.Request.Method}.",
        StatusCodes.Status408RequestTimeout => TooSlow,
        StatusCodes.Status413PayloadTooLarge =>
            $"The body is longer than {http.RequestServices.GetRequiredService<LimitOptions>().BodyBytes} bytes ({LimitOptions.Section}:{nameof(LimitOptions.BodyKilobytes)}).",
        StatusCodes.Status415UnsupportedMediaType => "The body must be application/json, and say so in Content-Type.",
        _ => null,
    };
}
