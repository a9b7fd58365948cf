using System.Net;
using System.Text.Json;
using FacetExplorer.Search;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Api;

/// <summary>The API's description of itself. That it is true, every test that asks the API checks: <see cref="ContractHandler"/>.</summary>
public sealed class OpenApiTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_is_described()
    {
        var document = (await site.ContractAsync()).Document;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = (await OperationsAsync()).Select(o => o.Name).Order();
        var mapped = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.EndsWith("openapi.json", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Where(m => m != "HEAD").Select(m => $"{m} {e.RoutePattern.RawText}")).Order();

        Assert.Equal(mapped, described);
    }

    [Fact]
    public async Task Every_operation_parameter_and_answer_is_explained_with_an_example()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            foreach (var key in (string[])["summary", "description", "operationId", "x-query"])
                Assert.True(operation.TryGetProperty(key, out var text) && text.GetString() is not null, $"{name} has no {key}");
            foreach (var parameter in operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Select(Resolve).ToArray() : [])
                Assert.True(parameter.GetProperty("description").GetString()!.Length > 0 && parameter.TryGetProperty("example", out _), $"{name}: {parameter}");
            foreach (var response in operation.GetProperty("responses").EnumerateObject())
            {
                Assert.NotEqual("", response.Value.GetProperty("description").GetString());
                foreach (var media in response.Value.TryGetProperty("content", out var content) ? content.EnumerateObject().ToArray() : [])
                    Assert.True(media.Value.TryGetProperty("example", out _), $"{name} {response.Name} {media.Name} has no example");
            }
        }

        JsonElement Resolve(JsonElement parameter) => parameter.TryGetProperty("$ref", out var reference)
            ? site.ContractAsync().Result.Document.GetProperty("components").GetProperty("parameters").GetProperty(reference.GetString()!.Split('/')[^1])
            : parameter;
    }

    [Fact]
    public async Task Every_member_of_an_answer_is_explained()
    {
        foreach (var schema in (await site.ContractAsync()).Document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Assert.True(schema.Value.TryGetProperty("description", out _), $"{schema.Name} is not explained");
            foreach (var member in schema.Value.GetProperty("properties").EnumerateObject())
                Assert.True(member.Value.TryGetProperty("description", out _) || member.Value.GetRawText().Contains("$ref", StringComparison.Ordinal), $"{schema.Name}.{member.Name} is not explained");
        }
    }

    [Fact]
    public async Task Every_example_is_of_its_schema()
    {
        var contract = await site.ContractAsync();
        var schema = new JsonSchema(contract.Document);
        var checkedExamples = 0;
        foreach (var (name, operation) in await OperationsAsync())
            foreach (var media in operation.GetProperty("responses").EnumerateObject()
                .SelectMany(r => r.Value.TryGetProperty("content", out var content) ? content.EnumerateObject().ToArray() : [])
                .Concat(operation.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().ToArray() : []))
            {
                var wrong = schema.Check(media.Value.GetProperty("example"), media.Value.GetProperty("schema")).ToList();
                Assert.True(wrong.Count == 0, $"{name} {media.Name}: {string.Join("; ", wrong)}");
                checkedExamples++;
            }
        Assert.NotEqual(0, checkedExamples);
    }

    [Fact]
    public async Task Every_operation_answers_its_example()
    {
        using var client = site.CreateClient();
        foreach (var (name, operation) in (await OperationsAsync()).Where(o => o.Name.StartsWith("GET", StringComparison.Ordinal) && !o.Name.Contains('{', StringComparison.Ordinal)))
        {
            using var response = await client.GetAsync(new Uri(name.Split(' ')[1] + operation.GetProperty("x-query").GetString(), UriKind.Relative), Cancel);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{name}: {await response.Content.ReadAsStringAsync(Cancel)}");
        }
    }

    [Fact]
    public void Every_parameter_of_the_search_is_understood_as_its_example_says()
    {
        var url = site.Services.GetRequiredService<SearchUrl>();
        site.Services.GetRequiredService<AccessionLists>().Keep(SearchUrl.ExampleList);
        foreach (var parameter in url.Described())
            foreach (var value in parameter.OneOf ?? [parameter.Example])
            {
                var text = value.Contains("relevance", StringComparison.Ordinal) ? "q=liver&" : "";
                var (_, problems) = url.Parse($"{text}{parameter.Name}={Uri.EscapeDataString(value)}");
                Assert.True(problems.Count == 0 || value == "relevance", $"{parameter.Name}={value}: {string.Join("; ", problems.Select(p => p.Allowed))}");
            }
    }

    private async Task<IEnumerable<(string Name, JsonElement Operation)>> OperationsAsync() =>
        from path in (await site.ContractAsync()).Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
}
