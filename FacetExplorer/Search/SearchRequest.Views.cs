using System.Collections.Immutable;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>In which way the answer to a search is shown.</summary>
public enum View
{
    /// <summary>The matching experiments.</summary>
    Experiments,

    /// <summary>The matching samples, each once.</summary>
    Samples,

    /// <summary>Two facets crossed.</summary>
    Matrix,

    /// <summary>Which of the matching experiments share samples.</summary>
    Overlap,

    /// <summary>The matching samples by year.</summary>
    Timeline,
}

public sealed partial record SearchRequest
{
    /// <summary>More columns of samples than this cannot be chosen.</summary>
    public const int MostColumns = 20;

    /// <summary>In which way the answer is shown.</summary>
    public View View { get; init; }

    /// <summary>The facet of a cross-table's rows, or the date facet of a timeline; null for a default.</summary>
    public FacetDefinition? Rows { get; init; }

    /// <summary>The facet of a cross-table's columns; null for a default.</summary>
    public FacetDefinition? Columns { get; init; }

    /// <summary>The columns of samples, each the key of a facet or the name of a field, in code-point order; none for a default.</summary>
    public ImmutableArray<string> SampleColumns { get; init; } = [];

    /// <summary>Whether a timeline counts a sample of several years in the earliest alone.</summary>
    public bool EarliestOnly { get; init; }

    /// <summary>Whether experiments whose samples another one has as well are left out of those that share samples.</summary>
    public bool HidesContained { get; init; }

    /// <summary>What is to be counted in every cell of a table, or null.</summary>
    public Cross? Cross { get; init; }

    /// <summary>The same search seen in this way, from the first page on, without what only other views use.</summary>
    public SearchRequest In(View view) => (this with { View = view, Page = 1 }).OfItsView();

    /// <summary>The same without what its view does not use.</summary>
    internal SearchRequest OfItsView() => this with
    {
        By = View == View.Timeline || (View == View.Experiments && By?.Level == FacetLevel.Sample) ? By : null,
        Rows = View == View.Matrix || (View == View.Timeline && Rows?.Kind == FacetKind.Date) ? Rows : null,
        Columns = View == View.Matrix ? Columns : null,
        SampleColumns = View == View.Samples ? SampleColumns : [],
        EarliestOnly = View == View.Timeline && EarliestOnly,
        HidesContained = View == View.Overlap && HidesContained,
        Page = View is View.Matrix or View.Timeline ? 1 : Page,
    };

    /// <summary>The counts alone, however they are shown.</summary>
    internal SearchRequest Counted() => this with
    {
        View = View.Experiments,
        Rows = null,
        Columns = null,
        SampleColumns = [],
        EarliestOnly = false,
        HidesContained = false,
        By = null,
        Sort = null,
        Page = 1,
        Size = 0,
    };
}
