using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>Says of the hits on a page where a text was found that their titles do not show.</summary>
internal static class TextPlaces
{
    /// <summary>Of an experiment with more samples only these are looked through.</summary>
    private const int SamplesLookedThrough = 500;

    private static readonly string[] FirstFields = [.. RecordFields.PublicationTitle, .. RecordFields.Description, .. RecordFields.Submitter];

    /// <summary>The hits with their <see cref="Hit.FoundIn"/>.</summary>
    public static async Task<IReadOnlyList<Hit>> FindAsync(TextQuery text, IReadOnlyList<Hit> hits, CatalogReader catalog, CancellationToken cancel)
    {
        var terms = text.Terms.Where(t => !t.Excluded).ToList();
        var open = hits.Where(h => Missing(terms, h.Title).Count > 0).Select(h => h.Id).ToList();
        if (open.Count == 0)
            return hits;
        var records = (await catalog.ExperimentsAsync(open, cancel)).ToDictionary(r => r.Id);
        return await Task.Run(() => hits
            .Select(h => records.TryGetValue(h.Id, out var record) ? h with { FoundIn = Find(terms, h, record, catalog, cancel) } : h)
            .ToList(), cancel);
    }

    private static List<TextPlace> Find(List<TextTerm> terms, Hit hit, Record record, CatalogReader catalog, CancellationToken cancel)
    {
        var missing = Missing(terms, hit.Title);
        missing.RemoveAll(t => t.IsIn([.. TextAnalyzer.Tokens(hit.Accession)]));
        var places = new List<TextPlace>();
        Take(record.Fields, ofSample: false);
        if (missing.Count == 0)
            return places;
        foreach (var sample in catalog.SamplesOf(hit.Id, cancel).Take(SamplesLookedThrough))
        {
            TakeValue("accession", sample.Accession, ofSample: true);
            Take(sample.Fields, ofSample: true);
            if (missing.Count == 0)
                break;
        }
        return places;

        void Take(Fields fields, bool ofSample)
        {
            foreach (var field in FirstFields.Concat(fields.Names).Distinct())
                foreach (var value in fields[field])
                    TakeValue(field, value, ofSample);
        }

        void TakeValue(string field, string value, bool ofSample)
        {
            if (missing.Count == 0)
                return;
            List<string> tokens = [.. TextAnalyzer.Tokens(value)];
            if (missing.RemoveAll(t => t.IsIn(tokens)) > 0)
                places.Add(new TextPlace(ofSample, field, value));
        }
    }

    private static List<TextTerm> Missing(List<TextTerm> terms, string? title)
    {
        List<string> tokens = title is null ? [] : [.. TextAnalyzer.Tokens(title)];
        return terms.FindAll(t => !t.IsIn(tokens));
    }
}
