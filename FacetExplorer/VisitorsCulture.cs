using System.Globalization;
using FacetExplorer.Api;
using FacetExplorer.Components;
using Microsoft.AspNetCore.Localization;

namespace FacetExplorer;

/// <summary>
/// Numbers and dates on pages are written as the visitor's browser asks (<c>Accept-Language</c>), and so are texts where they are translated; what
/// programs read never is.
/// </summary>
internal static class VisitorsCulture
{
    /// <summary>Sets the culture of every request but those of the API, and with it that of the circuit.</summary>
    public static IApplicationBuilder UseVisitorsCulture(this IApplicationBuilder app) => app.UseWhen(http => !ApiRoutes.IsApi(http), pages => pages
        .Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.Append("Vary", "Accept-Language");
                return Task.CompletedTask;
            });
            return next(http);
        })
        .UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture),
            SupportedCultures = [.. CultureInfo.GetCultures(CultureTypes.AllCultures)],
            SupportedUICultures = [.. Languages()],
            RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()],
        }));

    /// <summary>The language of the texts, and those of the translations beside the program.</summary>
    private static IEnumerable<CultureInfo> Languages() =>
    [
        CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(Words.Neutral),
        .. from folder in Directory.EnumerateDirectories(AppContext.BaseDirectory)
           where File.Exists(Path.Combine(folder, $"{nameof(FacetExplorer)}.resources.dll"))
           select CultureInfo.GetCultureInfo(Path.GetFileName(folder)),
    ];
}
