using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>What a search answers, in plain types, so that an engine and the oracle can be compared line by line.</summary>
internal sealed record Answer(long Experiments, long Samples, long SamplesInOtherScope, long Summed, long Shared, List<AnswerFacet> Facets, List<AnswerHit> Hits)
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Answer Of(SearchResponse response) => new(
        response.Experiments, Exact(response.Samples), Exact(response.SamplesInOtherScope), response.Summed, Exact(response.Shared),
        [.. response.Facets.Select(f => new AnswerFacet(f.Facet.Key, Exact(f.Recorded), Exact(f.Of), [.. f.Buckets.Select(Of)], Of(f.Missing), f.More))],
        [.. response.Hits.Select(h => new AnswerHit(
            h.Accession, h.Title, h.Samples, h.Matching, h.Shared, h.Values.Select(v => new AnswerValues(v.Key, [.. v.Value.Select(value => value.Text)])).ToList(),
            h.Breakdown?.Select(b => new AnswerShare(b.Value?.Text, Exact(b.Samples))).ToList()))]);

    public AnswerFacet this[string facet] => Facets.Single(f => f.Key == facet);

    public string Totals => string.Create(CultureInfo.InvariantCulture, $"{Samples} samples in {Experiments} experiments");

    public string Accessions => string.Join(' ', Hits.Select(h => h.Accession));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Totals}; other scope {SamplesInOtherScope}; summed {Summed}; shared {Shared}\n");
        foreach (var facet in Facets)
            text.Append(facet);
        return text.AppendJoin('\n', Hits).ToString();
    }

    public static string Quoted(string? value) =>
        value is null ? "missing" : JsonSerializer.Serialize(value.Length > 60 ? $"{value[..60]}… ({value.Length})" : value, Quoting);

    private static AnswerBucket Of(Bucket bucket) =>
        new(bucket.Value?.Text, Exact(bucket.Samples), bucket.Experiments, bucket.Selected, bucket.Excluded);

    private static long Exact(Count count)
    {
        Assert.True(count is { Exact: true, RelativeError: null }, $"{count} is not exact");
        return count.Value;
    }
}

internal sealed record AnswerFacet(string Key, long Recorded, long Of, List<AnswerBucket> Buckets, AnswerBucket Missing, int More)
{
    /// <summary>The bucket as <c>samples in experiments</c>, or "none".</summary>
    public string this[string? value] => (value is null ? Missing : Buckets.SingleOrDefault(b => b.Value == value))?.Counts ?? "none";

    public string Values => string.Join(' ', Buckets.Select(b => b.Value));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Key}: recorded {Recorded} of {Of}, {More} more\n{string.Concat(Buckets.Append(Missing).Select(b => $"  {b}\n"))}");
}

internal sealed record AnswerBucket(string? Value, long Samples, long Experiments, bool Selected = false, bool Excluded = false)
{
    public string Counts => string.Create(CultureInfo.InvariantCulture, $"{Samples} in {Experiments}");

    public override string ToString() => $"{(Selected ? "[x] " : "")}{(Excluded ? "[-] " : "")}{Answer.Quoted(Value)}: {Counts}";
}

internal sealed record AnswerHit(string Accession, string? Title, long Samples, long Matching, long Shared, List<AnswerValues> Values, List<AnswerShare>? Breakdown)
{
    public string Counts => string.Create(CultureInfo.InvariantCulture, $"{Matching} of {Samples}{(Breakdown is null ? "" : $" by {string.Join(", ", Breakdown)}")}");

    public override string ToString() =>
        $"{Answer.Quoted(Accession)} {Answer.Quoted(Title)}: {Counts}, {Shared} shared; {string.Join("; ", Values.OrderBy(v => v.Facet, StringComparer.Ordinal))}";
}

/// <summary>What an experiment or its samples have for a facet.</summary>
internal sealed record AnswerValues(string Facet, List<string> Values)
{
    public override string ToString() => $"{Facet} {string.Join(", ", Values.Select(Answer.Quoted))}";
}

internal sealed record AnswerShare(string? Value, long Samples)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Answer.Quoted(Value)} {Samples}");
}
