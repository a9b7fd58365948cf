using System.Collections.Immutable;
using System.Globalization;
using System.Text;
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
public sealed partial class SearchUrl(FacetRegistry facets)
{
    /// <summary>More values than this in one URL are refused.</summary>
    public const int MaximumValues = 500;

    /// <summary>The parameter of the text, for the search form.</summary>
    public const string TextParameter = "q";

    /// <summary>The parameter of the scope.</summary>
    public const string ScopeParameter = "scope";

    /// <summary>The parameter of the order.</summary>
    public const string SortParameter = "sort";

    /// <summary>The parameter of the page size.</summary>
    public const string SizeParameter = "size";

    /// <summary>Of a longer value a problem names the beginning.</summary>
    private const int LongestShown = 80;

    private const string PageParameter = "page", ByParameter = "by", ViewParameter = "view", FormatParameter = "format";
    private const string All = "all", Not = "not", Missing = "missing", From = "from", To = "to", Limit = "limit", Find = "find", Order = "order";

    private static readonly string[] Sorts = ["-relevance", "-samples", "samples", "-published", "published", "-title", "title", "-accession", "accession"];
    private static readonly string[] Orders = ["-samples", "samples", "-experiments", "experiments", "-value", "value"];

    /// <summary>The parameter of a typed range's start.</summary>
    public static string FromParameter(FacetDefinition facet) => $"{facet.Key}.{From}";

    /// <summary>The parameter of a typed range's end.</summary>
    public static string ToParameter(FacetDefinition facet) => $"{facet.Key}.{To}";

    /// <summary>The parameter that searches within a facet's list.</summary>
    public static string FindParameter(FacetDefinition facet) => $"{facet.Key}.{Find}";

    /// <summary>The name of an order in URLs.</summary>
    public static string Name(Sort sort) => Signed(FacetRegistry.Name(sort.Key), sort.Descending);

    /// <summary>Reads a query string, with or without its question mark. What is not understood is left out and reported.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="formats">The formats there are to choose from at this address; null where there is no choice.</param>
    public ParsedUrl Parse(string? query, IReadOnlyList<string>? formats = null) => Parse(Pairs(query), formats);

    /// <summary>The parameters of a query string as they are written, decoded.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string? query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
            yield return (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
    }

    /// <summary>Reads parameters. What is not understood is left out and reported.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="formats">The formats there are to choose from at this address; null where there is no choice.</param>
    public ParsedUrl Parse(IEnumerable<(string Name, string Value)> parameters, IReadOnlyList<string>? formats = null)
    {
        var problems = new List<UrlProblem>();
        var request = SearchRequest.All;
        string? format = null;
        var groups = Group(parameters, problems);
        foreach (var (name, values) in groups.OrderBy(g => g.Name == PageParameter))
            if (name == FormatParameter && formats is not null)
                format = ReadFormat(values, formats, problems);
            else
                request = Read(request, name, values, problems);
        if (request.Sort is { Key: SortKey.Relevance } && request.Text is null)
        {
            problems.Add(new UrlProblem(SortParameter, "-relevance", $"an order by relevance needs a text in {TextParameter}"));
            request = request with { Sort = null };
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

    /// <summary>Writes the canonical query string, without question mark; empty for the request that asks for everything.</summary>
    public static string Format(SearchRequest request)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in Parameters(request))
            query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return query.ToString();
    }

    /// <summary>A link to a request on a route: the route alone where nothing is asked.</summary>
    public static string Link(string route, SearchRequest request) => Format(request) is { Length: > 0 } query ? $"{route}?{query}" : route;

