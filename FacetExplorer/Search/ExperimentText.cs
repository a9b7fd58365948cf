using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>
/// What of an experiment is searched by text: its own accessions and fields and those of its samples, every distinct value once, in the
/// weightiest column it belongs to. The columns are title, publication title, accession, description, submitter, other values.
/// </summary>
public static class ExperimentText
{
    private static readonly string[][] NamedFields =
        [RecordFields.Title, RecordFields.PublicationTitle, RecordFields.AlternateAccessions, RecordFields.Description, RecordFields.Submitter];

    /// <summary>How many columns there are.</summary>
    public static int Columns => NamedFields.Length + 1;

    /// <summary>The values of each column.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(Record experiment, IEnumerable<Record> samples)
    {
        var columns = Enumerable.Range(0, Columns).Select(_ => new List<string>()).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < NamedFields.Length; i++)
            foreach (var field in NamedFields[i])
                Add(columns[i], experiment.Fields[field]);
        var (accessions, other) = (columns[Array.IndexOf(NamedFields, RecordFields.AlternateAccessions)], columns[^1]);
        AddRecord(experiment);
        foreach (var sample in samples)
            AddRecord(sample);
        return columns;

        void AddRecord(Record record)
        {
            Add(accessions, [record.Accession]);
            foreach (var field in record.Fields.Names)
                Add(other, record.Fields[field]);
        }

        void Add(List<string> column, IEnumerable<string> values) => column.AddRange(values.Where(seen.Add));
    }
}
