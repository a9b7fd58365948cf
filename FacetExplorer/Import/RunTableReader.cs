using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Import;

/// <summary>
/// Tables of sequencing runs: SRA's RunTable in all its generations, its runinfo, and ENA's filereport. A row is a run; the runs of one
/// BioSample are one sample, the samples of one study an experiment. What a column holds is told by the accessions in it, as its name has
/// changed often.
/// </summary>
internal sealed partial class RunTableReader : ISourceReader
{
    private const int RowsLookedAt = 50;

    /// <summary>The columns of runinfo, which has been handed on without them.</summary>
    private static readonly string[] RunInfo =
        ("Run,ReleaseDate,LoadDate,spots,bases,spots_with_mates,avgLength,size_MB,AssemblyName,download_path,Experiment,LibraryName,LibraryStrategy,"
        + "LibrarySelection,LibrarySource,LibraryLayout,InsertSize,InsertDev,Platform,Model,SRAStudy,BioProject,Study_Pubmed_id,ProjectID,Sample,"
        + "BioSample,SampleType,TaxID,ScientificName,SampleName,g1k_pop_code,source,g1k_analysis_group,Subject_ID,Sex,Disease,Tumor,Affection_Status,"
        + "Analyte_Type,Histological_Type,Body_Site,CenterName,Submission,dbgap_study_accession,Consent,RunHash,ReadHash").Split(',');

    /// <summary>Columns that say something of the study, beside those it shares with its samples.</summary>
    private static readonly HashSet<string> OfStudy = ["study_title", "study_abstract", "study_pubmed_id", "study_name"];

    private static readonly HashSet<string> Shared = ["technology", "pubmed_id"];

    public string Format => "runs";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    /// <summary>A table with columns of runs, samples and studies.</summary>
    public bool Recognises(string file, ReadOnlySpan<byte> start)
    {
        var text = System.Text.Encoding.UTF8.GetString(start);
        var rows = DelimitedText.Of(text, isWhole: false).Beginning(text, isWhole: start.Length < SourceFormats.BeginningLength);
        return rows.Count > 1 && Roles.Of(rows.Skip(IsHeadless(rows[0].Cells) ? 0 : 1)) is { Run: not null, Sample: not null, Studies.Count: > 0 };
    }

    public void Read(SourceFileReading file)
    {
        var start = SourceFormats.Beginning(file.Path);
        var form = DelimitedText.Of(start.Text, start.IsWhole);
        var first = form.Beginning(start.Text, start.IsWhole);
        using var text = SourceText.Open(file.Content);
        var isHeadless = first.Count > 0 && IsHeadless(first[0].Cells);
        var table = isHeadless ? new Table(RunInfo, form.ReadRows(text)) : form.Read(text);
        var roles = Roles.Of(first.Skip(isHeadless ? 0 : 1));
        if (roles is not { Run: not null, Sample: not null })
            throw new RefusedException("no column of runs (SRR…, ERR…, DRR…) or none of samples (SAMN…, SAMEA…, SRS…) in it");
        var studies = new Dictionary<string, Study>();
        foreach (var row in table.Rows)
            file.Take(row.Line, () => Sample(file, table, roles, row, studies));
        foreach (var (accession, study) in studies)
            file.Take(study.Line, () => study.Build(accession));
    }

    private static ImportedRecord Sample(SourceFileReading file, Table table, Roles roles, TableRow row, Dictionary<string, Study> studies)
    {
        table.Check(row);
        var sample = file.NewRecord();
        var accession = roles.Samples.Append(roles.Run!.Value).Select(column => Accession(file, row, column)).FirstOrDefault(found => found.Length > 0)
            ?? throw new RefusedException("the run has no sample: neither a BioSample nor a sample's or a run's accession is in the row");
        Study? study = null;
        if (roles.Studies.Select(column => Accession(file, row, column)).FirstOrDefault(found => found.Length > 0) is { } experiment)
        {
            sample.AddExperiment(experiment);
            if (!studies.TryGetValue(experiment, out study))
                studies.Add(experiment, study = new Study(file, row.Line));
        }
        foreach (var column in roles.Alternates)
            sample.AddAlternate(Accession(file, row, column));
        foreach (var column in roles.Studies)
            study?.Record.AddAlternate(Accession(file, row, column));
        for (var column = 0; column < table.Columns.Count; column++)
            Add(file, Unmarked(table.Columns[column]), Table.Cell(row, column), sample, study);
        return sample.Build(Level.Sample, accession, row.Line) with { AddsUp = true };
    }

