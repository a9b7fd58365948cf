using System.Globalization;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

public sealed partial class HaystackUrl
{
    private static readonly string[] TrueOrFalse = ["true", "false"];

    /// <summary>Every parameter of the facet endpoint, with what it means.</summary>
    public IReadOnlyList<UrlParameter> DescribedFacets() =>
    [
        new(Selected, $"Narrows to a value of a facet: its key followed by `{Exact}`, a colon, and the value. All that are given must hold.", $"{Registry.All[0].Key}{Exact}:RNA-SEQ", Repeats: true),
        .. Registry.All.Select(OptionsOf),
        .. Filters(),
        new(SerializeObjects, "Whether the matching experiments are listed too.", "true", OneOf: TrueOrFalse),
        new(ObjectsFields, "Which of each experiment is told, with commas between.", string.Join(',', HaystackQuery.OwnObjectFields)),
        .. Paged(),
    ];

    /// <summary>Every parameter of the list of experiments, with what it means.</summary>
    public IReadOnlyList<UrlParameter> DescribedList() =>
    [
        .. Registry.All.SelectMany(LookupsOf),
        .. Filters(),
        new(Ordering, "The order of the experiments, a minus for descending; by relevance only with a text.", "accession", OneOf: [.. SearchUrl.SortNames(true)]),
        .. Paged(),
    ];

    private UrlParameter OptionsOf(FacetDefinition facet) => new(facet.Key,
        $"{facet.Label}: how it is counted in this answer, as `option:value` separated by `{Separator}`. `limit`: how many entries; `order`: by what; `find`: only entries that contain this" +
        (facet.Kind == FacetKind.Date ? "; `start_date`, `end_date`, `gap_by` (year, month, day, hour, minute, second) and `gap_amount`: the periods." : "."),
        facet.Kind == FacetKind.Date ? string.Join(Separator, "start_date:2014-05-20", "gap_by:month", "gap_amount:3") : "limit:20");

    private IEnumerable<UrlParameter> LookupsOf(FacetDefinition facet)
    {
        var (key, label, example) = (facet.Key, facet.Label, SearchUrl.Example(facet.Kind));
        yield return new(key, $"{label}: any of these values, separated by `{Separator}` or repeated.", example, Repeats: true);
        yield return new($"{key}__in", $"{label}: likewise.", example, Repeats: true);
        yield return new($"{key}__not", $"{label}: none of these values.", example, Repeats: true);
        if (facet.IsRanged)
            yield return new($"{key}__range", $"{label}: from a start to an end, which are in it.", $"{example}{Separator}{example}");
    }

    private IEnumerable<UrlParameter> Filters()
    {
        var searched = Url.Described();
        foreach (var name in PassedOn)
            yield return searched.First(p => p.Name == name);
        yield return searched.First(p => p.Name == SearchUrl.TextParameter) with { Name = TextAlias };
        foreach (var parameter in searched.Where(p => PassedOnSuffixes.Any(s => p.Name.EndsWith($".{s}", StringComparison.Ordinal))))
            yield return parameter;
    }

    private IEnumerable<UrlParameter> Paged() =>
    [
        new(Highlight, "Whether a key `highlighted` tells where the text was found, the words in `em`.", "true", OneOf: TrueOrFalse),
        new(Page, $"The page, from 1. Pages reach the first {SearchRequest.DeepestHit} results.", "1", IsWhole: true),
        new(PageSize, $"Experiments on a page, 1 to {MaximumPageSize}.", Options.PageSize.ToString(CultureInfo.InvariantCulture), IsWhole: true),
        new(Limit, $"The same as `{PageSize}`.", "10", IsWhole: true),
        new(Offset, $"How many experiments go before the page, a multiple of `{Limit}`.", "0", IsWhole: true),
        new(Format, "The format.", "json", OneOf: ["json"]),
    ];
}