    /// <summary>The canonical parameters, sorted by name and value in code-point order.</summary>
    public static IEnumerable<(string Name, string Value)> Parameters(SearchRequest request) =>
        Unordered(request).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, CodePointOrder.Instance);

    private static IEnumerable<(string Name, string Value)> Unordered(SearchRequest request)
    {
        if (request.Text is { } text)
            yield return (TextParameter, text.Source);
        foreach (var parameter in request.Clauses.SelectMany(ParametersOf))
            yield return parameter;
        foreach (var (key, list) in request.Lists)
        {
            if (list.Limit is { } limit)
                yield return ($"{key}.{Limit}", Text(limit));
            if (list.Find is { } find)
                yield return ($"{key}.{Find}", find);
            if (list.Order is { } order)
                yield return ($"{key}.{Order}", Signed(FacetRegistry.Name(order.Key), order.Descending));
        }
        if (request.By is { } by)
            yield return (ByParameter, by.Key);
        if (request.Scope != default)
            yield return (ScopeParameter, FacetRegistry.Name(request.Scope));
        if (request.Sort is { } sort && sort != request.DefaultSort)
            yield return (SortParameter, Name(sort));
        if (request.Size != SearchRequest.All.Size)
            yield return (SizeParameter, Text(request.Size));
        if (request.Page != 1)
            yield return (PageParameter, Text(request.Page));
    }

    private static IEnumerable<(string Name, string Value)> ParametersOf(Clause clause)
    {
        var key = clause.Facet.Key;
        var name = clause.Mode switch { ClauseMode.Any => key, ClauseMode.All => $"{key}.{All}", _ => $"{key}.{Not}" };
        foreach (var value in clause.Values)
            yield return (name, value.Text);
        if (clause.From is { } from)
            yield return ($"{key}.{From}", from);
        if (clause.To is { } to)
            yield return ($"{key}.{To}", to);
        if (clause.Missing)
            yield return ($"{key}.{Missing}", clause.Mode == ClauseMode.Not ? "false" : "true");
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

    private SearchRequest Read(SearchRequest request, string name, List<string> values, List<UrlProblem> problems)
    {
        var (key, suffix) = Split(name);
        if (facets.TryGet(key, out var facet))
            return ReadFacet(request, facet, suffix, name, values, problems);
        if (name is not (TextParameter or ByParameter or ScopeParameter or SortParameter or SizeParameter or PageParameter or ViewParameter))
            return Ignore(request, name, values[0], "no such parameter here", problems);
        if (values.Count > 1)
            return Ignore(request, name, string.Join(", ", values), "only once", problems);
        return ReadSingle(request, name, values[0], problems);
    }

    private SearchRequest ReadSingle(SearchRequest request, string name, string value, List<UrlProblem> problems)
    {
        switch (name)
        {
            case TextParameter:
                return value.Length > TextQuery.MaximumLength
                    ? Ignore(request, name, value, $"at most {TextQuery.MaximumLength} characters", problems)
                    : request with { Text = TextQuery.Parse(value) };
            case ByParameter:
                return facets.TryGet(value, out var by) && by.Level == FacetLevel.Sample
                    ? request with { By = by }
                    : Ignore(request, name, value, OneOf(facets.All.Where(f => f.Level == FacetLevel.Sample).Select(f => f.Key)), problems);
            case ScopeParameter:
                return value is "sample" or "experiment"
                    ? request with { Scope = value == "sample" ? Scope.Sample : Scope.Experiment }
                    : Ignore(request, name, value, OneOf(["sample", "experiment"]), problems);
            case SortParameter:
                return Sorts.Contains(value)
                    ? request with { Sort = new Sort(Key<SortKey>(value), value[0] == '-') }
                    : Ignore(request, name, value, OneOf(Sorts), problems);
            case SizeParameter:
                return WholeNumber(value) is { } size && SearchRequest.Sizes.Contains(size)
                    ? request with { Size = size }
                    : Ignore(request, name, value, OneOf(SearchRequest.Sizes.Select(Text)), problems);
            case PageParameter:
                return WholeNumber(value) is > 0 and var page
                    ? request with { Page = page }
                    : Ignore(request, name, value, "a whole number from 1", problems);
            default:
                return value == "experiments" ? request : Ignore(request, name, value, OneOf(["experiments"]), problems);
        }
    }

    private static SearchRequest ReadFacet(
        SearchRequest request, FacetDefinition facet, string? suffix, string name, List<string> values, List<UrlProblem> problems)
    {
        switch (suffix)
        {
            case null or All or Not:
                return values.Distinct(StringComparer.Ordinal).Aggregate(request, (r, v) => ReadValue(r, facet, suffix, name, v, problems));
            case From or To when !facet.IsRanged:
                return Ignore(request, name, values[0], $"only number and date facets have ranges, and {facet.Key} is neither", problems);
            case Missing or From or To or Limit or Find or Order when values.Count > 1:
                return Ignore(request, name, string.Join(", ", values), "only once", problems);
        }
        var (value, list) = (values[0], request.List(facet));
        return suffix switch
        {
            Missing when value is "true" => AddAlternative(request, facet, c => c with { Missing = true }),
            Missing when value is "false" => Add(request, new Clause(facet, ClauseMode.Not) { Missing = true }),
            Missing => Ignore(request, name, value, OneOf(["true", "false"]), problems),
            From or To => ReadEnd(request, facet, suffix == From, name, value, problems),
            Limit => WholeNumber(value) is > 0 and <= FacetDefinition.MaximumLimit and var limit
                ? request.WithList(facet, list with { Limit = limit == facet.Limit ? null : limit })
                : Ignore(request, name, value, $"a whole number from 1 to {FacetDefinition.MaximumLimit}", problems),
            Find => Value.IsFacetValue(value)
                ? request.WithList(facet, list with { Find = value })
                : Ignore(request, name, value, $"at most {Value.FacetLength} characters", problems),
            Order => Orders.Contains(value)
                ? request.WithList(facet, list with { Order = ReadOrder(value) is var order && order == BucketOrder.Default(facet) ? null : order })
                : Ignore(request, name, value, OneOf(Orders), problems),
            _ => Ignore(request, name, value, $"{facet.Key} can be followed by {OneOf([All, Not, Missing, From, To, Limit, Find, Order])}", problems),
        };
    }

    private static SearchRequest ReadValue(
        SearchRequest request, FacetDefinition facet, string? suffix, string name, string text, List<UrlProblem> problems)
    {
        if (FacetValue.ReadAsked(facet.Kind, text) is not { } value)
            return Ignore(request, name, text, FacetValue.Allowed(facet.Kind), problems);
        return suffix switch
        {
            null => AddAlternative(request, facet, c => c.Names(value.Text) ? c : c with { Values = c.Values.Add(value) }),
            All => Add(request, new Clause(facet, ClauseMode.All) { Values = [value] }),
            _ => Add(request, new Clause(facet, ClauseMode.Not) { Values = [value] }),
        };
    }

    private static SearchRequest ReadEnd(
        SearchRequest request, FacetDefinition facet, bool isFrom, string name, string text, List<UrlProblem> problems)
    {
        if (FacetValue.Read(facet.Kind, text) is not { } end)
            return Ignore(request, name, text, facet.Kind == FacetKind.Number ? "a number such as 10.5" : FacetValue.Allowed(facet.Kind), problems);
        var clause = request.On(facet).FirstOrDefault(c => c.Mode == ClauseMode.Any);
        var (from, to) = isFrom ? (end.Text, clause?.To) : (clause?.From, end.Text);
        if (FacetValue.ReadTyped(facet.Kind, from, to) is not { IsEmpty: false })
            return Ignore(request.WithRange(facet, null, null), name, text, $"{facet.Key}.{From} must not come after {facet.Key}.{To}; this range was left out", problems);
        return request.WithRange(facet, from, to);
    }

    private static SearchRequest AddAlternative(SearchRequest request, FacetDefinition facet, Func<Clause, Clause> widen)
    {
        var clause = request.On(facet).FirstOrDefault(c => c.Mode == ClauseMode.Any);
        return clause is null
            ? request with { Clauses = request.Clauses.Add(widen(new Clause(facet, ClauseMode.Any))) }
            : request with { Clauses = request.Clauses.Replace(clause, widen(clause)) };
    }

    private static SearchRequest Add(SearchRequest request, Clause clause) =>
        request.On(clause.Facet).Any(c => c.Mode == clause.Mode && c.Missing == clause.Missing && c.Values.SequenceEqual(clause.Values))
            ? request
            : request with { Clauses = request.Clauses.Add(clause) };

    private static SearchRequest Ignore(SearchRequest request, string name, string value, string allowed, List<UrlProblem> problems)
    {
        problems.Add(new UrlProblem(name, Shortened(value), allowed));
        return request;
    }

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