    private static void Add(SourceFileReading file, string column, string text, RecordBuilder sample, Study? study)
    {
        var fields = file.Vocabulary.FieldsOf(column);
        if (column.Length == 0)
            sample.AddPrivate("unnamed column", text);
        else if (!OfStudy.Contains(Vocabulary.FieldName(column)))
            sample.Add(column, text);
        else
            study?.Record.Add(column, text);
        if (fields.Any(field => Shared.Contains(field.Field)) && !OfStudy.Contains(Vocabulary.FieldName(column)))
            study?.Record.Add(column, text);
        if (fields.Any(field => field.Field == "published"))
            study?.Published(file.Vocabulary.Normalise("published", column, [text]));
    }

    private static string Accession(SourceFileReading file, TableRow row, int column) =>
        Table.Cell(row, column).Trim() is var text && file.Vocabulary.IsMissing(text) ? "" : text;

    /// <summary>A column's name without the mark of its kind that RunTables had: "BioSample_s" as BioSample.</summary>
    private static string Unmarked(string column) => KindMark().Replace(column, "") is var name && name == "Model" ? "Instrument model" : name;

    private static bool IsHeadless(IReadOnlyList<string> first) => first.Count == RunInfo.Length && RunAccession().IsMatch(first[0].Trim());

    /// <summary>What the rows say of one study.</summary>
    private sealed class Study(SourceFileReading file, long line)
    {
        private string? _published;

        public RecordBuilder Record { get; } = file.NewRecord();

        public long Line => line;

        public void Published(IReadOnlyList<string> dates)
        {
            foreach (var date in dates)
                if (_published is null || string.CompareOrdinal(date, _published) < 0)
                    _published = date;
        }

        public ImportedRecord Build(string accession) => Record.Add("published", _published).Build(Level.Experiment, accession, line);
    }

    /// <summary>The columns that hold accessions, by what is in their first cells.</summary>
    private sealed record Roles(int? Run, IReadOnlyList<int> Samples, IReadOnlyList<int> Studies, IReadOnlyList<int> Alternates)
    {
        public int? Sample => Samples.Count > 0 ? Samples[0] : null;

        public static Roles Of(IEnumerable<TableRow> first)
        {
            var rows = first.Take(RowsLookedAt).ToList();
            var (run, bioSample, sample, library, geo, study, project) =
                (All(RunAccession()), All(BioSampleAccession()), All(SraSampleAccession()), All(LibraryAccession()), All(GeoSampleAccession()), All(StudyAccession()), All(ProjectAccession()));
            return new(run.Cast<int?>().FirstOrDefault(), [.. bioSample, .. sample], [.. study, .. project], [.. run, .. bioSample, .. sample, .. library, .. geo]);

            List<int> All(Regex accession) =>
                [.. Enumerable.Range(0, rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count)).Where(column => Holds(column, accession))];

            bool Holds(int column, Regex accession)
            {
                var cells = rows.Select(row => Table.Cell(row, column).Trim()).Where(cell => cell.Length > 0 && !cell.StartsWith('<')).ToList();
                return cells.Count > 0 && cells.Count(cell => accession.IsMatch(cell)) >= 0.9 * cells.Count;
            }
        }
    }

    [GeneratedRegex("^[SED]RR[0-9]+$")]
    private static partial Regex RunAccession();

    [GeneratedRegex("^SAM(N|EA|D|EG)[0-9]+$")]
    private static partial Regex BioSampleAccession();

    [GeneratedRegex("^[SED]RS[0-9]+$")]
    private static partial Regex SraSampleAccession();

    [GeneratedRegex("^[SED]RX[0-9]+$")]
    private static partial Regex LibraryAccession();

    [GeneratedRegex("^GSM[0-9]+$")]
    private static partial Regex GeoSampleAccession();

    [GeneratedRegex("^[SED]RP[0-9]+$")]
    private static partial Regex StudyAccession();

    [GeneratedRegex("^PRJ(NA|EB|DB)[0-9]+$")]
    private static partial Regex ProjectAccession();

    [GeneratedRegex("_[sldt]$")]
    private static partial Regex KindMark();
}
