using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>
/// The dialect of <c>/api/search/</c> and <c>/api/search/facets/</c>, which is drf-haystack's: reads their parameters into a
/// <see cref="HaystackQuery"/>. What filters is handed on to <see cref="SearchUrl"/> under its names.
/// </summary>
public sealed partial class HaystackUrl
{
    /// <summary>The most experiments a page.</summary>
    public const int MaximumPageSize = 100;

    /// <summary>What an entry of a facet ends its key with.</summary>
    public const string Exact = "_exact";

    internal const string TextAlias = "text", Page = "page", PageSize = "page_size", Limit = "limit", Offset = "offset", Cursor = "cursor";
    internal const string SerializeObjects = "serialize_objects", ObjectsFields = "objects_fields", Highlight = "highlight", Ordering = "ordering", Format = "format";
    internal const string StartDate = "start_date", EndDate = "end_date", GapBy = "gap_by", GapAmount = "gap_amount", Order = "order", Find = "find";

    internal static readonly string[] DateOptions = [StartDate, EndDate, GapBy, GapAmount];
    internal static readonly string[] OtherOptions = [Limit, Order, Find];
    internal static readonly string[] Paging = [Page, Offset, Cursor];
    internal static readonly string[] PassedOn = [SearchUrl.TextParameter, SearchUrl.ScopeParameter];
    internal static readonly string[] PassedOnSuffixes = ["not", "missing", "from", "to"];
    internal static readonly string[] Lookups = ["not", "in", "range"];

    /// <summary>Checks the configuration as it reads it; each mistake is added to <paramref name="mistakes"/>, naming its key.</summary>
    /// <param name="facets">The facets.</param>
    /// <param name="options">Names and defaults.</param>
    /// <param name="within"><c>Search:Within</c>, the filter that always holds here, or null.</param>
    /// <param name="mistakes">What is wrong.</param>
    public HaystackUrl(FacetRegistry facets, HaystackOptions options, string? within, ICollection<string> mistakes)
    {
        (Registry, Url, Options, Within) = (facets, new SearchUrl(facets), options, SearchRequest.All);
        if (facets.All.Count == 0)
            return; // the facets are wrong already
        Within = Filter(within, $"{SearchOptions.Section}:{nameof(SearchOptions.Within)}", allowsText: true, mistakes);
        CheckNames(mistakes);
        foreach (var (key, text) in options.FieldOptions)
            ReadFieldOptions(key, text, mistakes);
        foreach (var (name, filter) in options.Queries)
            ReadQueryFacet(name, filter, mistakes);
        if (options.Queries.Count > HaystackOptions.MaximumQueryFacets)
            mistakes.Add($"{HaystackOptions.Section}:{nameof(options.Queries)} has {options.Queries.Count} query facets; at most {HaystackOptions.MaximumQueryFacets} are expected.");
    }

    internal FacetRegistry Registry { get; }

    internal SearchUrl Url { get; }

    internal HaystackOptions Options { get; }

    /// <summary>What always holds here.</summary>
    internal SearchRequest Within { get; }

    internal Dictionary<string, QueryFacet> QueryFacets { get; } = new(StringComparer.Ordinal);

    /// <summary>The options configured, by facet.</summary>
    internal Dictionary<FacetDefinition, Dictionary<string, string>> Configured { get; } = [];

    /// <summary>The separator between options and between values.</summary>
    public string Separator => Options.LookupSep;

    /// <summary>The parameter that narrows.</summary>
    public string Selected => Options.FacetQueryParamsText;

    /// <summary>The configured query facets, by name.</summary>
    public IEnumerable<QueryFacet> Queries => QueryFacets.Values.OrderBy(q => q.Name, StringComparer.Ordinal);

