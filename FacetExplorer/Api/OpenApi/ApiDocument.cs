using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FacetExplorer.Api.OpenApi;

/// <summary>The description of the API as an OpenAPI 3.1 document: schemas from the types that are written, all else from <see cref="Operations"/>.</summary>
internal static class ApiDocument
{
    private const string Description =
        "Every number of samples counts each accession once, however many experiments list it. Everything answers `HEAD` and `OPTIONS` too. " +
        "Errors are problem details (RFC 9457). An answer has an `ETag`; sent back in `If-None-Match` it is answered with 304 until the data changes. " +
        "Pages of any origin may read, without credentials, unless this site is configured otherwise.";

    private const string Problem = "Problem", Json = "application/json", ProblemJson = "application/problem+json";

    /// <summary>Makes the document.</summary>
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.Configure<HttpJsonOptions>(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = SearchJson.Options.PropertyNamingPolicy;
            json.SerializerOptions.DictionaryKeyPolicy = SearchJson.Options.DictionaryKeyPolicy;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(document =>
        {
            document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            document.ShouldInclude = route => route.HttpMethod != HttpMethods.Head && OperationOf(route) is not null;
            document.AddOperationTransformer(DescribeAsync);
            document.AddSchemaTransformer(LeaveOptionalAsync);
            document.AddDocumentTransformer((whole, _, _) =>
            {
                whole.Info = new OpenApiInfo { Title = "FacetExplorer", Version = "1", Description = Description };
                whole.Paths = WithSlashes(whole.Paths);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Paths as they are mapped: the framework leaves out a slash at the end, where clients of drf-haystack write one.</summary>
    private static OpenApiPaths WithSlashes(OpenApiPaths paths)
    {
        var mapped = new OpenApiPaths();
        foreach (var (path, item) in paths)
            mapped.Add(Operations.All.Any(o => $"{ApiRoutes.Root}{o.Path}" == $"{path}/") ? $"{path}/" : path, item);
        return mapped;
    }

    /// <summary>A member that is left out when there is nothing to say is not required.</summary>
    private static Task LeaveOptionalAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        foreach (var member in context.JsonTypeInfo.Properties)
            if (member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }])
                schema.Required?.Remove(member.Name);
        return Task.CompletedTask;
    }

    private static Operation? OperationOf(ApiDescription route) => route.ActionDescriptor.EndpointMetadata.OfType<Operation>().FirstOrDefault();

    private static Task DescribeAsync(OpenApiOperation target, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var (document, services, operation) = (context.Document!, context.ApplicationServices, OperationOf(context.Description)!);
        (target.OperationId, target.Summary, target.Description) = (operation.Id, operation.Summary, operation.Description);
        target.Tags = null;
        target.AddExtension("x-query", new JsonNodeExtension(JsonValue.Create(operation.Query)!));
        target.Parameters = [.. operation.PathParameters.Select(p => Parameter(p, ParameterLocation.Path)), .. operation.Parameters(services).Select(p => Shared(operation.Dialect + p.Name, p, document))];
        if (operation.Body is { } body && target.RequestBody?.Content?[Json] is { } media)
            media.Example = JsonNode.Parse(body);
        var json = target.Responses?["200"].Content?.TryGetValue(Json, out var written) == true ? written.Schema : null;
        target.Responses = new OpenApiResponses { ["200"] = Answer(operation, json) };
        if (operation.Tagged)
            target.Responses["304"] = new OpenApiResponse { Description = "You have the answer already: it has the tag in `If-None-Match`.", Headers = Headers([("ETag", "Its tag.")]) };
        foreach (var (status, when) in operation.Errors.Concat(ErrorsOf(operation)).OrderBy(e => e.Status))
            target.Responses[$"{status}"] = Error(status, when, document);
        return Task.CompletedTask;
    }

    private static IEnumerable<(int Status, string When)> ErrorsOf(Operation operation)
    {
        yield return (400, "A parameter is unknown, or has a value it cannot have; `errors` names each with what is allowed.");
        yield return (414, "The address is longer than `Limits:UrlCharacters`; there is no body beyond 64 KiB.");
        if (operation.IsExpensive is not null)
            yield return (429, "This address has asked too much in a short time (`RateLimit`); `Retry-After` says for how many seconds to wait.");
        yield return (503, "There is no catalog yet, the engine does not answer, or the search took longer than `Search:TimeoutSeconds`; `Retry-After` says when to try again.");
    }

    private static OpenApiResponse Answer(Operation operation, IOpenApiSchema? json)
    {
        var content = operation.Files.ToDictionary(f => f.MediaType, f => new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(f.Example),
        });
        if (json is not null)
            content[Json] = new OpenApiMediaType { Schema = json, Example = operation.ExampleNode };
        return new OpenApiResponse
        {
            Description = operation.Summary + ".",
            Headers = Headers([
                ("Link", "The next, previous, first and last page where there are any, this answer's canonical address, and this document (RFC 8288). Addresses that would make it too long are left out."),
                ("Vary", "What of the request the answer depends on."),
                .. operation.Tagged ? [("ETag", "Its tag, for `If-None-Match`.")] : Array.Empty<(string, string)>(),
                .. operation.Headers]),
            Content = content,
        };
    }

    private static OpenApiResponse Error(int status, string when, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas.TryAdd(Problem, ProblemSchema());
        var example = new JsonObject { ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), ["status"] = status, ["detail"] = when };
        if (status == 400)
            example["errors"] = new JsonArray(new JsonObject { ["parameter"] = "page", ["value"] = "0", ["allowed"] = "a whole number from 1" });
        if (status == 410)
            example["withdrawn"] = "2026-11-22T12:00:00+00:00";
        return new OpenApiResponse
        {
            Description = when,
            Headers = status is 429 or 503 ? Headers([("Retry-After", "Seconds to wait.")]) : null,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemJson] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, document), Example = example },
            },
        };
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457).",
        Required = new HashSet<string> { "title", "status" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A link to what the status means."),
            ["title"] = Text("What is wrong, in a few words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of the response." },
            ["detail"] = Text("What is wrong here, and what would be right."),
            ["trace_id"] = Text("The server's name for this request, which its log has too."),
            ["withdrawn"] = Text("When the experiment was withdrawn, with 410."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Each parameter that was not understood.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "parameter", "value", "allowed" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["parameter"] = Text("Its name."),
                        ["value"] = Text("What it was given."),
                        ["allowed"] = Text("What it can be."),
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static Dictionary<string, IOpenApiHeader> Headers(IEnumerable<(string Name, string Meaning)> headers) =>
        headers.ToDictionary(h => h.Name, h => (IOpenApiHeader)new OpenApiHeader { Description = h.Meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });

    /// <summary>A parameter that several routes have stands once in the document.</summary>
    private static OpenApiParameterReference Shared(string id, UrlParameter parameter, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Parameters ??= new Dictionary<string, IOpenApiParameter>();
        document.Components.Parameters.TryAdd(id, Parameter(parameter, ParameterLocation.Query));
        return new OpenApiParameterReference(id, document);
    }

    private static OpenApiParameter Parameter(UrlParameter parameter, ParameterLocation place)
    {
        var one = new OpenApiSchema
        {
            Type = parameter.IsWhole ? JsonSchemaType.Integer : JsonSchemaType.String,
            Enum = parameter.OneOf is null ? null : [.. parameter.OneOf.Select(v => Value(parameter, v))],
        };
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = place,
            Required = place == ParameterLocation.Path,
            Description = parameter.Meaning,
            Schema = parameter.Repeats ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one,
            Explode = true,
            Example = parameter.Repeats ? new JsonArray(Value(parameter, parameter.Example)) : Value(parameter, parameter.Example),
        };
    }

    private static JsonNode Value(UrlParameter parameter, string text) => parameter.IsWhole ? JsonNode.Parse(text)! : JsonValue.Create(text);
}
