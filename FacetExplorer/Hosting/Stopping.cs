using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Hosting;

/// <summary>Configuration section <c>Shutdown</c>: how the server ends.</summary>
public sealed class ShutdownOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Shutdown";

    /// <summary>For how long requests are still taken while <c>/health/ready</c> says no, in seconds.</summary>
    [Range(0, 300, ErrorMessage = $"{Section}:{nameof(UnreadySeconds)} is out of range: 0 to 300 is expected.")]
    public int UnreadySeconds { get; set; } = 1;

    /// <summary>How long requests under way may then take to end, in seconds.</summary>
    [Range(1, 600, ErrorMessage = $"{Section}:{nameof(RequestSeconds)} is out of range: 1 to 600 is expected.")]
    public int RequestSeconds { get; set; } = 10;
}

/// <summary>
/// How the server ends: first it says that it is not ready and still takes requests, so that those who send them can look elsewhere; then it
/// takes no more, and ends when those under way have their answers.
/// </summary>
internal sealed class Stopping(ShutdownOptions options, IHostApplicationLifetime lifetime, TimeProvider clock) : IHostedLifecycleService
{
    /// <summary>Whether the server ends.</summary>
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (HasBegun) // not when the start failed
            await Task.Delay(TimeSpan.FromSeconds(options.UnreadySeconds), clock, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What requests are told while the server ends.</summary>
internal static class StoppingRequests
{
    /// <summary>Registers how the server ends.</summary>
    public static void AddStopping(this IServiceCollection services, ShutdownOptions options)
    {
        services.AddSingleton(options).AddSingleton<Stopping>().AddHostedService(of => of.GetRequiredService<Stopping>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.UnreadySeconds + options.RequestSeconds));
    }

    /// <summary>
    /// Not ready, and no open page: one reconnects as soon as its connection is closed, and would hold the server up to the end of its time.
    /// </summary>
    public static IApplicationBuilder UseStopping(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!http.RequestServices.GetRequiredService<Stopping>().HasBegun)
            return next(http);
        http.Response.Headers.Connection = "close";
        if (!http.Request.Path.StartsWithSegments("/_blazor") && http.Request.Path != "/health/ready")
            return next(http);
        http.Response.Headers.RetryAfter = "5";
        return Results.Text("stopping", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
    });
}
