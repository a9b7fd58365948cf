using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using Microsoft.AspNetCore.WebUtilities;

namespace FacetExplorer.Search;

/// <summary>A parameter that was not understood and is ignored.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Allowed">What would be right.</param>
public sealed record UrlProblem(string Parameter, string Value, string Allowed);

/// <summary>What a query string asks, as far as it was understood.</summary>
public sealed record ParsedUrl(SearchRequest Request, IReadOnlyList<UrlProblem> Problems)
{
    /// <summary>The format asked for, or null.</summary>
    public string? Format { get; init; }

    /// <summary>The parameters given that choose a part of the matches: problems where all are wanted.</summary>
    public IReadOnlyList<UrlProblem> Paging { get; init; } = [];
}

/// <summary>
/// The dialect of the page and of <c>/api/experiments</c>: reads a query string into a <see cref="SearchRequest"/> and writes it back,
/// sorted and without defaults. No other code knows a parameter's name.
/// </summary>
/// <param name="facets">The facets.</param>
/// <param name="lists">Readers' lists, which a URL names; null where there are none.</param>
public sealed partial class SearchUrl(FacetRegistry facets, AccessionLists? lists = null)
{
    /// <summary>More values than this in one URL are refused.</summary>
    public const int MaximumValues = 500;

    /// <summary>The parameter of the text, for the search form.</summary>
    public const string TextParameter = "q";

    /// <summary>The parameter of the scope.</summary>
    public const string ScopeParameter = "scope";

    /// <summary>The parameter of how many matching samples an experiment must have.</summary>
    public const string AtLeastParameter = "min";

    /// <summary>The parameter of the order.</summary>
    public const string SortParameter = "sort";

    /// <summary>The parameter of the page size.</summary>
    public const string SizeParameter = "size";

    /// <summary>The parameter that looks for values in the lists of all facets.</summary>
    public const string FindInAllParameter = Find;

    /// <summary>Of a longer value a problem names the beginning.</summary>
    private const int LongestShown = 80;

    private const string PageParameter = "page", ByParameter = "by", FormatParameter = "format", ListParameter = "list", NotListParameter = "list.not", GenerationParameter = "generation";
    private const string All = "all", Not = "not", Also = "also", Missing = "missing", From = "from", To = "to", Limit = "limit", Find = "find", Order = "order", Skip = "skip";

    private static readonly string[] Sorts = ["-relevance", "-samples", "samples", "-published", "published", "-title", "title", "-accession", "accession"];
    private static readonly string[] Orders = ["-samples", "samples", "-experiments", "experiments", "-value", "value"];

    /// <summary>The parameter of a typed range's start.</summary>
    public static string FromParameter(FacetDefinition facet) => $"{facet.Key}.{From}";

    /// <summary>The parameter of a typed range's end.</summary>
    public static string ToParameter(FacetDefinition facet) => $"{facet.Key}.{To}";

    /// <summary>The parameter of what an experiment must also contain.</summary>
    public static string AlsoParameter(FacetDefinition facet) => $"{facet.Key}.{Also}";

    /// <summary>The parameter that searches within a facet's list.</summary>
    public static string FindParameter(FacetDefinition facet) => $"{facet.Key}.{Find}";

    /// <summary>The name of an order in URLs.</summary>
    public static string Name(Sort sort) => Signed(FacetRegistry.Name(sort.Key), sort.Descending);

    /// <summary>Reads a query string, with or without its question mark. What is not understood is left out and reported.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="formats">The formats there are to choose from at this address; null where there is no choice.</param>
    /// <param name="view">What this address shows; null where the query string says it.</param>
    public ParsedUrl Parse(string? query, IReadOnlyList<string>? formats = null, View? view = null) => Parse(Pairs(query), formats, view);

    /// <summary>The parameters of a query string as they are written, decoded.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string? query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
            yield return (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
    }

