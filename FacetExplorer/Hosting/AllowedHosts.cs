using System.Net;
using FacetExplorer.Api;
using Microsoft.AspNetCore.HostFiltering;

namespace FacetExplorer.Hosting;

/// <summary>
/// Configuration key <c>AllowedHosts</c>: the names that the server answers to, as links that stand elsewhere begin with them. Without it, those that
/// nobody can point at this machine from outside: its own name, the names of <c>urls</c>, and addresses.
/// </summary>
public sealed class AllowedHosts
{
    /// <summary>The key, as ASP.NET Core calls it.</summary>
    public const string Key = "AllowedHosts";

    private const string Any = "*", Below = "*.", ThisMachine = "localhost";
    private static readonly char[] Separators = [';', ','];

    private readonly string[] _names;
    private readonly bool _isSaid;

    private AllowedHosts(string[] names, bool isSaid) => (_names, _isSaid) = (names, isSaid);

    /// <summary>Reads the key, and what is wrong with it or with <c>urls</c>.</summary>
    internal static AllowedHosts Read(IConfiguration configuration, List<string> mistakes)
    {
        var names = (configuration[Key] ?? "").Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        mistakes.AddRange(names.Where(name => name != Any && !IsHost(name.StartsWith(Below, StringComparison.Ordinal) ? name[Below.Length..] : name))
            .Select(name => $"{Key} names \"{name}\" where a host name is expected, such as explorer.example.org or *.example.org, without scheme and port."));
        if (names.Length > 1 && names.Contains(Any))
            mistakes.Add($"{Key} has * beside other names: * alone (any name), or names, are expected.");
        var listened = Listened(configuration[ServerAddress.Key], mistakes);
        return names.Length > 0 ? new(names, isSaid: true) : new([Environment.MachineName, .. listened], isSaid: false);
    }

    /// <summary>Whether requests for this host are answered.</summary>
    internal bool Answers(string host) => Matches(host) || host.Equals(ThisMachine, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (!_isSaid || IPAddress.IsLoopback(address)));

    /// <summary>Whether this host is one that configuration names as this server's, so that its pages are this server's own.</summary>
    internal bool Names(string host) => _isSaid && _names is not [Any] && Matches(host);

    private bool Matches(string host) => Array.Exists(_names, name => name == Any
        || name.Equals(host, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith(Below, StringComparison.Ordinal) && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)));

    private static bool IsHost(string name) => Uri.CheckHostName(name.Trim('[', ']')) != UriHostNameType.Unknown;

    private static List<string> Listened(string? urls, List<string> mistakes)
    {
        var found = new List<string>();
        foreach (var (written, address) in ServerAddress.All(urls))
            if (address is null)
                mistakes.Add($"{ServerAddress.Key} has \"{written}\" where an address such as http://127.0.0.1:8080 is expected.");
            else if (IsHost(address.Host))
                found.Add(address.Host);
        return found;
    }
}

/// <summary>Refuses requests for hosts that are not this server's.</summary>
internal static class HostNames
{
    /// <summary>Answered under any name, as it is asked by programs that know an address only, and has no links.</summary>
    private static readonly PathString Health = "/health";

    /// <summary>The framework's own check would come too early to know what a proxy says, and its answers would lack <see cref="SecurityHeaders"/>.</summary>
    public static void AddHostNames(this IServiceCollection services, AllowedHosts hosts) =>
        services.AddSingleton(hosts).Configure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);

    public static void UseHostNames(this IApplicationBuilder app, AllowedHosts hosts) => app.Use((http, next) =>
        hosts.Answers(http.Request.Host.Host) || http.Request.Path.StartsWithSegments(Health)
            ? next(http)
            : Problems.Refuse(http, StatusCodes.Status400BadRequest, "This server does not answer to that name.",
                $"The request is for \"{http.Request.Host}\"; {AllowedHosts.Key} in the server's configuration says which names are its own."));
}
