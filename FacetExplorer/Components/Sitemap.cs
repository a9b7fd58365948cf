using System.Globalization;
using System.Xml;
using FacetExplorer.Catalog;

namespace FacetExplorer.Components;

/// <summary>What search engines are told: <c>/robots.txt</c>, and a sitemap of the pages of all records.</summary>
internal static class Sitemap
{
    /// <summary>More pages no sitemap may have.</summary>
    public const int Most = 50_000;

    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Experiments = "experiments", Samples = "samples";

    public static void MapSitemap(this IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", (HttpRequest http) => TypedResults.Text(Robots(http)));
        app.MapGet("/sitemap.xml", IndexAsync);
        app.MapGet("/sitemaps/{records:regex(^(experiments|samples)$)}-{number:int:min(1)}.xml", PartAsync);
    }

    /// <summary>Records and the search page are worth keeping; every combination of filters is not.</summary>
    private static string Robots(HttpRequest http)
    {
        var root = http.PathBase.ToUriComponent();
        return $"""
            User-agent: *
            Allow: {root}/$
            Allow: {root}/{Links.ExperimentRoute}
            Allow: {root}/{Links.SampleRoute}
            Allow: {root}/{Links.Api}$
            Disallow: {root}/?
            Disallow: {root}/{Links.ValuesRoute}
            Disallow: {root}/{Links.Cite}
            Disallow: {root}/{Links.Api}/

            Sitemap: {Links.BaseOf(http)}sitemap.xml

            """;
    }

    private static async Task IndexAsync(HttpContext http, GenerationStore store, CancellationToken cancel)
    {
        if (store.Current is not { } generation)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        await using var xml = Begin(http.Response, "sitemapindex");
        foreach (var (records, total) in ((string, long)[])[(Experiments, generation.Experiments), (Samples, generation.Samples)])
            for (var number = 1; (number - 1L) * Most < total; number++)
                await WriteAsync(xml, "sitemap", string.Create(CultureInfo.InvariantCulture, $"{Links.BaseOf(http.Request)}sitemaps/{records}-{number}.xml"), generation);
        await EndAsync(xml, cancel);
    }

    private static async Task PartAsync(string records, int number, HttpContext http, GenerationStore store, CancellationToken cancel)
    {
        using var lease = store.Current is null ? null : store.Lease();
        var accessions = await (lease?.Reader is not { } reader || number > int.MaxValue / Most ? Task.FromResult<IReadOnlyList<string>>([])
            : records == Experiments ? reader.ExperimentAccessionsAsync((number - 1) * Most, Most, cancel)
            : reader.SampleAccessionsAsync((number - 1) * Most, Most, cancel));
        if (lease is null || accessions.Count == 0)
        {
            http.Response.StatusCode = lease is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status404NotFound;
            return;
        }
        await using var xml = Begin(http.Response, "urlset");
        foreach (var accession in accessions)
            await WriteAsync(xml, "url", Links.BaseOf(http.Request) + (records == Experiments ? Links.Experiment(accession) : Links.Sample(accession)), lease.Generation);
        await EndAsync(xml, cancel);
    }

    private static XmlWriter Begin(HttpResponse response, string root)
    {
        response.ContentType = "application/xml; charset=utf-8";
        var xml = XmlWriter.Create(response.Body, new XmlWriterSettings { Async = true, Encoding = new System.Text.UTF8Encoding(false) });
        xml.WriteStartDocument();
        xml.WriteStartElement(root, Namespace);
        return xml;
    }

    private static async Task WriteAsync(XmlWriter xml, string element, string address, Generation generation)
    {
        await xml.WriteStartElementAsync(null, element, Namespace);
        await xml.WriteElementStringAsync(null, "loc", Namespace, address);
        await xml.WriteElementStringAsync(null, "lastmod", Namespace, generation.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture));
        await xml.WriteEndElementAsync();
    }

    private static async Task EndAsync(XmlWriter xml, CancellationToken cancel)
    {
        await xml.WriteEndDocumentAsync();
        cancel.ThrowIfCancellationRequested();
        await xml.FlushAsync();
    }
}
