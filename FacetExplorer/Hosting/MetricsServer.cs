using System.Diagnostics.Metrics;
using FacetExplorer.Catalog;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FacetExplorer.Hosting;

/// <summary>Serves <c>/metrics</c> on an address of its own, which the reverse proxy does not pass on.</summary>
internal sealed class MetricsServer(MetricsOptions options, IMeterFactory meters, GenerationStore store, TimeProvider clock, ILogger<MetricsServer> log) : IHostedService, IAsyncDisposable
{
    private MetricsText? _text;
    private WebApplication? _server;

    /// <summary>Where it listens; null when it does not.</summary>
    public string? Address { get; private set; }

    /// <remarks>Pages are served even where this cannot be.</remarks>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Url.Length == 0)
            return;
        _ = new CatalogGauges(meters, store, clock);
        _text = new MetricsText(meters);
        _server = Build();
        try
        {
            await _server.StartAsync(cancellationToken);
            Address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            log.LogInformation("Metrics are at {Address}/metrics", Address);
        }
        catch (IOException e)
        {
            log.LogError("There are no metrics: {Reason} Metrics:Url names another address.", e.Message);
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        var server = builder.Build();
        server.Run(http =>
        {
            if (http.Request.Path == "/metrics" && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
                return Results.Text(_text!.ToString(), MetricsText.ContentType).ExecuteAsync(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return server;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Address is null ? Task.CompletedTask : _server!.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _text?.Dispose();
    }
}
