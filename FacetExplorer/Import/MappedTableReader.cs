using FacetExplorer.Catalog;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Import;

/// <summary>Any table (CSV, TSV, .xlsx) whose columns a mapping file describes. A row is a sample, an experiment, or both.</summary>
/// <param name="mapping">The mapping file; null is the one beside the table.</param>
internal sealed class MappedTableReader(string? mapping = null) : ISourceReader
{
    public string Format => "table";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    public bool Recognises(string file, ReadOnlySpan<byte> start) => File.Exists(MappingOf(file));

    public IEnumerable<string> FilesBeside(string file) => [MappingOf(file)];

    private string MappingOf(string file) => mapping ?? file + TableMapping.Suffix;

    public void Read(SourceFileReading file)
    {
        var path = MappingOf(file.Path);
        if (!File.Exists(path))
            throw new RefusedException($"a table needs a mapping, and {path} is not there: \"import --suggest-mapping {file.Path}\" writes a first one");
        var described = TableMapping.Load(path);
        using var text = SourceText.Open(file.Content);
        var table = Open(file.Path, text, described);
        if (described.Columns.Keys.FirstOrDefault(column => !table.Columns.Contains(column)) is { } unknown)
            throw new RefusedException($"the mapping {path} names the column \"{unknown}\", which is not in it: {string.Join(", ", table.Columns.Where(column => column.Length > 0))} are");
        var experiments = new Dictionary<string, (RecordBuilder Record, long Line)>();
        var hasSamples = described.AccessionColumns(Level.Sample).Any();
        foreach (var row in table.Rows)
            Read(file, table, described, hasSamples, row, experiments);
        foreach (var (accession, (record, line)) in experiments)
            file.Take(line, () => record.Build(Level.Experiment, accession, line));
    }

    /// <summary>Writes a first mapping beside a table.</summary>
    /// <exception cref="ImportException">It is no table that can be mapped, or has a mapping.</exception>
    public static TableMapping Suggest(string path, ImportOptions options)
    {
        try
        {
            using var content = SourceContent.Open(path);
            using var text = SourceText.Open(content);
            var mapping = MappingSuggestion.Of(Open(path, text, null), Vocabulary.Load(options.Vocabulary));
            mapping.Save(Path.GetFullPath(path) + TableMapping.Suffix);
            return mapping;
        }
        catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ImportException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The table in a file, by content: a workbook or text.</summary>
    public static Table Open(string path, TextReader text, TableMapping? mapping)
    {
        var start = SourceFormats.Beginning(path);
        return start.Text.StartsWith("PK\x03\x04", StringComparison.Ordinal)
            ? Spreadsheet.Read(path, mapping?.Sheet)
            : DelimitedText.Of(start.Text, start.IsWhole, mapping?.Comment, mapping?.Delimiter).Read(text);
    }

    private static void Read(
        SourceFileReading file, Table table, TableMapping mapping, bool hasSamples, TableRow row, Dictionary<string, (RecordBuilder Record, long Line)> experiments)
    {
        try
        {
            table.Check(row);
            var named = Values(table, mapping, row, Level.Experiment, TableMapping.Accession).DefaultIfEmpty(mapping.Experiment).OfType<string>().ToList();
            foreach (var accession in named)
            {
                if (!experiments.TryGetValue(accession, out var experiment))
                    experiments.Add(accession, experiment = (file.NewRecord(), row.Line));
                // Of a row that lists several, each of them would get what is another's.
                if (named.Count == 1)
                    Fill(experiment.Record, table, mapping, row, Level.Experiment);
            }
            if (!hasSamples)
                return;
            var sample = file.NewRecord();
            Fill(sample, table, mapping, row, Level.Sample);
            named.ForEach(accession => sample.AddExperiment(accession));
            var own = Values(table, mapping, row, Level.Sample, TableMapping.Accession).FirstOrDefault();
            file.Take(row.Line, () => sample.Build(Level.Sample, own, row.Line) with { AddsUp = true });
        }
        catch (RefusedException e)
        {
            file.Refuse(e.Line ?? row.Line, e.Message);
        }
    }

    private static void Fill(RecordBuilder record, Table table, TableMapping mapping, TableRow row, Level level)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var (column, text) = (table.Columns[i], Table.Cell(row, i));
            if (!mapping.Columns.TryGetValue(column, out var described) || !described.Published)
            {
                if (level == (described?.Level ?? Level.Sample))
                    record.AddPrivate(column.Length > 0 ? column : "unnamed column", text);
            }
            else if (described.Level == level && described.Field != TableMapping.Accession)
                foreach (var value in Split(text, described.Separator))
                    if (described.Field == RecordParser.AlternatesKey)
                        record.AddAlternate(value);
                    else
                        record.AddAs(described.Field!, value, described.Type);
        }
    }

    private static IEnumerable<string> Values(Table table, TableMapping mapping, TableRow row, Level level, string field)
    {
        for (var i = 0; i < table.Columns.Count; i++)
            if (mapping.Columns.TryGetValue(table.Columns[i], out var column) && column.Published && column.Level == level && column.Field == field)
                foreach (var value in Split(Table.Cell(row, i), column.Separator))
                    if (Value.OfTyped(value) is { Length: > 0 } accession)
                        yield return accession;
    }

    private static string[] Split(string text, string? separator) =>
        string.IsNullOrEmpty(separator) ? [text] : text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
