using FacetExplorer.Components;
using Radzen;

namespace FacetExplorer;

/// <summary>The web application: its services and what it answers.</summary>
internal static class WebApp
{
    /// <summary>
    /// A builder that finds the application's own files beside its assembly, from whichever folder and by whichever
    /// program it is started.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(WebApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    /// <summary>Adds the services of pages and API.</summary>
    public static WebApplicationBuilder AddFacetExplorer(this WebApplicationBuilder builder)
    {
        // An open page reconnects at once while the server stops, and would hold it up for the default of 30 seconds.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.AddProblemDetails();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        return builder;
    }

    /// <summary>Maps pages, API and static files.</summary>
    public static WebApplication MapFacetExplorer(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseWhen(IsApi, api => api.UseExceptionHandler().UseStatusCodePages()); // problem details
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
            options.ContentSecurityFrameAncestorsPolicy = null); // it is part of SecurityHeaders
        return app;
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");
}
