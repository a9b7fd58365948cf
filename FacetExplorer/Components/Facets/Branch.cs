using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Facets;

/// <summary>A value of a list with those of the list that lie below it.</summary>
/// <param name="Bucket">The value.</param>
/// <param name="Above">The value it stands below; null at the top.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Below">What stands below it.</param>
public sealed record Branch(Bucket Bucket, string? Above, string Name, IReadOnlyList<Branch> Below)
{
    /// <summary>
    /// A list as a tree, its order kept among those that stand together: each value stands once, below the nearest value of the list that
    /// lies above it, and is called by its whole name where none does. Without a tree all stand at the top.
    /// </summary>
    public static IReadOnlyList<Branch> Of(FacetDefinition facet, IReadOnlyList<Bucket> buckets)
    {
        var listed = buckets.Select(b => b.Value!.Text).ToHashSet(StringComparer.Ordinal);
        var above = buckets.ToLookup(b => facet.Tree?.AncestorsOf(b.Value!.Text).FirstOrDefault(listed.Contains) ?? "", StringComparer.Ordinal);
        return Below("");

        IReadOnlyList<Branch> Below(string parent) => [.. above[parent].Select(bucket => new Branch(
            bucket, parent.Length == 0 ? null : parent,
            parent.Length == 0 ? bucket.Value!.Text : facet.Tree!.NameBelow(parent, bucket.Value!.Text), Below(bucket.Value!.Text)))];
    }
}
