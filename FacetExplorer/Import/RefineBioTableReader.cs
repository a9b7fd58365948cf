using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Import;

/// <summary>
/// refine.bio's metadata_*.tsv: a row is a sample, its experiments are in <c>experiment_accession</c> or, in older files, in
/// <c>series_id</c>.
/// </summary>
internal sealed partial class RefineBioTableReader : ISourceReader
{
    private const string Prefix = "refinebio_";
    private const string AccessionColumn = "refinebio_accession_code";

    public string Format => "refinebio-tsv";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    public bool Recognises(string file, ReadOnlySpan<byte> start)
    {
        var end = start.IndexOfAny((byte)'\n', (byte)'\r');
        return start[..(end < 0 ? start.Length : end)].IndexOf("refinebio_accession_code"u8) >= 0;
    }

    public void Read(SourceFileReading file)
    {
        var start = SourceFormats.Beginning(file.Path);
        using var text = SourceText.Open(file.Content);
        var table = DelimitedText.Of(start.Text, start.IsWhole, delimiter: '\t').Read(text);
        var experiments = new Dictionary<string, long>();
        foreach (var row in table.Rows)
            file.Take(row.Line, () => Sample(file, table, row, experiments));
        foreach (var (accession, line) in experiments)
            file.Take(line, () => file.NewRecord().Build(Level.Experiment, accession, line));
    }

    private static ImportedRecord Sample(SourceFileReading file, Table table, TableRow row, Dictionary<string, long> experiments)
    {
        table.Check(row);
        var sample = file.NewRecord();
        var (accession, listed, series) = ("", "", "");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var (column, text) = (table.Columns[i], Table.Cell(row, i));
            switch (column)
            {
                case AccessionColumn:
                    accession = text;
                    break;
                case "experiment_accession":
                    listed = text;
                    break;
                case "":
                    sample.AddPrivate("unnamed column", text);
                    break;
                default:
                    if (column == "series_id")
                        series = text;
                    sample.Add(column.StartsWith(Prefix, StringComparison.Ordinal) ? column[Prefix.Length..] : column, text);
                    break;
            }
        }
        foreach (Match experiment in Listed().Matches(listed.Length > 0 ? listed : series))
        {
            sample.AddExperiment(experiment.Value);
            experiments.TryAdd(experiment.Value, row.Line);
        }
        return sample.Build(Level.Sample, accession, row.Line);
    }

    /// <summary>GSE1, or ['GSE1', 'GSE2'] as Python writes a list.</summary>
    [GeneratedRegex(@"[^\s,;'""\[\]]+")]
    private static partial Regex Listed();
}
