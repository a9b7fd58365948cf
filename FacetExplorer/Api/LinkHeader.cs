namespace FacetExplorer.Api;

/// <summary>The <c>Link</c> header (RFC 8288), with absolute addresses, as clients do not resolve them.</summary>
internal static class LinkHeader
{
    /// <summary>Proxies refuse answers whose headers are long, so what would exceed this is left out; the body has these links too.</summary>
    private const int Longest = 3000;

    /// <summary>Where the client reaches the application: scheme, host and the path it is mounted under.</summary>
    public static string BaseOf(HttpRequest http) => OriginOf(http) + http.PathBase.ToUriComponent();

    private static string OriginOf(HttpRequest http) => $"{http.Scheme}://{http.Host.ToUriComponent()}";

    /// <summary>Links an answer to an absolute address, or to a path (with the one the application is mounted under) and query.</summary>
    public static void Link(this HttpResponse response, string relation, string target)
    {
        var link = $"<{(target.StartsWith('/') ? OriginOf(response.HttpContext.Request) : "")}{target}>; rel=\"{relation}\"";
        var others = response.Headers.Link.ToString();
        if (others.Length + link.Length <= Longest)
            response.Headers.Link = others.Length == 0 ? link : $"{others}, {link}";
    }

    /// <summary>Links a page of a list to the next, previous, first and last one, and to itself in canonical form.</summary>
    /// <param name="response">The answer with the page.</param>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="last">The number of the last page there is.</param>
    /// <param name="address">Path and query of a page.</param>
    public static void LinkPages(this HttpResponse response, int page, int last, Func<int, string> address)
    {
        if (page < last)
            response.Link("next", address(page + 1));
        if (page > 1)
            response.Link("prev", address(page - 1));
        response.Link("first", address(1));
        response.Link("last", address(Math.Max(1, last)));
        response.Link("self", address(page));
    }
}
