using System.Text.RegularExpressions;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import.MageTab;

/// <summary>
/// An SDRF: a row a way from a source to its data, so a sample (its Source Name) has as many rows as there are files of it. Columns repeat
/// and are read by position.
/// </summary>
internal sealed partial class Sdrf
{
    private const string SourceName = "Source Name";

    /// <summary>Columns that say that a table with a Source Name is an SDRF, not one of ISA-Tab.</summary>
    private static readonly string[] Assays =
        ["Assay Name", "Hybridization Name", "Extract Name", "Labeled Extract Name", "Scan Name", "Array Data File", "Derived Array Data File", "Array Design REF"];

    private static readonly string[] AccessionColumns = ["ENA_SAMPLE", "BioSD_SAMPLE", "ENA_EXPERIMENT", "ENA_RUN", "SRA_SAMPLE", "SRA_EXPERIMENT", "SRA_RUN"];

    private readonly SourceFileReading _file;
    private readonly string _experiment;
    private readonly MageTabColumn[] _columns;
    private readonly int _source;
    private readonly SortedSet<string> _technologies = new(StringComparer.Ordinal);
    private (string Accession, long Line, RecordBuilder Record)? _sample;

    private Sdrf(SourceFileReading file, string experiment, IReadOnlyList<string> header)
    {
        (_file, _experiment) = (file, experiment);
        _columns = [.. header.Select(MageTabColumn.Of)];
        _source = Array.FindIndex(_columns, column => column.Says(SourceName));
    }

    /// <summary>Whether cells are the header of an SDRF, whatever the file is called.</summary>
    public static bool IsHeader(IReadOnlyList<string> cells) => IsTable(cells) && cells.Any(cell => Assays.Contains(cell, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether cells are the header of a table of sources.</summary>
    public static bool IsTable(IReadOnlyList<string> cells) => cells.Contains(SourceName, StringComparer.OrdinalIgnoreCase);

    /// <summary>Hands on the samples, and the experiment with what its IDF says.</summary>
    public static void Read(SourceFileReading file, Idf? idf, IEnumerator<(long Number, IReadOnlyList<string> Cells)> rows)
    {
        var (line, header) = rows.Current;
        var accession = idf?.Accession ?? MageTabText.Stem(file.Path);
        var sdrf = new Sdrf(file, accession, header);
        try
        {
            sdrf.ReadRows(rows);
        }
        finally
        {
            file.Take(line, () => sdrf.Experiment(idf, line));
        }
    }

    private ImportedRecord Experiment(Idf? idf, long line)
    {
        var record = _file.NewRecord();
        idf?.Describe(record);
        if (idf?.Has("Comment[AEExperimentType]") != true)
            foreach (var technology in _technologies)
                record.Add("technology type", technology);
        return record.Build(Level.Experiment, _experiment, line);
    }

    private void ReadRows(IEnumerator<(long Number, IReadOnlyList<string> Cells)> rows)
    {
        var (last, narrowest) = (((long Number, IReadOnlyList<string> Cells)?)null, _columns.Length);
        while (rows.MoveNext())
        {
            if (last is { } row)
            {
                narrowest = Math.Min(narrowest, row.Cells.Count);
                ReadRow(row.Number, row.Cells);
            }
            last = rows.Current;
        }
        if (last is { } final && final.Cells.Count < narrowest)
            _file.Refuse(final.Number, $"the last row has {final.Cells.Count} cells where all others have {narrowest} or more: the file is cut off");
        else if (last is { } whole)
            ReadRow(whole.Number, whole.Cells);
        HandOn();
    }

    private void ReadRow(long line, IReadOnlyList<string> cells)
    {
        var source = _source < cells.Count ? cells[_source] : "";
        if (source.Length == 0)
            _file.Refuse(line, $"a row without {SourceName}");
        else if (cells.Skip(_columns.Length).Any(cell => cell.Length > 0))
            _file.Refuse(line, $"a row of {cells.Count} cells under {_columns.Length} columns");
        else
            Describe(Sample(source, line), cells);
    }

    /// <summary>The record of a source. When its rows do not stand together, each run of them is a part that is added to the others.</summary>
    private RecordBuilder Sample(string source, long line)
    {
        var accession = Archived().Match(source) is { Success: true, Groups: var found } ? found["accession"].Value : $"{_experiment}:{source}";
        if (_sample is { } sample && sample.Accession == accession)
            return sample.Record;
        HandOn();
        var record = _file.NewRecord().AddExperiment(_experiment).Add("title", source);
        _sample = (accession, line, record);
        return record;
    }

    private void HandOn()
    {
        if (_sample is { } sample)
            _file.Take(sample.Line, () => sample.Record.Build(Level.Sample, sample.Accession, sample.Line) with { AddsUp = true });
        _sample = null;
    }

    private void Describe(RecordBuilder record, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < _columns.Length && i < cells.Count; i++)
        {
            var (column, value) = (_columns[i], cells[i]);
            if (value.Length == 0 || i == _source || column.Kind == "unit" || column.IsReference)
                continue;
            if (column.Kind == "comment" && AccessionColumns.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
                record.AddAlternate(value);
            else if (column.Says("Performer"))
                record.AddPrivate(column.Name, value);
            else if (!_file.Vocabulary.IsMissing(value))
                record.Add(column.Name, Unit(cells, i) is { Length: > 0 } unit ? $"{value} {unit}" : Term(value));
            if (column.Says("Technology Type"))
                _technologies.Add(value);
        }
    }

    private string Unit(IReadOnlyList<string> cells, int i) => i + 1 < _columns.Length && i + 1 < cells.Count && _columns[i + 1].Kind == "unit" ? cells[i + 1] : "";

    /// <summary>A term of an ontology, "NT=Orbitrap; AC=MS:1000484", as its name.</summary>
    private static string Term(string value) => NamedTerm().Match(value) is { Success: true, Groups: var found } ? found["name"].Value : value;

    /// <summary>ArrayExpress gives GEO's samples the number of the channel.</summary>
    [GeneratedRegex(@"^(?<accession>(GSM|SAM(N|EA|D)|[SED]R[SXR])\d+)( [12])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Archived();

    [GeneratedRegex(@"^(AC\s*=[^;=]*;\s*)?NT\s*=\s*(?<name>[^;=]+?)\s*(;\s*AC\s*=[^;=]*)?;?$", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedTerm();
}
