using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>A number of unique samples.</summary>
/// <param name="Value">How many.</param>
/// <param name="Exact">Whether exactly so, by accession.</param>
/// <param name="RelativeError">Where not exact, the bound of the error as a share of the value.</param>
public readonly record struct Count(long Value, bool Exact = true, double? RelativeError = null);

/// <summary>One value or range of a facet, or "missing".</summary>
/// <param name="Value">The value; null is "missing".</param>
/// <param name="Samples">Unique samples.</param>
/// <param name="Experiments">Experiments.</param>
/// <param name="Selected">Whether a clause asks for it.</param>
/// <param name="Excluded">Whether a clause excludes it.</param>
public sealed record Bucket(FacetValue? Value, Count Samples, long Experiments, bool Selected = false, bool Excluded = false);

/// <summary>The counts of one facet.</summary>
/// <param name="Facet">The facet.</param>
/// <param name="Recorded">How many samples (experiment level: experiments) themselves have a value.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Buckets">The values shown, in the order asked for.</param>
/// <param name="Missing">The bucket without a value.</param>
/// <param name="More">How many buckets with a count were left out.</param>
public sealed record FacetCounts(FacetDefinition Facet, Count Recorded, Count Of, IReadOnlyList<Bucket> Buckets, Bucket Missing, int More)
{
    /// <summary>Whether <see cref="More"/> is exactly so; the buckets are.</summary>
    public bool IsMoreExact { get; init; } = true;
}

/// <summary>A matching experiment.</summary>
/// <param name="Id">Its number in the generation.</param>
/// <param name="Accession">Its accession.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Samples">All its (counted) samples.</param>
/// <param name="Matching">Those of them that match.</param>
/// <param name="Values">Its values of every facet, by facet key: its own, or those of all its (counted) samples; none where there are none.</param>
/// <param name="Breakdown">Its matching samples by the facet asked for: buckets, most samples first, "missing" last; null where none was asked for.</param>
public sealed record Hit(
    int Id, string Accession, string? Title, long Samples, long Matching,
    IReadOnlyDictionary<string, IReadOnlyList<FacetValue>> Values, IReadOnlyList<Bucket>? Breakdown = null)
{
    /// <summary>Those of its matching samples that other matching experiments have as well.</summary>
    public long Shared { get; init; }

    /// <summary>Where words of the text were found that its title does not have, at most one place a word.</summary>
    public IReadOnlyList<TextPlace> FoundIn { get; init; } = [];
}

/// <summary>A value in which a text was found.</summary>
/// <param name="Sample">Whether it is a value of one of the experiment's samples, not its own.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
public sealed record TextPlace(bool Sample, string Field, string Value);

/// <summary>The answer to a <see cref="SearchRequest"/>.</summary>
/// <param name="Generation">The generation that was searched.</param>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Samples">Matching unique samples.</param>
/// <param name="SamplesInOtherScope">What the other scope would count.</param>
/// <param name="Summed">What adding up the matching samples of each experiment would say.</param>
/// <param name="Facets">The counts of every facet.</param>
/// <param name="Hits">The page of experiments asked for.</param>
/// <param name="Warnings">What the reader should know, in sentences.</param>
public sealed record SearchResponse(
    Generation Generation,
    long Experiments,
    Count Samples,
    Count SamplesInOtherScope,
    long Summed,
    IReadOnlyList<FacetCounts> Facets,
    IReadOnlyList<Hit> Hits,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The data version that was asked for, where that is not the current one.</summary>
    public AskedVersion? Asked { get; init; }

    /// <summary>What the lists of the search name.</summary>
    public ListedInGeneration Lists { get; init; } = ListedInGeneration.None;

    /// <summary>Matching unique samples that more than one matching experiment has.</summary>
    public Count Shared { get; init; }

    /// <summary>The samples of each cell of the <see cref="SearchRequest.Cross"/>, row by row, always exact; null where none was asked for.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? Cross { get; init; }
}
