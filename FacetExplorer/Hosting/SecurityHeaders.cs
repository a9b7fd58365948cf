using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FacetExplorer.Hosting;

/// <summary>The headers that tell a browser what a page of this application may do.</summary>
internal static class SecurityHeaders
{
    /// <summary>Who may show a page in a frame; Blazor compresses its WebSocket only for pages that say so.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'";

    /// <summary>For a year, the name itself: what is below it is not this application's to say.</summary>
    private const string StrictTransportSecurity = "max-age=31536000";

    /// <summary>Takes away the header that names the server's program.</summary>
    public static void AddSecurityHeaders(this IServiceCollection services) => services.Configure<KestrelServerOptions>(server => server.AddServerHeader = false);

    /// <summary>Adds the headers to every response; at its start, as the exception handler clears what was set before.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (context.Request.IsHttps && !IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out _) && context.Request.Host.Host != "localhost")
                headers.StrictTransportSecurity = StrictTransportSecurity;
            return Task.CompletedTask;
        });
        return next(context);
    });
}
