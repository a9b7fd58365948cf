using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;

namespace FacetExplorer.Components.Records;

/// <summary>The address of a record's page, undecoded.</summary>
internal static class RecordAddress
{
    /// <summary>As the request had it; in a circuit, as the browser shows it.</summary>
    public static string AsSent(HttpContext? http, NavigationManager navigation) =>
        http?.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target ? target : navigation.Uri;
}
