using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>The parameters that say in which way an answer is shown.</summary>
public sealed partial class SearchUrl
{
    /// <summary>The parameter of a cross-table's rows.</summary>
    public const string RowsParameter = "rows";

    /// <summary>The parameter of columns: the facet across a cross-table, or what is shown of samples.</summary>
    public const string ColumnsParameter = "cols";

    private const string ViewParameter = "view", HideParameter = $"{ViewParameter}.hide", SharedParameter = $"{ViewParameter}.shared";
    private const string Contained = "contained", Each = "each", Earliest = "earliest";

    private static readonly string[] Views = [.. Enum.GetValues<View>().Select(Name)];

    /// <summary>The name of a view in URLs, and of its route in the API.</summary>
    public static string Name(View view) => FacetRegistry.Name(view);

    /// <summary>How a request has a timeline count a sample of several years.</summary>
    public static string NameOfSharing(SearchRequest request) => request.EarliestOnly ? Earliest : Each;

    /// <summary>A link to all that a route has for a request, as a file. The route says which view it is.</summary>
    public static string FileLink(string route, SearchRequest request, string format)
    {
        var whole = request with { View = default, Page = 1, Size = SearchRequest.All.Size };
        return Format(whole) is { Length: > 0 } query ? $"{route}?{query}&{FormatParameter}={format}" : $"{route}?{FormatParameter}={format}";
    }

    private static bool IsOfView(string name) => name is ViewParameter or RowsParameter or ColumnsParameter or HideParameter or SharedParameter;

    private SearchRequest ReadView(SearchRequest request, string name, List<string> values, List<UrlProblem> problems)
    {
        if (name == ColumnsParameter && request.View == View.Samples)
            return ReadColumns(request, values, problems);
        if (values.Count > 1)
            return Ignore(request, name, string.Join(", ", values), "only once", problems);
        var value = values[0];
        switch (name)
        {
            case ViewParameter:
                return Views.Contains(value) ? request with { View = Key<View>(value) } : Ignore(request, name, value, OneOf(Views), problems);
            case HideParameter:
                return value == Contained ? request with { HidesContained = true } : Ignore(request, name, value, Contained, problems);
            case SharedParameter:
                return value is Each or Earliest ? request with { EarliestOnly = value == Earliest } : Ignore(request, name, value, OneOf([Each, Earliest]), problems);
        }
        var dates = request.View == View.Timeline && name == RowsParameter;
        if (!facets.TryGet(value, out var facet) || (dates && facet.Kind != FacetKind.Date))
            return Ignore(request, name, value, OneOf(facets.All.Where(f => !dates || f.Kind == FacetKind.Date).Select(f => f.Key)), problems);
        return name == RowsParameter ? request with { Rows = facet } : request with { Columns = facet };
    }

    private SearchRequest ReadColumns(SearchRequest request, List<string> values, List<UrlProblem> problems)
    {
        foreach (var wrong in values.Where(v => !Value.IsFacetValue(v)))
            Ignore(request, ColumnsParameter, wrong, $"the key of a facet or the name of a field, at most {Value.FacetLength} characters", problems);
        var names = values.Where(Value.IsFacetValue).Select(v => facets.TryGet(v, out var facet) ? facet.Key : v).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > SearchRequest.MostColumns)
            Ignore(request, ColumnsParameter, names[SearchRequest.MostColumns], $"at most {SearchRequest.MostColumns} columns", problems);
        return request with { SampleColumns = [.. names.Take(SearchRequest.MostColumns).Order(CodePointOrder.Instance)] };
    }

    /// <summary>The request without what its view does not use, and without columns that are its rows.</summary>
    private static SearchRequest ReadWhole(SearchRequest request, List<UrlProblem> problems)
    {
        var whole = request.OfItsView();
        return whole.Columns is { } columns && columns == whole.Rows
            ? Ignore(whole with { Columns = null }, ColumnsParameter, columns.Key, $"another facet than {RowsParameter}", problems)
            : whole;
    }

    private static IEnumerable<(string Name, string Value)> ParametersOfView(SearchRequest request)
    {
        if (request.View != default)
            yield return (ViewParameter, Name(request.View));
        if (request.Rows is { } rows)
            yield return (RowsParameter, rows.Key);
        if (request.Columns is { } columns)
            yield return (ColumnsParameter, columns.Key);
        foreach (var column in request.SampleColumns)
            yield return (ColumnsParameter, column);
        if (request.EarliestOnly)
            yield return (SharedParameter, Earliest);
        if (request.HidesContained)
            yield return (HideParameter, Contained);
    }

    private IEnumerable<UrlParameter> DescribedViews() =>
    [
        new(ViewParameter, "What the page shows: experiments, samples, a cross-table, shared samples, or a timeline. A route of the API shows what it shows.", "experiments", OneOf: Views),
        new(RowsParameter, "A cross-table's rows: a facet. A timeline's years: a date facet.", facets.All[0].Key, OneOf: [.. facets.All.Select(f => f.Key)]),
        new(ColumnsParameter, "A cross-table's columns: another facet. The columns of samples: keys of facets and names of fields.", facets.All[^1].Key, Repeats: true),
        new(SharedParameter, "In a timeline a sample of several years counts in `each` of them, or in the `earliest` only.", Each, OneOf: [Each, Earliest]),
        new(HideParameter, "Of experiments that share samples leave out those whose matching samples another one has as well.", Contained, OneOf: [Contained]),
    ];
}
