using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace FacetExplorer.Api;

/// <summary>Configuration section <c>RateLimit</c>: how often one address may ask what is expensive to answer.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "RateLimit";

    private const string Expensive = "expensive";

    /// <summary>Requests a minute in the long run, 0 for no limit.</summary>
    [Range(0, 60_000, ErrorMessage = $"{Section}:{nameof(PerMinute)} is out of range: 0 (no limit) to 60,000 is expected.")]
    public int PerMinute { get; set; } = 60;

    /// <summary>Requests at once after a pause.</summary>
    [Range(1, 60_000, ErrorMessage = $"{Section}:{nameof(Burst)} is out of range: 1 to 60,000 is expected.")]
    public int Burst { get; set; } = 30;

    /// <summary>Whether this machine is limited too.</summary>
    public bool Loopback { get; set; }

    /// <summary>Says of a route that it is expensive.</summary>
    internal static void Apply<T>(T route) where T : IEndpointConventionBuilder => route.RequireRateLimiting(Expensive);

    /// <summary>Limits expensive routes, and answers what is too much.</summary>
    internal void Configure(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Expensive, http => PartitionOf(http.Connection.RemoteIpAddress));
        limiter.OnRejected = async (rejected, _) =>
        {
            var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Results.Problem(
                $"{PerMinute} requests of this kind a minute are allowed from one address, {Burst} of them at once; try again in {seconds} s.",
                statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
        };
    }

    private RateLimitPartition<string> PartitionOf(IPAddress? address) =>
        PerMinute == 0 || address is null || (IPAddress.IsLoopback(address) && !Loopback)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(Client(address), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / PerMinute,
                QueueLimit = 0,
            });

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
