using System.Collections.Immutable;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>Of what a clause on a sample-level facet must be true.</summary>
public enum Scope
{
    /// <summary>Of the sample that is counted.</summary>
    Sample,

    /// <summary>Of some sample of the experiment, all of whose samples then count.</summary>
    Experiment,
}

/// <summary>What hits are ordered by.</summary>
public enum SortKey
{
    /// <summary>How well the text matches.</summary>
    Relevance,

    /// <summary>The number of matching samples.</summary>
    Samples,

    /// <summary>The date of publication.</summary>
    Published,

    /// <summary>The title, case and diacritics aside.</summary>
    Title,

    /// <summary>The accession in code-point order.</summary>
    Accession,
}

/// <summary>An order of hits. Ties are broken by accession, ascending; those without date or title come last either way.</summary>
public readonly record struct Sort(SortKey Key, bool Descending);

/// <summary>What a facet's list is ordered by.</summary>
public enum BucketOrderKey
{
    /// <summary>Unique samples.</summary>
    Samples,

    /// <summary>Experiments.</summary>
    Experiments,

    /// <summary>The value: its place on the axis or its text in code-point order.</summary>
    Value,
}

/// <summary>An order of buckets. Ties are broken by value, ascending.</summary>
public readonly record struct BucketOrder(BucketOrderKey Key, bool Descending)
{
    /// <summary>The order a facet has unless asked otherwise.</summary>
    public static BucketOrder Default(FacetDefinition facet) =>
        facet.IsRanged ? new(BucketOrderKey.Value, false) : new(BucketOrderKey.Samples, true);
}

/// <summary>How one facet's list is to be shown; null means the facet's default.</summary>
/// <param name="Limit">Buckets shown, 1 to <see cref="FacetDefinition.MaximumLimit"/>.</param>
/// <param name="Find">Only buckets whose text contains this, case and diacritics aside.</param>
/// <param name="Order">The order of the list.</param>
/// <param name="Skip">How many values of the list come before the first one shown, 0 to <see cref="MaximumSkip"/>.</param>
/// <param name="Ranges">For a number or date facet the ranges to count in place of its grid, in order and apart from each other.</param>
public sealed record FacetList(int? Limit = null, string? Find = null, BucketOrder? Order = null, IReadOnlyList<FacetValue>? Ranges = null, int Skip = 0)
{
    /// <summary>Values beyond this and <see cref="FacetDefinition.MaximumLimit"/> cannot be listed: they can be looked for.</summary>
    public const int MaximumSkip = 9000;

    /// <summary>The list as configured.</summary>
    public static readonly FacetList Default = new();
}

/// <summary>All that a search asks. Immutable: each change is a new request, and every change but one of lists leads back to page 1.</summary>
public sealed partial record SearchRequest
{
    /// <summary>Every experiment, unfiltered.</summary>
    public static readonly SearchRequest All = new();

    /// <summary>The sizes of a page that can be asked for; the second is the default.</summary>
    public static readonly ImmutableArray<int> Sizes = [10, 25, 50, 100];

    /// <summary>Hits beyond this cannot be paged to.</summary>
    public const int DeepestHit = 10_000;

    /// <summary>The text searched for, or null.</summary>
    public TextQuery? Text { get; init; }

    /// <summary>What must hold, all of it: at most one <see cref="ClauseMode.Any"/> clause a facet.</summary>
    public ImmutableArray<Clause> Clauses { get; init; } = [];

    /// <summary>Rule 9: what each experiment must contain besides, in some sample: clauses on sample-level facets with one value each.</summary>
    public ImmutableArray<Clause> Also { get; init; } = [];

    /// <summary>Rule 10: how many matching samples each experiment must have, or null.</summary>
    public int? AtLeast { get; init; }

    /// <summary>The most that can be asked for in <see cref="AtLeast"/>.</summary>
    public const int MostAtLeast = 1_000_000;

    /// <summary>The list an experiment and, in scope <see cref="Scope.Sample"/>, a sample must be on; null for no such list.</summary>
    public AccessionList? Listed { get; init; }

    /// <summary>The list that samples or, in scope <see cref="Scope.Experiment"/>, experiments must not be on; null for no such list.</summary>
    public AccessionList? NotListed { get; init; }

    /// <summary>The generation to answer from; null for the current one.</summary>
    public int? Generation { get; init; }

    /// <summary>Of what sample-level clauses must be true.</summary>
    public Scope Scope { get; init; }

    /// <summary>Rule 6: whether a facet is counted without its own clauses.</summary>
    public bool OwnClausesLeftOut { get; init; } = true;

    /// <summary>The facets to count; null for every facet.</summary>
    public ImmutableArray<FacetDefinition>? Facets { get; init; }

    /// <summary>Lists that differ from their facet's defaults, by facet key.</summary>
    public ImmutableSortedDictionary<string, FacetList> Lists { get; init; } = ImmutableSortedDictionary.Create<string, FacetList>(StringComparer.Ordinal);

