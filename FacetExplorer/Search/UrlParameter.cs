namespace FacetExplorer.Search;

/// <summary>A parameter that a query string may have, for those who write one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it asks, in one or two sentences.</param>
/// <param name="Example">A value it can have.</param>
/// <param name="Repeats">Whether it may stand several times.</param>
/// <param name="OneOf">All values it can have; null where they are not few.</param>
/// <param name="IsWhole">Whether it is a whole number.</param>
public sealed record UrlParameter(
    string Name, string Meaning, string Example, bool Repeats = false, IReadOnlyList<string>? OneOf = null, bool IsWhole = false);