    /// <summary>Reads parameters. What is not understood is left out and reported.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="formats">The formats there are to choose from at this address; null where there is no choice.</param>
    /// <param name="view">What this address shows; null where the query string says it.</param>
    public ParsedUrl Parse(IEnumerable<(string Name, string Value)> parameters, IReadOnlyList<string>? formats = null, View? view = null)
    {
        var problems = new List<UrlProblem>();
        var groups = Group(parameters, problems);
        var request = groups.Where(g => g.Name == ViewParameter).Aggregate(SearchRequest.All, (r, g) => ReadView(r, g.Name, g.Values, problems));
        request = request with { View = view ?? request.View };
        string? format = null;
        foreach (var (name, values) in groups.Where(g => g.Name != ViewParameter).OrderBy(g => g.Name == PageParameter))
            if (name == FormatParameter && formats is not null)
                format = ReadFormat(values, formats, problems);
            else
                request = Read(request, name, values, problems);
        request = ReadWhole(request, problems);
        if (request.Sort is { Key: SortKey.Relevance } && request.Text is null)
        {
            problems.Add(new UrlProblem(SortParameter, "-relevance", $"an order by relevance needs a text in {TextParameter}"));
            request = request with { Sort = null };
        }
        if (request.Lists.Where(l => l.Value.Skip > 0).ToList() is { Count: > 1 } skipping)
        {
            problems.AddRange(skipping.Select(l => new UrlProblem($"{l.Key}.{Skip}", Text(l.Value.Skip), "the list of one facet only can begin further down")));
            request = facets.All.Aggregate(request, (r, f) => r.WithList(f, r.List(f) with { Skip = 0 }));
        }
        if ((long)request.Page * request.Size > SearchRequest.DeepestHit)
        {
            problems.Add(new UrlProblem(PageParameter, Text(request.Page), $"pages reach the first {SearchRequest.DeepestHit} results; narrow the search or download it"));
            request = request with { Page = 1 };
        }
        return new ParsedUrl(request.Sort == request.DefaultSort ? request with { Sort = null } : request, problems)
        {
            Format = format,
            Paging = [.. groups.Where(g => g.Name is PageParameter or SizeParameter)
                .Select(g => new UrlProblem(g.Name, Shortened(string.Join(", ", g.Values)), "a download has all matches, leave it out"))],
        };
    }

    private static string? ReadFormat(List<string> values, IReadOnlyList<string> formats, List<UrlProblem> problems)
    {
        if (values is [var format] && formats.Contains(format))
            return format;
        problems.Add(new UrlProblem(FormatParameter, Shortened(string.Join(", ", values)), values.Count > 1 ? "only once" : OneOf(formats)));
        return null;
    }

    /// <summary>The values of each parameter; former keys are one with the key that took their place.</summary>
    private List<(string Name, List<string> Values)> Group(IEnumerable<(string Name, string Value)> parameters, List<UrlProblem> problems)
    {
        var groups = new List<(string Name, List<string> Values)>();
        var byName = new Dictionary<(string Key, string? Suffix), List<string>>();
        var count = 0;
        foreach (var (name, written) in parameters)
        {
            var value = Value.OfTyped(written);
            if (value.Length == 0)
                continue;
            if (++count > MaximumValues)
            {
                problems.Add(new UrlProblem(name, Shortened(value), $"at most {MaximumValues} values in one URL"));
                break;
            }
            var (key, suffix) = Split(name);
            var current = (facets.TryGet(key, out var facet) ? facet.Key : key, suffix);
            if (!byName.TryGetValue(current, out var values))
                groups.Add((name, byName[current] = values = []));
            values.Add(value);
        }
        return groups;
    }

    private static (string Key, string? Suffix) Split(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? (name[..dot], name[(dot + 1)..]) : (name, null);

    internal static string Shortened(string value) => value.Length <= LongestShown ? value
        : value[..(char.IsHighSurrogate(value[LongestShown - 1]) ? LongestShown - 1 : LongestShown)] + "…";

    /// <summary>An order of hits by its name; null where there is none of this name, or it needs a text.</summary>
    internal static Sort? ReadSort(string name, bool hasText) =>
        SortNames(hasText).Contains(name) ? new Sort(Key<SortKey>(name), name[0] == '-') : null;

    internal static IEnumerable<string> SortNames(bool hasText) => Sorts.Where(s => hasText || s != Sorts[0]);

    private static BucketOrder ReadOrder(string text) => new(Key<BucketOrderKey>(text), text[0] == '-');

    private static T Key<T>(string signed) where T : struct, Enum => Enum.Parse<T>(signed.TrimStart('-'), ignoreCase: true);

    private static string Signed(string name, bool descending) => descending ? $"-{name}" : name;

    internal static int? WholeNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string OneOf(IEnumerable<string> choices) => $"one of {string.Join(", ", choices)}";
}
