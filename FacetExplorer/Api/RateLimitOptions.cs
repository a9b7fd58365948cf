using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using FacetExplorer.Api.OpenApi;
using Microsoft.AspNetCore.RateLimiting;

namespace FacetExplorer.Api;

/// <summary>Configuration section <c>RateLimit</c>: how often one address may ask what is expensive to answer.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "RateLimit";

    /// <summary>The policy of routes whose description says when they are expensive.</summary>
    internal const string Expensive = "expensive";

    /// <summary>The policy of pages, of which those of many parameters are expensive.</summary>
    internal const string Pages = "pages";

    /// <summary>Requests a minute in the long run, 0 for no limit.</summary>
    [Range(0, 60_000, ErrorMessage = $"{Section}:{nameof(PerMinute)} is out of range: 0 (no limit) to 60,000 is expected.")]
    public int PerMinute { get; set; } = 60;

    /// <summary>Requests at once after a pause.</summary>
    [Range(1, 60_000, ErrorMessage = $"{Section}:{nameof(Burst)} is out of range: 1 to 60,000 is expected.")]
    public int Burst { get; set; } = 30;

    /// <summary>
    /// More parameters in its address make a page expensive: readers seldom get there, and on an open page they need not ask for another, but who follows
    /// every link does nothing else.
    /// </summary>
    [Range(0, 1000, ErrorMessage = $"{Section}:{nameof(PageParameters)} is out of range: 0 to 1,000 is expected.")]
    public int PageParameters { get; set; } = 8;

    /// <summary>Whether this machine is limited too.</summary>
    public bool Loopback { get; set; }

    /// <summary>Limits expensive routes, and answers what is too much.</summary>
    internal void Configure(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Expensive, http =>
            http.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.IsExpensive?.Invoke(http) == true ? PartitionOf(http.Connection.RemoteIpAddress) : RateLimitPartition.GetNoLimiter(""));
        limiter.AddPolicy(Pages, http =>
            http.Request.Query.Sum(parameter => parameter.Value.Count) > PageParameters ? PartitionOf(http.Connection.RemoteIpAddress) : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = async (rejected, _) =>
        {
            var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Problems.Refuse(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests of this kind.",
                $"{PerMinute} requests of this kind a minute are allowed from one address, {Burst} of them at once; try again in {seconds} s.");
        };
    }

    private RateLimitPartition<string> PartitionOf(IPAddress? address) =>
        PerMinute == 0 || ClientOf(address) is not { } client
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / PerMinute,
                QueueLimit = 0,
            });

    /// <summary>The client that an address belongs to, or null when it is not limited.</summary>
    internal string? ClientOf(IPAddress? address) => address is null || (IPAddress.IsLoopback(address) && !Loopback) ? null : Client(address);

    /// <summary>One client: an address, and of IPv6 the network of 64 bits that one gets.</summary>
    internal static string Client(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]).ToString()
            : address.ToString();
    }
}
