namespace FacetExplorer.Search;

/// <summary>Configuration section <c>Haystack</c>: names and defaults of the JSON endpoints that follow drf-haystack.</summary>
public sealed class HaystackOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Haystack";

    /// <summary>More query facets than this are refused, as each is a search of its own.</summary>
    public const int MaximumQueryFacets = 50;

    /// <summary>The name of the parameter that narrows (drf-haystack's <c>facet_query_params_text</c>).</summary>
    public string FacetQueryParamsText { get; set; } = "selected_facets";

    /// <summary>What stands between the options of a facet and between the values of a filter (drf-haystack's <c>lookup_sep</c>); never a colon.</summary>
    public string LookupSep { get; set; } = ",";

    /// <summary>By facet key, the options it has unless asked otherwise, such as <c>gap_by:month,gap_amount:3</c>. Where any is configured, only these facets are counted unasked.</summary>
    public Dictionary<string, string> FieldOptions { get; set; } = [];

    /// <summary>By name, query facets: filters of the page's query string, such as <c>published.from=2020</c>.</summary>
    public Dictionary<string, string> Queries { get; set; } = [];

    /// <summary>Whether the facet endpoint lists experiments without being asked to.</summary>
    public bool SerializeObjects { get; set; }

    /// <summary>Experiments a page, 1 to 100.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, HaystackUrl.MaximumPageSize, ErrorMessage = "Haystack:PageSize is out of range: 1 to 100 is expected.")]
    public int PageSize { get; set; } = 25;
}

/// <summary>A named filter that is counted like a facet's value.</summary>
/// <param name="Name">Its name; no facet has it as a key.</param>
/// <param name="Request">The filter.</param>
public sealed record QueryFacet(string Name, SearchRequest Request);
