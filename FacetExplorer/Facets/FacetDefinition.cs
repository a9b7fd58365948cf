namespace FacetExplorer.Facets;

/// <summary>Whose attribute a facet is.</summary>
public enum FacetLevel
{
    /// <summary>An attribute of the experiment.</summary>
    Experiment,

    /// <summary>An attribute of the sample.</summary>
    Sample,
}

/// <summary>How a facet's values are read and narrowed.</summary>
public enum FacetKind
{
    /// <summary>Values as they are written.</summary>
    Terms,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Decimal numbers, counted in ranges of a fixed width.</summary>
    Number,

    /// <summary>ISO 8601 dates, counted by calendar periods.</summary>
    Date,

    /// <summary>Values as they are written, some of which lie below others: each takes all that lies below it.</summary>
    Tree,
}

/// <summary>A field that can be narrowed, as declared in configuration (<c>Facets:&lt;key&gt;</c>).</summary>
public sealed record FacetDefinition
{
    /// <summary>The name in URLs and JSON: <c>[a-z][a-z0-9_]*</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The name on the page.</summary>
    public required string Label { get; init; }

    /// <summary>One sentence for readers who do not know the word, or null.</summary>
    public string? Help { get; init; }

    /// <summary>Whether experiments or samples carry it.</summary>
    public required FacetLevel Level { get; init; }

    /// <summary>How its values are read.</summary>
    public FacetKind Kind { get; init; }

    /// <summary>Source fields; the first that has a value wins.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Buckets shown unless the reader asks for more: 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Width of a bucket: a positive number, or <c>year</c>, <c>month</c> or <c>day</c>. Null for all but numbers and dates.</summary>
    public string? Interval { get; init; }

    /// <summary>For a tree what lies above its values; else null.</summary>
    public FacetTree? Tree { get; init; }

    /// <summary>Earlier keys whose URLs keep working.</summary>
    public IReadOnlyList<string> FormerKeys { get; init; } = [];

    /// <summary>The most buckets of one facet that a request may ask for.</summary>
    public const int MaximumLimit = 1000;

    /// <summary>Whether its buckets are ranges instead of values.</summary>
    public bool IsRanged => Kind is FacetKind.Number or FacetKind.Date;

    /// <summary>Whether its values are texts, in which something can be found.</summary>
    public bool IsOfTexts => Kind is FacetKind.Terms or FacetKind.Tree;
}
