using System.Globalization;
using FacetExplorer.Api;
using Microsoft.AspNetCore.SignalR;

namespace FacetExplorer.Hosting;

/// <summary>Counts the connections of circuits, and refuses what one address has too many of (<see cref="CircuitLimits.PerAddress"/>).</summary>
internal sealed class ConnectionsPerAddress(CircuitLimits limits, RateLimitOptions clients, RefusalLog log) : IHubFilter
{
    private const string TooMany = "Too many pages are connected.";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, int> _open = [];

    /// <summary>Refuses a page when it asks whether it may connect, and says why; what connects without asking is cut off.</summary>
    public Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(OwnPagesOnly.Circuits + "/negotiate") || !IsFull(ClientOf(http)))
            return next(http);
        http.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Refuse(http, StatusCodes.Status429TooManyRequests, TooMany,
            string.Create(CultureInfo.InvariantCulture, $"{limits.PerAddress} pages of one address may be connected at a time; this one works without, as all that it shows has an address of its own."));
    }

    /// <inheritdoc />
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var http = context.Context.GetHttpContext();
        var client = ClientOf(http);
        if (!TryTake(client))
        {
            log.Refused(http!, TooMany); // of whom nothing is known there is no limit
            context.Context.Abort(); // an exception would be written down each time
            return Task.CompletedTask;
        }
        context.Context.Items[this] = client;
        return next(context);
    }

    /// <inheritdoc />
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (context.Context.Items.Remove(this, out var client))
            Release((string?)client);
        return next(context, exception);
    }

    private string? ClientOf(HttpContext? http) => limits.PerAddress == 0 ? null : clients.ClientOf(http?.Connection.RemoteIpAddress);

    private bool IsFull(string? client)
    {
        lock (_open)
            return client is not null && _open.GetValueOrDefault(client) >= limits.PerAddress;
    }

    private bool TryTake(string? client)
    {
        lock (_open)
        {
            if (IsFull(client))
                return false;
            if (client is not null)
                _open[client] = _open.GetValueOrDefault(client) + 1;
            return true;
        }
    }

    private void Release(string? client)
    {
        lock (_open)
            if (client is not null && --_open[client] == 0)
                _open.Remove(client);
    }
}
