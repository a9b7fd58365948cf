using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>What one view shows beside the counts.</summary>
/// <param name="Generation">The generation it is of.</param>
public abstract record ViewContent(Generation Generation);

/// <summary>A matching sample.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Experiments">The accessions of the matching experiments it belongs to, in code-point order.</param>
/// <param name="Fields">What is known of it.</param>
public sealed record SampleRow(string Accession, IReadOnlyList<string> Experiments, Fields Fields);

/// <summary>A column of samples: what a facet makes of them, or else a field as it is kept.</summary>
/// <param name="Name">The facet's key or the field's name.</param>
/// <param name="Facet">The facet, or null.</param>
public sealed record SampleColumn(string Name, FacetDefinition? Facet)
{
    /// <summary>A column by its name.</summary>
    public static SampleColumn Of(string name, FacetRegistry facets) => new(name, facets.TryGet(name, out var facet) ? facet : null);

    /// <summary>What a sample has there, as it is downloaded.</summary>
    public IReadOnlyList<string> Of(Fields fields) => Facet is null ? fields[Name] : [.. FacetValue.Of(Facet, fields).Select(v => v.Text)];
}

/// <summary>A page of the matching samples, by accession in code-point order.</summary>
/// <param name="Generation">The generation it is of.</param>
/// <param name="Total">How many match.</param>
/// <param name="Rows">Those of this page.</param>
/// <param name="Columns">The columns shown.</param>
/// <param name="Offered">All columns to choose from: facets of samples, then fields that samples of this page have.</param>
public sealed record SamplePage(
    Generation Generation, long Total, IReadOnlyList<SampleRow> Rows, IReadOnlyList<SampleColumn> Columns, IReadOnlyList<SampleColumn> Offered) : ViewContent(Generation)
{
    private const int MostByDefault = 8, MostOffered = 60;

    /// <summary>Reads the page a search asks for.</summary>
    internal static async Task<SamplePage> ReadAsync(SearchRequest request, SearchResponse counts, Download matches, FacetRegistry facets, CancellationToken cancel)
    {
        var title = SampleColumn.Of(RecordFields.Title[0], facets);
        var rows = await matches.SamplesAsync(request.Page, request.Size, cancel);
        var ofSamples = facets.All.Where(f => f.Level == FacetLevel.Sample).Select(f => new SampleColumn(f.Key, f)).ToList();
        var recorded = counts.Facets.Where(f => f.Recorded.Value > 0).Select(f => f.Facet).ToHashSet();
        var usual = ofSamples.Where(c => recorded.Contains(c.Facet!)).Prepend(title).Take(MostByDefault);
        var chosen = request.SampleColumns.Select(name => SampleColumn.Of(name, facets)).ToList();
        var fields = rows.SelectMany(r => r.Fields.Names).Distinct(StringComparer.Ordinal).Order(CodePointOrder.Instance).Select(name => SampleColumn.Of(name, facets));
        var columns = chosen.Count > 0 ? chosen : [.. usual];
        var order = ofSamples.Prepend(title).ToList();
        return new SamplePage(matches.Generation, matches.Samples, rows,
            [.. columns.OrderBy(c => order.IndexOf(c) is var place && place < 0 ? order.Count : place)],
            [.. order.Concat(columns).Concat(fields).Distinct().Take(MostOffered)]);
    }
}
