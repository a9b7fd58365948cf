using System.Security.Cryptography;
using System.Text;

namespace FacetExplorer.Components.Sites;

/// <summary>The files that a site's configuration makes: its logo and its colours. Their addresses change with them.</summary>
internal static class SiteFiles
{
    private const string LogoRoute = "site/logo", ColoursRoute = "site/colours.css", Kept = "public, max-age=31536000, immutable";

    /// <summary>The address of the logo, or null.</summary>
    public static string? LogoAddress(this Site site) => site.Logo is { } logo ? $"{LogoRoute}?v={logo.Version}" : null;

    /// <summary>The address of the stylesheet with its colours, or null.</summary>
    public static string? ColoursAddress(this Site site) => site.Colours.Stylesheet is { } css
        ? $"{ColoursRoute}?v={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(css)))[..12]}"
        : null;

    /// <summary>Maps what there is.</summary>
    public static void MapSiteFiles(this IEndpointRouteBuilder app, Site site)
    {
        if (site.Logo is { } logo)
            app.MapGet($"/{LogoRoute}", (HttpResponse response) => Keep(response, TypedResults.Bytes(logo.Content, logo.Type)));
        if (site.Colours.Stylesheet is { } css)
            app.MapGet($"/{ColoursRoute}", (HttpResponse response) => Keep(response, TypedResults.Text(css, "text/css", Encoding.UTF8)));
    }

    private static IResult Keep(HttpResponse response, IResult result)
    {
        response.Headers.CacheControl = Kept;
        return result;
    }
}
