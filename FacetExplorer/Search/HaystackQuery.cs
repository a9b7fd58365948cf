using System.Net;
using System.Text;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>One entry of a facet in drf-haystack's dialect.</summary>
/// <param name="Text">The entry as the parameter that narrows writes it: <c>key_exact:value</c>.</param>
/// <param name="Identity">What it stands for, however it is written.</param>
/// <param name="Facet">The date facet whose gap the link must carry, or null.</param>
public sealed record HaystackEntry(string Text, string Identity, FacetDefinition? Facet = null)
{
    /// <summary>The entry of a bucket.</summary>
    public static HaystackEntry Of(FacetDefinition facet, FacetValue value) => facet.Kind == FacetKind.Date
        ? new HaystackEntry($"{facet.Key}{HaystackUrl.Exact}:{DateGaps.Write(DateGaps.StartOf(value.Range!.Value), ' ')}", IdentityOf(facet.Key, value.Text), facet)
        : new HaystackEntry($"{facet.Key}{HaystackUrl.Exact}:{value.Text}", IdentityOf(facet.Key, value.Text));

    /// <summary>The entry of a query facet.</summary>
    public static HaystackEntry Of(QueryFacet query) => new($"{query.Name}{HaystackUrl.Exact}:true", IdentityOf(query.Name, "true"));

    internal static string IdentityOf(string key, string value) => $"{key}:{value}";
}

/// <summary>What a query string of drf-haystack's dialect asks, and the links that lead on from it.</summary>
/// <param name="Dialect">The dialect.</param>
/// <param name="Request">The search.</param>
/// <param name="Parameters">All parameters as they were given.</param>
/// <param name="Problems">What was not understood.</param>
public sealed record HaystackQuery(
    HaystackUrl Dialect, SearchRequest Request, IReadOnlyList<(string Name, string Value)> Parameters, IReadOnlyList<UrlProblem> Problems)
{
    /// <summary>What an experiment in a list has beside the values of its facets.</summary>
    public static readonly IReadOnlyList<string> OwnObjectFields = ["accession", "title", "samples", "matching"];

    /// <summary>The periods date facets are counted in.</summary>
    public IReadOnlyDictionary<FacetDefinition, DateGaps> Gaps { get; init; } = new Dictionary<FacetDefinition, DateGaps>();

    /// <summary>The options given for this request, by facet.</summary>
    public IReadOnlyDictionary<FacetDefinition, Dictionary<string, string>> Options { get; init; } = new Dictionary<FacetDefinition, Dictionary<string, string>>();

    /// <summary>The entries in force as they were given, each with what it stands for.</summary>
    public IReadOnlyDictionary<string, string> Selected { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the matching experiments are asked for beside the facets.</summary>
    public bool WithObjects { get; init; }

    /// <summary>What of each experiment is asked for; null for everything.</summary>
    public IReadOnlySet<string>? ObjectFields { get; init; }

    /// <summary>Whether words that were found are to be marked.</summary>
    public bool Highlight { get; init; }

    /// <summary>Whether pages are asked for by offset and limit.</summary>
    public bool IsByOffset { get; init; }

    /// <summary>Whether an entry is selected.</summary>
    public bool Selects(HaystackEntry entry) => Selected.Values.Contains(entry.Identity);

    /// <summary>The query string that also selects an entry: everything else stays but the page.</summary>
    public string Narrow(HaystackEntry entry) => Selects(entry)
        ? Write(Rest, Selected.Keys)
        : Write(entry.Facet is { } facet ? WithGap(facet) : Rest, Selected.Keys.Append(entry.Text));

    /// <summary>The query string that no longer selects an entry; null where it is not selected.</summary>
    public string? Remove(HaystackEntry entry) =>
        Selects(entry) ? Write(Rest, Selected.Where(s => s.Value != entry.Identity).Select(s => s.Key)) : null;

    /// <summary>The query string of the next page; null after the last.</summary>
    public string? Next(long hits) => Request.HasNextPage(hits) ? AtPage(Request.Page + 1) : null;

    /// <summary>The query string of the page before; null before the first.</summary>
    public string? Previous => Request.Page > 1 ? AtPage(Request.Page - 1) : null;

    private IEnumerable<(string Name, string Value)> Rest =>
        Parameters.Where(p => p.Name != Dialect.Selected && !HaystackUrl.Paging.Contains(p.Name));

    /// <summary>The query string of a page.</summary>
    public string AtPage(int page)
    {
        var place = page == 1 ? [] : new[] { IsByOffset ? (HaystackUrl.Offset, $"{(page - 1) * Request.Size}") : (HaystackUrl.Page, $"{page}") };
        return Write(Parameters.Where(p => !HaystackUrl.Paging.Contains(p.Name)).Concat(place), []);
    }

    /// <summary>The gap in force among the options of a date facet, so that the entry is read as the same period.</summary>
    private IEnumerable<(string Name, string Value)> WithGap(FacetDefinition facet)
    {
        var gap = Gaps[facet];
        var options = new Dictionary<string, string>(Options.GetValueOrDefault(facet) ?? [], StringComparer.Ordinal)
        {
            [HaystackUrl.GapBy] = gap.By,
            [HaystackUrl.GapAmount] = $"{gap.Amount}",
        };
        if (gap.Start is { } start)
            options[HaystackUrl.StartDate] = DateGaps.Write(start);
        if (gap.End is { } end)
            options[HaystackUrl.EndDate] = DateGaps.Write(end);
        var written = string.Join(Dialect.Separator, options.Select(o => $"{o.Key}:{o.Value}"));
        var isWritten = false;
        foreach (var parameter in Rest)
        {
            var isOwn = Dialect.Registry.TryGet(parameter.Name, out var named) && named == facet;
            if (!isOwn)
                yield return parameter;
            else if (!isWritten)
                yield return (facet.Key, written);
            isWritten |= isOwn;
        }
        if (!isWritten)
            yield return (facet.Key, written);
    }

    private string Write(IEnumerable<(string Name, string Value)> parameters, IEnumerable<string> entries)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters.Concat(entries.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(e => (Dialect.Selected, e))))
            query.Append(query.Length == 0 ? '?' : '&').Append(WebUtility.UrlEncode(name)).Append('=').Append(WebUtility.UrlEncode(value));
        return query.ToString();
    }
}
