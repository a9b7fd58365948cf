using FacetExplorer.Api;
using Microsoft.Net.Http.Headers;

namespace FacetExplorer.Hosting;

/// <summary>
/// Circuits are for the pages of this server. A browser lets a page of any origin open a WebSocket to here and only says whose page it is (RFC 6455,
/// section 10.2), so that has to be looked at.
/// </summary>
internal static class OwnPagesOnly
{
    /// <summary>Where circuits are.</summary>
    public static readonly PathString Circuits = "/_blazor";

    public static void UseOwnPagesOnly(this IApplicationBuilder app, AllowedHosts hosts) => app.Use((http, next) =>
        !http.Request.Path.StartsWithSegments(Circuits) || http.Request.Headers.Origin is not [{ } origin] || IsOwn(origin, http.Request.Host, hosts)
            ? next(http)
            : Problems.Refuse(http, StatusCodes.Status403Forbidden, "This is for pages of this server only.",
                $"{HeaderNames.Origin} is \"{origin}\" and the request for \"{http.Request.Host}\": behind a proxy, see {ProxyOptions.Section}:{nameof(ProxyOptions.Trusted)} and {AllowedHosts.Key}."));

    /// <summary>
    /// By host and port: a proxy that is not <see cref="ProxyOptions.Trusted"/> may have taken TLS away. One that has taken the name away too leaves what is configured.
    /// </summary>
    private static bool IsOwn(string origin, HostString host, AllowedHosts hosts) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
        && (string.Equals(page.Authority, host.ToUriComponent(), StringComparison.OrdinalIgnoreCase) || IsDefaultPort(page, host) || hosts.Names(page.Host));

    private static bool IsDefaultPort(Uri page, HostString host) =>
        page.IsDefaultPort && host.Port == page.Port && string.Equals(page.Host, host.Host, StringComparison.OrdinalIgnoreCase);
}
