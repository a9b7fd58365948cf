namespace FacetExplorer.Components.Facets;

/// <summary>
/// The facets whose lists the reader closed. It comes from a cookie, so that the page is sent as it will be (no layout shift),
/// and is kept for as long as the page is open.
/// </summary>
public sealed class CollapsedFacets(string? cookie)
{
    /// <summary>The cookie: facet keys with dots between.</summary>
    public const string Cookie = "collapsed";

    private readonly HashSet<string> _keys = [.. (cookie ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>What the cookie is to say now.</summary>
    public string Text => string.Join('.', _keys.Order(StringComparer.Ordinal));

    /// <summary>Whether a facet is closed.</summary>
    public bool Contains(string key) => _keys.Contains(key);

    /// <summary>Opens a closed facet and closes an open one.</summary>
    public void Toggle(string key)
    {
        if (!_keys.Remove(key))
            _keys.Add(key);
    }
}
