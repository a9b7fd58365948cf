namespace FacetExplorer.Search;

/// <summary>The ids of all that a search matches in one generation; in memory a bit a record.</summary>
/// <param name="Experiments">The matching experiments.</param>
/// <param name="Counted">Their counted samples.</param>
/// <param name="Samples">Those of them that match.</param>
/// <param name="Memberships">Pairs of a matching sample and a matching experiment.</param>
/// <param name="SampleFields">The names of the fields of the matching samples; null where they are not known.</param>
internal sealed record Matches(IdSet Experiments, IdSet Counted, IdSet Samples, long Memberships, IReadOnlySet<string>? SampleFields)
{
    private const int BytesOfName = 64;

    /// <summary>Bytes in memory.</summary>
    public long Bytes => Experiments.Bytes + Counted.Bytes + Samples.Bytes + BytesOfName * (SampleFields?.Count ?? 0);
}
