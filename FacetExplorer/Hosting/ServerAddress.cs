using System.Net;

namespace FacetExplorer.Hosting;

/// <summary>Addresses to listen on, as configuration writes them.</summary>
internal static class ServerAddress
{
    /// <summary>The key of those of the pages, as ASP.NET Core calls it.</summary>
    public const string Key = "urls";

    /// <summary>Those of <see cref="Key"/>, each as it is written and as it is read, null where it is none.</summary>
    public static IEnumerable<(string Written, BindingAddress? Read)> All(string? urls) =>
        from url in (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) select (url, Read(url));

    /// <summary>One address, or null when it is none.</summary>
    public static BindingAddress? Read(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: <= IPEndPoint.MaxPort } address ? address : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }
}
