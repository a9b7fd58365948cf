using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

public sealed partial class SearchUrl
{
    private SearchRequest Read(SearchRequest request, string name, List<string> values, List<UrlProblem> problems)
    {
        var (key, suffix) = Split(name);
        if (facets.TryGet(key, out var facet))
            return ReadFacet(request, facet, suffix, name, values, problems);
        if (IsOfView(name))
            return ReadView(request, name, values, problems);
        if (name is not (TextParameter or AtLeastParameter or ByParameter or ScopeParameter or SortParameter or SizeParameter or PageParameter or FindInAllParameter
            or ListParameter or NotListParameter or GenerationParameter))
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
            case AtLeastParameter:
                return WholeNumber(value) is > 0 and <= SearchRequest.MostAtLeast and var least
                    ? request with { AtLeast = least }
                    : Ignore(request, name, value, $"a whole number from 1 to {SearchRequest.MostAtLeast}", problems);
            case ByParameter:
                return facets.TryGet(value, out var by) && IsBreakdown(request, by)
                    ? request with { By = by }
                    : Ignore(request, name, value, OneOf(facets.All.Where(f => IsBreakdown(request, f)).Select(f => f.Key)), problems);
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
            case FindInAllParameter:
                return Value.IsFacetValue(value)
                    ? request with { Find = value }
                    : Ignore(request, name, value, $"at most {Value.FacetLength} characters", problems);
            case GenerationParameter:
                return WholeNumber(value) is > 0 and var generation
                    ? request with { Generation = generation }
                    : Ignore(request, name, value, "the number of a data version, from 1", problems);
            case ListParameter or NotListParameter:
                return ReadList(request, name, value, problems);
            default:
                return WholeNumber(value) is > 0 and var page
                    ? request with { Page = page }
                    : Ignore(request, name, value, "a whole number from 1", problems);
        }
    }

    private SearchRequest ReadList(SearchRequest request, string name, string hash, List<UrlProblem> problems)
    {
        if (lists?.Find(hash) is not { } list)
            return Ignore(request, name, hash, "the name of a list of accessions; there is none of this name, or no longer, as lists that nobody uses are removed in time", problems);
        return name == ListParameter ? request with { Listed = list } : request with { NotListed = list };
    }

    private IEnumerable<string> OfSamples => facets.All.Where(f => f.Level == FacetLevel.Sample).Select(f => f.Key);

    /// <summary>Rows of experiments divide by what their samples have, a timeline by any facet.</summary>
    private static bool IsBreakdown(SearchRequest request, FacetDefinition facet) => request.View == View.Timeline || facet.Level == FacetLevel.Sample;

    private SearchRequest ReadFacet(
        SearchRequest request, FacetDefinition facet, string? suffix, string name, List<string> values, List<UrlProblem> problems)
    {
        switch (suffix)
        {
            case Also when facet.Level == FacetLevel.Experiment:
                return Ignore(request, name, values[0], $"what an experiment must also contain is asked of its samples: {OneOf(OfSamples.Select(key => $"{key}.{Also}"))}", problems);
            case null or All or Not or Also:
                return values.Distinct(StringComparer.Ordinal).Aggregate(request, (r, v) => ReadValue(r, facet, suffix, name, v, problems));
            case From or To when !facet.IsRanged:
                return Ignore(request, name, values[0], $"only number and date facets have ranges, and {facet.Key} is neither", problems);
            case Missing or From or To or Limit or Find or Order or Skip when values.Count > 1:
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
            Skip => WholeNumber(value) is >= 0 and <= FacetList.MaximumSkip and var skip
                ? request.WithList(facet, list with { Skip = skip })
                : Ignore(request, name, value, $"a whole number from 0 to {FacetList.MaximumSkip}", problems),
            _ => Ignore(request, name, value, $"{facet.Key} can be followed by {OneOf([.. facet.Level == FacetLevel.Sample ? [All, Not, Also] : new[] { All, Not }, Missing, From, To, Limit, Find, Order, Skip])}", problems),
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
            Also => request.AlsoContaining(facet, value) with { Page = request.Page },
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
}
