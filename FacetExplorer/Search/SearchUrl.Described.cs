using System.Globalization;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

public sealed partial class SearchUrl
{
    private static readonly string[] TrueOrFalse = ["true", "false"];

    /// <summary>Every parameter there is, with what it means: those that narrow, then those that choose what is shown.</summary>
    /// <param name="formats">The formats there are to choose from; null where there is no choice.</param>
    /// <param name="paged">Whether a page is shown, not all.</param>
    public IReadOnlyList<UrlParameter> Described(IReadOnlyList<string>? formats = null, bool paged = true) =>
    [
        .. Narrowing(), .. Showing(), .. paged ? Paging() : [],
        .. formats is null ? Array.Empty<UrlParameter>() : [new(FormatParameter, "The format; it goes before `Accept`.", formats[^1], OneOf: formats)],
    ];

    private IReadOnlyList<UrlParameter> Narrowing() =>
    [
        new(TextParameter, "Text: all words are required, in any of the searched fields. `\"a phrase\"`, `word*`, `-word`, or an accession.", "liver"),
        new(ScopeParameter, "Of what filters on samples must hold: `sample`, the same sample that is counted; `experiment`, some sample of the experiment, all of whose samples then count.", "sample", OneOf: ["sample", "experiment"]),
        new(AtLeastParameter, $"Only experiments with at least so many matching samples, 1 to {SearchRequest.MostAtLeast}; only their samples are counted.", "10", IsWhole: true),
        new(GenerationParameter, "The data version to answer from, while it is kept; without it the current one.", "1", IsWhole: true),
        new(ListParameter, "The name of a list of accessions (`POST /api/lists`): only experiments that are on it or have a sample on it; of their samples those on it, and those of experiments on it.", ExampleList.Hash),
        new(NotListParameter, "The name of a list of accessions: without the samples on it, and without those of experiments on it.", ExampleList.Hash),
        .. facets.All.SelectMany(Narrowing),
    ];

    /// <summary>The list that examples name.</summary>
    internal static AccessionList ExampleList { get; } = AccessionList.Of(["E2", "s3", "E9"]);

    private static IEnumerable<UrlParameter> Narrowing(FacetDefinition facet)
    {
        var (key, label) = (facet.Key, facet.Label);
        var example = Example(facet.Kind);
        var how = facet.Kind switch
        {
            FacetKind.Date => " A year, a month or a day: `2014`, `2014-05`, `2014-05-20`.",
            FacetKind.Number => " A number, or `0..10` (10 not in it).",
            FacetKind.Tree => " A value takes all that lies below it.",
            _ => "",
        };
        yield return new(key, $"{label}: any of these values.{how}", example, Repeats: true);
        yield return new($"{key}.{All}", $"{label}: each of these values.", example, Repeats: true);
        yield return new($"{key}.{Not}", $"{label}: none of these values.", example, Repeats: true);
        yield return new($"{key}.{Missing}", $"{label}: `true`, or nothing recorded; `false`, only where something is recorded.", "true", OneOf: TrueOrFalse);
        if (facet.Level == FacetLevel.Sample)
            yield return new($"{key}.{Also}", $"{label}: each experiment must also contain a sample with this value, whichever of its samples match.{how}", example, Repeats: true);
        if (!facet.IsRanged)
            yield break;
        yield return new($"{key}.{From}", $"{label}: from this on.", example);
        yield return new($"{key}.{To}", $"{label}: up to this, which is in it.", example);
    }

    private IEnumerable<UrlParameter> Showing() =>
    [
        .. facets.All.SelectMany(Showing),
        new(FindInAllParameter, "Only values that contain this are listed, in every facet of texts that has no `.find` of its own.", "a"),
        new(ByParameter, "A facet of samples: each result tells how its matching samples divide among the values. In a timeline any facet: each year divides among them.", OfSamples.First(), OneOf: [.. OfSamples]),
        new(SortParameter, "The order of the results, a minus for descending; by relevance only with a text. Without it by relevance or, where there is no text, by matching samples.", "accession", OneOf: Sorts),
        .. DescribedViews(),
    ];

    private static IReadOnlyList<UrlParameter> Paging() =>
    [
        new(PageParameter, $"The page, from 1. Pages reach the first {SearchRequest.DeepestHit} results.", "1", IsWhole: true),
        new(SizeParameter, "Results on a page.", Text(SearchRequest.All.Size), OneOf: [.. SearchRequest.Sizes.Select(Text)], IsWhole: true),
    ];

    private static IEnumerable<UrlParameter> Showing(FacetDefinition facet)
    {
        var (key, label) = (facet.Key, facet.Label);
        yield return new($"{key}.{Limit}", $"{label}: how many values are listed, 1 to {FacetDefinition.MaximumLimit}.", "20", IsWhole: true);
        yield return new($"{key}.{Find}", $"{label}: only values that contain this are listed.", "a");
        yield return new($"{key}.{Order}", $"{label}: the order of the list, a minus for descending.", "value", OneOf: Orders);
        yield return new($"{key}.{Skip}", $"{label}: how many values of the list come before those listed, 0 to {FacetList.MaximumSkip}; of one facet at a time.", "0", IsWhole: true);
    }

    internal static string Example(FacetKind kind) => kind switch
    {
        FacetKind.Boolean => "true",
        FacetKind.Number => 10.5.ToString(CultureInfo.InvariantCulture),
        FacetKind.Date => "2014",
        _ => "liver",
    };
}
