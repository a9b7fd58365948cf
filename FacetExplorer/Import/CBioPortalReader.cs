using FacetExplorer.Catalog;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Import;

/// <summary>
/// A study folder of cBioPortal: <c>meta_study.txt</c> describes the experiment, <c>data_clinical_sample.txt</c> its samples,
/// <c>data_clinical_patient.txt</c> adds to these what is known of their patients.
/// </summary>
internal sealed class CBioPortalReader : ISourceReader
{
    private const string SampleFile = "data_clinical_sample.txt";
    private const string PatientFile = "data_clinical_patient.txt";
    private const string StudyFile = "meta_study.txt";
    private const string SampleId = "SAMPLE_ID";
    private const string PatientId = "PATIENT_ID";

    /// <summary>Ids as short as this ("1", "T12") are not the same sample in another study.</summary>
    private const int ShortId = 5;

    public string Format => "cbioportal";

    public IReadOnlyList<string> FilesOf(string folder) => SourceFormats.PlainOrPacked(folder, SampleFile);

    public IEnumerable<string> FilesBeside(string file) =>
        Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder ? [Path.Combine(folder, StudyFile), .. SourceFormats.PlainOrPacked(folder, PatientFile)] : [];

    /// <summary>A clinical table: a row whose columns are SAMPLE_ID and PATIENT_ID.</summary>
    public bool Recognises(string file, ReadOnlySpan<byte> start)
    {
        foreach (var line in start.ToArray().AsSpan().Split((byte)'\n'))
            if (start[line] is [not (byte)'#', ..] row)
                return row.IndexOf("SAMPLE_ID"u8) >= 0 && row.IndexOf("PATIENT_ID"u8) >= 0 && row.IndexOf((byte)'\t') > 0;
        return false;
    }

    public void Read(SourceFileReading file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file.Path))!;
        var study = file.NewRecord();
        var accession = ReadStudy(Path.Combine(folder, StudyFile), study) ?? Path.GetFileName(folder);
        file.Take(1, () => study.Build(Level.Experiment, accession, 1));
        var patients = ReadPatients(folder);
        using var text = SourceText.Open(file.Content);
        var table = Clinical(text);
        var ids = table.Columns.ToList().IndexOf(SampleId);
        if (ids < 0)
            throw new RefusedException($"no column {SampleId} in it");
        foreach (var row in table.Rows)
            file.Take(row.Line, () => Sample(file, table, row, Table.Cell(row, ids).Trim(), accession, patients));
    }

    private static ImportedRecord Sample(
        SourceFileReading file, Table table, TableRow row, string id, string study, Dictionary<string, List<(string Column, string Text)>> patients)
    {
        table.Check(row);
        var sample = file.NewRecord().AddExperiment(study);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            sample.Add(Column(table.Columns[i]), Table.Cell(row, i));
            if (table.Columns[i] == PatientId && patients.TryGetValue(Table.Cell(row, i).Trim(), out var known))
                foreach (var (column, text) in known)
                    sample.Add(column, text);
        }
        return sample.Build(Level.Sample, id.Length is > 0 and < ShortId ? $"{study}:{id}" : id, row.Line) with { AddsUp = true };
    }

    /// <summary>Ages of patients are in years.</summary>
    private static string Column(string column) => column is "AGE" ? "AGE_YEARS" : column;

    private static Dictionary<string, List<(string, string)>> ReadPatients(string folder)
    {
        var patients = new Dictionary<string, List<(string, string)>>();
        foreach (var path in SourceFormats.PlainOrPacked(folder, PatientFile))
        {
            using var content = SourceContent.Open(path);
            using var text = SourceText.Open(content);
            var table = Clinical(text);
            var ids = table.Columns.ToList().IndexOf(PatientId);
            foreach (var row in ids < 0 ? [] : table.Rows)
                patients[Table.Cell(row, ids).Trim()] =
                    [.. table.Columns.Select((column, i) => (Column(column), Table.Cell(row, i))).Where(cell => cell.Item1 != PatientId)];
        }
        return patients;
    }

    /// <summary>What meta_study.txt says, in lines of "key: value".</summary>
    /// <returns>The study's id; null when there is none.</returns>
    private static string? ReadStudy(string path, RecordBuilder study)
    {
        if (!File.Exists(path))
            return null;
        using var content = SourceContent.Open(path);
        string? id = null;
        foreach (var (_, line) in SourceText.Lines(content))
        {
            if (line.Split(':', 2) is not [var key, var value])
                continue;
            if (key.Trim() == "cancer_study_identifier")
                id = Value.OfTyped(value) is { Length: > 0 } given ? given : null;
            else
                study.Add(key.Trim() switch { "name" => "title", "pmid" => "pubmed_id", var other => other }, value);
        }
        return id;
    }

    private static Table Clinical(TextReader text) => new DelimitedText('\t', HasQuotes: false, Comment: '#', HasStrayReturns: true).Read(text);
}
