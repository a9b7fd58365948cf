using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>One change of a search, by what it is that changes.</summary>
internal abstract record SearchChange(SearchRequest Request)
{
    /// <summary>The text is let go.</summary>
    public sealed record Text(SearchRequest Request) : SearchChange(Request);

    /// <summary>A clause is let go.</summary>
    public sealed record Filter(SearchRequest Request, Clause Clause) : SearchChange(Request);

    /// <summary>What experiments must also contain is let go.</summary>
    public sealed record Also(SearchRequest Request, Clause Clause) : SearchChange(Request);

    /// <summary>A list of accessions is let go.</summary>
    public sealed record List(SearchRequest Request, bool IsNot) : SearchChange(Request);

    /// <summary>Fewer matching samples are enough; null: any number.</summary>
    public sealed record AtLeast(SearchRequest Request, int? Least) : SearchChange(Request);

    /// <summary>Samples are counted the other way.</summary>
    public sealed record Counting(SearchRequest Request) : SearchChange(Request);

    /// <summary>Two changes.</summary>
    public sealed record Both(SearchRequest Request, SearchChange First, SearchChange Second) : SearchChange(Request);
}

/// <summary>A change that helps, with what the search then finds, which is something.</summary>
internal sealed record WayOut(SearchChange Change, long Experiments, Count Samples);

/// <summary>The smallest changes of a search without results that give it some. Each was tried: one change at a time, then two.</summary>
internal sealed class WaysOut(SearchService search, IOptions<SearchOptions> options)
{
    private const int MostTried = 12, MostPaired = 7, MostGiven = 6;

    /// <summary>The changes: a different way of counting first, then by the samples found; none where no two changes help.</summary>
    public Task<IReadOnlyList<WayOut>> OfAsync(SearchRequest request, CancellationToken cancel) =>
        TimeLimit.RunAsync(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), token => FindAsync(request, token), cancel);

    /// <summary>What can be changed of a search, one thing at a time; as many as are tried.</summary>
    public static IReadOnlyList<SearchChange> Changes(SearchRequest request) =>
    [
        .. new SearchChange?[]
        {
            request.DependsOnScope ? new SearchChange.Counting(request.InOtherScope) : null,
            request.AtLeast is null ? null : new SearchChange.AtLeast(request.WithoutAtLeast(), null),
            request.Text is null ? null : new SearchChange.Text(request.WithoutText()),
            request.Listed is null ? null : new SearchChange.List(request.WithoutList(isNot: false), IsNot: false),
            request.NotListed is null ? null : new SearchChange.List(request.WithoutList(isNot: true), IsNot: true),
        }.OfType<SearchChange>()
        .Concat(request.Clauses.Select(clause => new SearchChange.Filter(request.Without(clause), clause)))
        .Concat(request.Also.Select(clause => new SearchChange.Also(request.WithoutAlso(clause), clause)))
        .Take(MostTried),
    ];

    private async Task<IReadOnlyList<WayOut>> FindAsync(SearchRequest request, CancellationToken cancel)
    {
        var changes = Changes(request);
        var helping = await HelpingAsync(changes, cancel);
        for (var i = 0; i < helping.Count; i++)
            if (helping[i].Change is SearchChange.AtLeast)
                helping[i] = await LoweredAsync(request, helping[i], cancel);
        if (helping.Count == 0)
            helping = await HelpingAsync(Pairs([.. changes.Take(MostPaired)]), cancel);
        return [.. helping.OrderBy(way => way.Change is not SearchChange.Counting).ThenByDescending(way => way.Samples.Value).ThenByDescending(way => way.Experiments).Take(MostGiven)];
    }

    private async Task<List<WayOut>> HelpingAsync(IEnumerable<SearchChange> changes, CancellationToken cancel)
    {
        var helping = new List<WayOut>();
        foreach (var change in changes)
            if (await search.CountAsync(change.Request, cancel) is { Experiments: > 0 } found)
                helping.Add(new WayOut(change, found.Experiments, found.Samples));
        return helping;
    }

    /// <summary>Where a lower minimum is enough, the highest that is.</summary>
    private async Task<WayOut> LoweredAsync(SearchRequest request, WayOut without, CancellationToken cancel)
    {
        var largest = await search.SearchKeptAsync(
            without.Change.Request.Narrowing() with { Facets = [], Size = 1, Sort = new Sort(SortKey.Samples, Descending: true) }, cancel);
        if (largest.Hits is not [{ Matching: > 0 and < int.MaxValue and var most }])
            return without;
        var lowered = new SearchChange.AtLeast(request with { AtLeast = (int)most, Page = 1 }, (int)most);
        var found = await search.CountAsync(lowered.Request, cancel);
        return new WayOut(lowered, found.Experiments, found.Samples);
    }

    /// <summary>Every two changes, the second made on top of the first.</summary>
    private static IEnumerable<SearchChange> Pairs(IReadOnlyList<SearchChange> changes) =>
        from first in changes.Index()
        from second in changes.Skip(first.Index + 1)
        select new SearchChange.Both(Apply(second, first.Item.Request), first.Item, second);

    private static SearchRequest Apply(SearchChange change, SearchRequest request) => change switch
    {
        SearchChange.Text => request.WithoutText(),
        SearchChange.Filter { Clause: var clause } => request.Without(clause),
        SearchChange.Also { Clause: var clause } => request.WithoutAlso(clause),
        SearchChange.List { IsNot: var isNot } => request.WithoutList(isNot),
        SearchChange.AtLeast => request.WithoutAtLeast(),
        _ => request.InOtherScope,
    };
}
