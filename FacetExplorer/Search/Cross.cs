using System.Collections.Immutable;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>
/// What is to be counted in every cell of a table: the samples that would match if the clauses of the cell's row and of its column held as
/// well as the search's own. The clauses of all rows are on one facet, and so are those of all columns.
/// </summary>
/// <param name="Rows">The clauses of each row; none of them for "all".</param>
/// <param name="Columns">The clauses of each column.</param>
public sealed record Cross(ImmutableArray<ImmutableArray<Clause>> Rows, ImmutableArray<ImmutableArray<Clause>> Columns)
{
    /// <summary>The clauses of a value; null is missing.</summary>
    public static ImmutableArray<Clause> Of(FacetDefinition facet, FacetValue? value) =>
        [new Clause(facet, ClauseMode.Any) { Values = value is null ? [] : [value], Missing = value is null }];

    /// <summary>The clauses of all other values: none of these, and not missing.</summary>
    public static ImmutableArray<Clause> Others(FacetDefinition facet, IEnumerable<FacetValue> values) =>
        [.. values.Append(null).Select(v => Of(facet, v)[0] with { Mode = ClauseMode.Not })];

    /// <summary>The clauses of everything up to the end of a date.</summary>
    public static ImmutableArray<Clause> UpTo(FacetDefinition facet, string end) =>
        [new Clause(facet, ClauseMode.Any) { To = end, Typed = FacetValue.ReadTyped(facet.Kind, null, end) }];

    /// <summary>Whether, in this scope, the clauses are asked of samples themselves and not of experiments.</summary>
    public static bool IsOfSamples(ImmutableArray<ImmutableArray<Clause>> clauses, Scope scope) =>
        scope == Scope.Sample && clauses.SelectMany(c => c).All(c => c.Facet.Level == FacetLevel.Sample);
}

public sealed partial record SearchRequest
{
    /// <summary>
    /// The same search narrowed by a row or column of a cross; null where no query string says it. That can happen in scope
    /// <see cref="Scope.Experiment"/>: "liver or lung" and "not recorded" of the same facet, of different samples. And with
    /// <see cref="AtLeast"/>: a table counts the search's own experiments, but fewer of them have as many samples of one row.
    /// </summary>
    public SearchRequest? Narrowed(ImmutableArray<Clause> clauses) =>
        !ChoosesAgain(clauses) && clauses.Aggregate((SearchRequest?)this, (request, clause) => request?.Narrowed(clause)) is { } narrowed ? narrowed with { Page = 1 } : null;

    private bool ChoosesAgain(ImmutableArray<Clause> clauses) => AtLeast is not null && !clauses.IsEmpty && Cross.IsOfSamples([clauses], Scope);

    private SearchRequest? Narrowed(Clause clause)
    {
        var known = On(clause.Facet).FirstOrDefault(c => c.Mode == ClauseMode.Any);
        if (clause.Mode == ClauseMode.Not || known is null)
            return And(clause);
        if (clause.Values is [var value])
            return known.Names(value.Text) ? this with { Clauses = Clauses.Replace(known, clause) } : And(clause with { Mode = ClauseMode.All });
        if (clause.Missing && known.Missing)
            return this with { Clauses = Clauses.Replace(known, clause) };
        return known is { Values: [_], Typed: null, Missing: false }
            ? (this with { Clauses = Clauses.Remove(known) }).And(known with { Mode = ClauseMode.All }).And(clause)
            : null;
    }

    private SearchRequest And(Clause clause) =>
        On(clause.Facet).Any(c => c.Mode == clause.Mode && c.Missing == clause.Missing && c.To == clause.To && c.Values.SequenceEqual(clause.Values))
            ? this
            : this with { Clauses = Clauses.Add(clause) };
}