    /// <summary>Reads the query string of the facet endpoint.</summary>
    public HaystackQuery ParseFacets(string? query)
    {
        var reading = new HaystackReading(this, [.. SearchUrl.Pairs(query)]);
        foreach (var (name, value) in reading.Parameters.Where(p => p.Value.Length > 0))
            if (name == Selected)
                reading.Select(value);
            else if (Registry.TryGet(name, out var facet))
                reading.Options(facet, name, value);
            else if (!reading.Common(name, value, asFacets: true) && !reading.PassOn(name, value))
                reading.Problem(name, value, "no such parameter here");
        return reading.Facets();
    }

    /// <summary>Reads the query string of the list of experiments, and what a body adds to it.</summary>
    public HaystackQuery ParseList(string? query, IEnumerable<(string Name, string Value)> more)
    {
        var reading = new HaystackReading(this, [.. SearchUrl.Pairs(query)]);
        foreach (var (name, value) in reading.Parameters.Concat(more).Where(p => p.Value.Length > 0))
            if (!reading.Lookup(name, value) && !reading.Common(name, value, asFacets: false) && !reading.PassOn(name, value))
                reading.Problem(name, value, "no such parameter here");
        return reading.List();
    }

    private SearchRequest Filter(string? query, string key, bool allowsText, ICollection<string> mistakes)
    {
        var (request, problems) = Url.Parse(query);
        foreach (var problem in problems)
            mistakes.Add($"{key}: {problem.Parameter} cannot be '{problem.Value}': {problem.Allowed}.");
        if (SearchUrl.Format(request.Unfiltered() with { Page = request.Page, Text = allowsText ? null : request.Text }).Length > 0)
            mistakes.Add($"{key} is \"{query}\" where only filters{(allowsText ? " and a text" : "")} are expected, such as published.from=2020.");
        return request;
    }

    private void CheckNames(ICollection<string> mistakes)
    {
        const string name = $"{HaystackOptions.Section}:{nameof(HaystackOptions.FacetQueryParamsText)}", separator = $"{HaystackOptions.Section}:{nameof(HaystackOptions.LookupSep)}";
        if (Selected.Length == 0 || !Selected.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || Registry.TryGet(Selected, out _) || IsOwn(Selected))
            mistakes.Add($"{name} is \"{Selected}\" where a name of letters, digits, _ and - is expected that no facet and no other parameter has.");
        if (Separator.Length == 0 || Separator.Any(c => char.IsLetterOrDigit(c) || char.IsWhiteSpace(c) || c is ':' or '-' or '_' or '.' or '\\' or '"'))
            mistakes.Add($"{separator} is \"{Separator}\" where a mark such as , ; or | is expected; a colon separates an option from its value.");
    }

    private static bool IsOwn(string name) =>
        Paging.Concat(PassedOn).Concat([TextAlias, PageSize, Limit, SerializeObjects, ObjectsFields, Highlight, Ordering, Format]).Contains(name);

    private void ReadFieldOptions(string key, string text, ICollection<string> mistakes)
    {
        var path = $"{HaystackOptions.Section}:{nameof(HaystackOptions.FieldOptions)}:{key}";
        if (!Registry.TryGet(key, out var facet))
        {
            mistakes.Add($"{path}: there is no facet '{key}'.");
            return;
        }
        var reading = new HaystackReading(this, []);
        reading.Options(facet, key, text);
        var query = reading.Facets();
        foreach (var problem in query.Problems)
            mistakes.Add($"{path} cannot be '{problem.Value}': {problem.Allowed}.");
        Configured[facet] = reading.OptionsOf(facet);
    }

    private void ReadQueryFacet(string name, string filter, ICollection<string> mistakes)
    {
        var path = $"{HaystackOptions.Section}:{nameof(HaystackOptions.Queries)}:{name}";
        if (Registry.TryGet(name, out _))
            mistakes.Add($"{path}: '{name}' is a facet's key; a query facet needs another name.");
        var request = Filter(filter, path, allowsText: false, mistakes);
        if (!request.IsFiltered)
            mistakes.Add($"{path}: the filter asks for nothing; one such as published.from=2020 is expected.");
        QueryFacets[name] = new QueryFacet(name, request);
    }
}
