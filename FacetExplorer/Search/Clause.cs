using System.Collections.Immutable;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>What a clause asks of a facet.</summary>
public enum ClauseMode
{
    /// <summary>One of several alternatives.</summary>
    Any,

    /// <summary>This value, beside others asked for likewise.</summary>
    All,

    /// <summary>Not this value.</summary>
    Not,
}

/// <summary>
/// What a filter asks of one facet. The alternatives are the values, the typed range, and "missing" (the field is empty);
/// <see cref="ClauseMode.All"/> and <see cref="ClauseMode.Not"/> have exactly one.
/// </summary>
public sealed record Clause(FacetDefinition Facet, ClauseMode Mode)
{
    /// <summary>The values and ranges listed, without repetition.</summary>
    public ImmutableArray<FacetValue> Values { get; init; } = [];

    /// <summary>Canonical text of the typed range's start, or null.</summary>
    public string? From { get; init; }

    /// <summary>Canonical text of the typed range's end, or null.</summary>
    public string? To { get; init; }

    /// <summary>The typed range, or null.</summary>
    public ValueRange? Typed { get; init; }

    /// <summary>Whether "no value" is listed.</summary>
    public bool Missing { get; init; }

    /// <summary>Whether it asks for nothing and so is no clause.</summary>
    public bool IsEmpty => Values.IsEmpty && Typed is null && !Missing;

    /// <summary>Whether the clause lists this text as a value.</summary>
    public bool Names(string text) => Values.Any(v => v.Text == text);

    /// <summary>Whether a record's value is one of the alternatives, leaving <see cref="Mode"/> aside.</summary>
    public bool Lists(FacetValue value) => value.Range is { } place
        ? Values.Any(v => v.Range!.Value.Contains(place)) || Typed?.Contains(place) == true
        : Names(value.Text);

    /// <summary>Rule 1 of counting: whether the clause holds for a sample, or for an experiment on an experiment-level facet, with these values.</summary>
    public bool Holds(IReadOnlyList<FacetValue> values) =>
        (values.Count == 0 ? Missing : values.Any(Lists)) != (Mode == ClauseMode.Not);
}