    /// <summary>Looks for values in the lists of all terms and tree facets: only those whose text contains this; null for none.</summary>
    public string? Find { get; init; }

    /// <summary>The facet whose values each hit is broken down by, or null.</summary>
    public FacetDefinition? By { get; init; }

    /// <summary>The order asked for, or null for <see cref="DefaultSort"/>.</summary>
    public Sort? Sort { get; init; }

    /// <summary>The page of hits, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Hits a page, 0 for none.</summary>
    public int Size { get; init; } = 25;

    /// <summary>By relevance where there is a text, else by matching samples, most first.</summary>
    public Sort DefaultSort => new(Text is null ? SortKey.Samples : SortKey.Relevance, true);

    /// <summary>The order in force.</summary>
    public Sort EffectiveSort => Sort ?? DefaultSort;

    /// <summary>Whether nothing is narrowed.</summary>
    public bool IsEmpty => Text is null && !IsFiltered;

    /// <summary>Whether more than the text narrows.</summary>
    public bool IsFiltered => !Clauses.IsEmpty || !Also.IsEmpty || AtLeast is not null || HasLists;

    /// <summary>Whether there is a list it is narrowed by.</summary>
    public bool HasLists => Listed is not null || NotListed is not null;

    /// <summary>Whether samples are chosen one by one, by clauses or lists: then the two scopes differ.</summary>
    public bool DependsOnScope => Listed is { WholeExperiments: false } || NotListed is not null || Clauses.Any(c => c.Facet.Level == FacetLevel.Sample);

    /// <summary>The same search counted the other way.</summary>
    public SearchRequest InOtherScope => this with { Scope = Scope == Scope.Sample ? Scope.Experiment : Scope.Sample, Page = 1 };

    /// <summary>The same search with nothing narrowed, shown in the same way.</summary>
    public SearchRequest Cleared => Unfiltered() with { Text = null };

    /// <summary>What narrows, and nothing of what is shown.</summary>
    public SearchRequest Narrowing() => All with
    {
        Text = Text,
        Clauses = Clauses,
        Also = Also,
        AtLeast = AtLeast,
        Listed = Listed,
        NotListed = NotListed,
        Scope = Scope,
        Generation = Generation,
    };

    /// <summary>Whether a facet is to be counted.</summary>
    public bool Counts(FacetDefinition facet) => Facets?.Contains(facet) ?? true;

    /// <summary>Whether there is a page after this one that can be asked for.</summary>
    public bool HasNextPage(long hits) => (long)Page * Size < hits && (Page + 1L) * Size <= DeepestHit;

    /// <summary>The last page that can be asked for, from 1.</summary>
    public int LastPage(long hits) => Size == 0 ? 1 : (int)Math.Clamp((hits + Size - 1) / Size, 1, DeepestHit / Size);

    /// <summary>How a facet's list is to be shown, what is looked for in all of them included.</summary>
    public FacetList Shown(FacetDefinition facet) =>
        Find is not null && facet.IsOfTexts && List(facet).Find is null ? List(facet) with { Find = Find } : List(facet);

    /// <summary>How a facet's own list is to be shown.</summary>
    public FacetList List(FacetDefinition facet) => Lists.GetValueOrDefault(facet.Key, FacetList.Default);

    /// <summary>Rule 6: the search that a facet is counted in, without the facet's own clauses; those of <see cref="Also"/> are about the experiment and stay.</summary>
    public SearchRequest CountedFor(FacetDefinition facet) =>
        OwnClausesLeftOut && On(facet).Any() ? this with { Clauses = Clauses.RemoveAll(c => c.Facet == facet) } : this;

    /// <summary>The clauses on one facet.</summary>
    public IEnumerable<Clause> On(FacetDefinition facet) => Clauses.Where(c => c.Facet == facet);

    /// <summary>Whether a value (null: missing) is asked for.</summary>
    public bool Selects(FacetDefinition facet, string? value) => Names(facet, value, excluded: false);

    /// <summary>Whether a value (null: missing) is excluded.</summary>
    public bool Excludes(FacetDefinition facet, string? value) => Names(facet, value, excluded: true);

    /// <summary>The same search with one more alternative of a facet (null: missing); an exclusion of it goes.</summary>
    public SearchRequest With(FacetDefinition facet, FacetValue? value)
    {
        var freed = Without(facet, value?.Text);
        var clause = freed.On(facet).FirstOrDefault(c => c.Mode == ClauseMode.Any) ?? new Clause(facet, ClauseMode.Any);
        var widened = value is null ? clause with { Missing = true } : clause with { Values = clause.Values.Add(value) };
        return freed with { Clauses = freed.Clauses.Remove(clause).Add(widened) };
    }

