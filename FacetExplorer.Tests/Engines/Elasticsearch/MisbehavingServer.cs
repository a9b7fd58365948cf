using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>A server that answers like Elasticsearch with an empty catalog without facets, until it is told to do otherwise.</summary>
internal sealed class MisbehavingServer : IAsyncDisposable
{
    public const string GoodSearches = """
        {"responses":[
        {"timed_out":false,"_shards":{"total":1,"successful":1,"failed":0},"hits":{"total":{"value":0},"hits":[]},"aggregations":{"summed":{"doc_count":0,"samples":{"value":0.0}}}},
        {"timed_out":false,"_shards":{"total":1,"successful":1,"failed":0},"hits":{"total":{"value":0},"hits":[]},
        "aggregations":{"total":{"doc_count":0,"samples":{"value":0.0}},"shared":{"doc_count":0,"samples":{"value":0.0}}}}]}
        """;

    private readonly WebApplication _app;

    private MisbehavingServer(WebApplication app) => _app = app;

    /// <summary>What it does to a path instead of the right thing; null is the right thing.</summary>
    public Func<HttpContext, Task>? Fault { get; set; }

    public int Requests { get; private set; }

    public string Url => _app.Urls.Single();

    public static async Task<MisbehavingServer> StartAsync(X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var server = new MisbehavingServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private Task AnswerAsync(HttpContext context)
    {
        Requests++;
        return Fault is { } fault ? fault(context) : WriteAsync(context, Good(context.Request.Path));
    }

    /// <summary>A real server in its place, as long as nothing is wrong.</summary>
    public static Func<HttpContext, Task> Forward(string real)
    {
        var client = new HttpClient { BaseAddress = new Uri(real) };
        return async c =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(c.Request.Method), $"{c.Request.Path.Value![1..]}{c.Request.QueryString}") { Content = new StreamContent(c.Request.Body) };
            if (c.Request.ContentType is { } type)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, c.RequestAborted);
            (c.Response.StatusCode, c.Response.ContentType) = ((int)response.StatusCode, "application/json");
            await response.Content.CopyToAsync(c.Response.Body, c.RequestAborted);
        };
    }

    public static async Task WriteAsync(HttpContext context, string json, int status = 200)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        await context.Response.WriteAsync(json);
    }

    public static string Good(PathString path) => path.Value switch
    {
        "/" => """{"version":{"number":"8.19.7"}}""",
        "/_alias/p-experiments,p-cohorts" => """{"p-experiments-000000001-1":{"aliases":{"p-experiments":{}}},"p-cohorts-000000001-1":{"aliases":{"p-cohorts":{}}}}""",
        "/p-experiments-000000001-1,p-cohorts-000000001-1/_mapping" => Mappings(IndexDefinition.ConfigurationOf(new FacetRegistry([]), [])),
        "/_msearch" => GoodSearches,
        var other => throw new InvalidOperationException($"{other} was not expected"),
    };

    public static string Mappings(string configuration)
    {
        var meta = JsonSerializer.Serialize(new IndexMeta(configuration, new Generation(1, DateTimeOffset.UnixEpoch, "", 0, 0, 0, false), true), Wire.Json);
        return $"{{\"p-experiments-000000001-1\":{{\"mappings\":{{\"_meta\":{meta}}}}},\"p-cohorts-000000001-1\":{{\"mappings\":{{\"_meta\":{meta}}}}}}}";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
