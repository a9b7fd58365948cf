using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace FacetExplorer.Hosting;

/// <summary>Configuration section <c>Proxy</c>: what stands between the server and its readers.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Proxy";

    /// <summary>Addresses and networks, with commas between them, whose <c>X-Forwarded-</c> headers are believed. None by default.</summary>
    public string Trusted { get; set; } = "";

    /// <summary>How many proxies a request passes.</summary>
    [Range(1, 10, ErrorMessage = $"{Section}:{nameof(Hops)} is out of range: 1 to 10 is expected.")]
    public int Hops { get; set; } = 1;

    /// <summary>The path the application is mounted under, such as <c>/explorer</c>.</summary>
    [RegularExpression("(/[A-Za-z0-9._~-]+)+", ErrorMessage = $"{Section}:{nameof(PathBase)} is no path such as /explorer.")]
    public string PathBase { get; set; } = "";

    private string[] All => Trusted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var name in All)
            if (!IPAddress.TryParse(name, out _) && !IsNetwork(name))
                yield return new($"{Section}:{nameof(Trusted)} names \"{name}\" where an address or a network is expected, such as 10.0.0.7 or 10.0.0.0/24.");
        if (Hops > 1 && All.Length == 0)
            yield return new($"{Section}:{nameof(Hops)} is {Hops}, but {Section}:{nameof(Trusted)} names no proxy: their addresses are expected there, or 1 here.");
    }

    /// <summary>Whether a network is named by its own first address: <c>10.0.0.7/8</c> may be meant as another one.</summary>
    private static bool IsNetwork(string name) =>
        IPNetwork.TryParse(name, out var network) && IPAddress.TryParse(name.Split('/')[0], out var first) && network.BaseAddress.Equals(first);

    /// <summary>Makes requests say how the reader reached the application. First of all, as everything else depends on it.</summary>
    internal void Use(WebApplication app)
    {
        if (All.Length > 0)
            app.UseForwardedHeaders(Headers());
        if (PathBase.Length > 0)
            app.UsePathBase(PathBase);
        app.UseRouting(); // here, or it would have been done before the path was cut
    }

    private ForwardedHeadersOptions Headers()
    {
        var headers = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.All,
            ForwardLimit = Hops,
        };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var name in All)
            if (IPAddress.TryParse(name, out var address))
                headers.KnownProxies.Add(address);
            else
                headers.KnownIPNetworks.Add(IPNetwork.Parse(name));
        return headers;
    }
}