    /// <summary>The same search with more alternatives of a facet.</summary>
    public SearchRequest WithAll(FacetDefinition facet, IEnumerable<FacetValue> values) =>
        values.Where(v => !Selects(facet, v.Text)).Aggregate(this, (request, value) => request.With(facet, value));

    /// <summary>The same search without samples or experiments of this value (null: missing).</summary>
    public SearchRequest Excluding(FacetDefinition facet, FacetValue? value)
    {
        var freed = Without(facet, value?.Text);
        var clause = new Clause(facet, ClauseMode.Not) { Values = value is null ? [] : [value], Missing = value is null };
        return freed with { Clauses = freed.Clauses.Add(clause) };
    }

    /// <summary>The same search in which no clause on the facet names this value (null: missing).</summary>
    public SearchRequest Without(FacetDefinition facet, string? value) => this with
    {
        Page = 1,
        Clauses = [.. Clauses
            .Select(c => c.Facet != facet ? c : value is null ? c with { Missing = false } : c with { Values = c.Values.RemoveAll(v => v.Text == value) })
            .Where(c => !c.IsEmpty)],
    };

    /// <summary>The same search with this range as the facet's typed one; both ends null takes it away.</summary>
    /// <exception cref="ArgumentException">An end is no value of the facet's kind.</exception>
    public SearchRequest WithRange(FacetDefinition facet, string? from, string? to)
    {
        var typed = FacetValue.ReadTyped(facet.Kind, from, to) ?? throw new ArgumentException($"'{from}' to '{to}' is no range of {facet.Key}");
        var clause = On(facet).FirstOrDefault(c => c.Mode == ClauseMode.Any) ?? new Clause(facet, ClauseMode.Any);
        var ranged = from is null && to is null
            ? clause with { From = null, To = null, Typed = null }
            : clause with { From = from, To = to, Typed = typed };
        return this with { Page = 1, Clauses = ranged.IsEmpty ? Clauses.Remove(clause) : Clauses.Remove(clause).Add(ranged) };
    }

    /// <summary>The same search without one of its clauses.</summary>
    public SearchRequest Without(Clause clause) => this with { Page = 1, Clauses = Clauses.Remove(clause) };

    /// <summary>The same search without its text.</summary>
    public SearchRequest WithoutText() => this with { Text = null, Page = 1 };

    /// <summary>The same search for experiments with any number of matching samples.</summary>
    public SearchRequest WithoutAtLeast() => this with { AtLeast = null, Page = 1 };

    /// <summary>The same search without filters; the text stays.</summary>
    public SearchRequest Unfiltered() => this with { Clauses = [], Also = [], AtLeast = null, Listed = null, NotListed = null, Page = 1 };

    /// <summary>The same search in which each experiment must contain a sample with this value too.</summary>
    public SearchRequest AlsoContaining(FacetDefinition facet, FacetValue value) =>
        Also.Any(c => c.Facet == facet && c.Names(value.Text)) ? this : this with { Page = 1, Also = Also.Add(new Clause(facet, ClauseMode.All) { Values = [value] }) };

    /// <summary>The same search without one of the clauses of <see cref="Also"/>.</summary>
    public SearchRequest WithoutAlso(Clause clause) => this with { Page = 1, Also = Also.Remove(clause) };

    /// <summary>The same search without the list of what is wanted, or of what is not.</summary>
    public SearchRequest WithoutList(bool isNot) => isNot ? this with { NotListed = null, Page = 1 } : this with { Listed = null, Page = 1 };

    /// <summary>Both searches' filters together: what matches both.</summary>
    public SearchRequest And(SearchRequest other) => this with
    {
        Clauses = Clauses.AddRange(other.Clauses),
        Also = Also.AddRange(other.Also),
        AtLeast = AtLeast is { } least ? Math.Max(least, other.AtLeast ?? 0) : other.AtLeast,
    };

    /// <summary>What a click on a bucket does: a value asked for or excluded is let go, any other one more alternative.</summary>
    public SearchRequest Toggle(FacetDefinition facet, FacetValue? value) =>
        Selects(facet, value?.Text) || Excludes(facet, value?.Text) ? Without(facet, value?.Text) : With(facet, value);

    /// <summary>The same search with a facet's list shown otherwise; the page stays.</summary>
    public SearchRequest WithList(FacetDefinition facet, FacetList list) =>
        this with { Lists = list == FacetList.Default ? Lists.Remove(facet.Key) : Lists.SetItem(facet.Key, list) };

    /// <summary>What accessions may be: as typed, and in upper case.</summary>
    public static IReadOnlyList<string> Spellings(IEnumerable<string> accessions) =>
        [.. accessions.SelectMany(a => new[] { a, a.ToUpperInvariant() }).Distinct(StringComparer.Ordinal)];

    private bool Names(FacetDefinition facet, string? value, bool excluded) =>
        On(facet).Any(c => (c.Mode == ClauseMode.Not) == excluded && (value is null ? c.Missing : c.Names(value)));
}
