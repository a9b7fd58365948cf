using System.Text.RegularExpressions;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import.Tables;

/// <summary>A first mapping of a table, made of the names of its columns and their first values.</summary>
internal sealed partial class MappingSuggestion
{
    private const int RowsLookedAt = 5000;

    private static readonly string[] ExperimentIds =
    [
        "experiment accession", "experiment id", "experiment", "study accession", "study id", "study", "study name", "series id", "series", "gse",
        "dataset id", "dataset", "project name", "project id", "project", "sra study", "bioproject", "archive project",
    ];

    private static readonly string[] SampleIds =
    [
        "sample accession", "sample id", "sampleid", "sample", "biosample", "library id", "libraryid", "chip id", "chipid", "affymetrixchipid", "sample name",
        "run accession", "run", "run id", "gsm", "accession", "id", "epirr", "archive accession",
    ];

    private static readonly HashSet<string> OfExperiments = ["title", "description", "technology", "published", "pubmed_id"];

    private readonly Table _table;
    private readonly Vocabulary _vocabulary;
    private readonly List<TableRow> _rows;

    private MappingSuggestion(Table table, Vocabulary vocabulary) =>
        (_table, _vocabulary, _rows) = (table, vocabulary, [.. table.Rows.Take(RowsLookedAt)]);

    /// <summary>The mapping a table asks for.</summary>
    /// <exception cref="RefusedException">No column of it can be an accession.</exception>
    public static TableMapping Of(Table table, Vocabulary vocabulary) => new MappingSuggestion(table, vocabulary).Suggest();

    private TableMapping Suggest()
    {
        var experiment = Find(ExperimentIds);
        var sample = Find(SampleIds.Where(id => experiment is null || Vocabulary.Key(id) != Vocabulary.Key(_table.Columns[experiment.Value])), isUnique: true);
        if (sample is not null && sample == experiment)
            experiment = null;
        if (experiment is null && sample is null)
            throw new RefusedException("no column of it looks like accessions: a mapping needs one with the accessions of samples or of experiments");
        var columns = new Dictionary<string, MappedColumn>();
        for (var i = 0; i < _table.Columns.Count; i++)
            if (_table.Columns[i].Length > 0)
                columns.TryAdd(_table.Columns[i], Describe(i, experiment, sample));
        return new TableMapping { Columns = columns };
    }

    private MappedColumn Describe(int column, int? experiment, int? sample)
    {
        if (column == experiment)
            return new() { Field = TableMapping.Accession, Level = Level.Experiment, Separator = SeparatorOf(column) };
        if (column == sample)
            return new() { Field = TableMapping.Accession };
        if (Privacy.ReasonOf(_table.Columns[column], Cells(column)) is { } reason)
            return new() { Published = false, Note = $"looks like {reason}: published only if you say so", Level = sample is null ? Level.Experiment : Level.Sample };
        var common = _vocabulary.FieldsOf(_table.Columns[column]).Select(field => field.Field).FirstOrDefault();
        return new()
        {
            Field = common ?? (Vocabulary.FieldName(_table.Columns[column]) is var name && name == TableMapping.Accession ? "other_accession" : name),
            Level = sample is null || experiment is { } id && SaysOneThingOfEach(id, column) && (common is null || OfExperiments.Contains(common)) ? Level.Experiment : Level.Sample,
            Separator = SeparatorOf(column),
            Type = TypeOf(column),
        };
    }

    /// <summary>The first of these columns that is there, holds something in nearly every row and, if asked for, hardly anything twice.</summary>
    private int? Find(IEnumerable<string> names, bool isUnique = false)
    {
        foreach (var name in names)
            for (var i = 0; i < _table.Columns.Count; i++)
                if (Vocabulary.Key(_table.Columns[i]) == Vocabulary.Key(name) && Cells(i).Count >= 0.95 * _rows.Count && (!isUnique || Distinct(i) > 0.5 * _rows.Count))
                    return i;
        return null;
    }

    private List<string> Cells(int column) =>
        [.. _rows.Select(row => Table.Cell(row, column).Trim()).Where(cell => cell.Length > 0 && !_vocabulary.IsMissing(cell))];

    private int Distinct(int column) => Cells(column).Distinct().Count();

    /// <summary>Whether the rows of one experiment agree in a column, and there are experiments of several rows.</summary>
    private bool SaysOneThingOfEach(int experiment, int column)
    {
        var groups = _rows.GroupBy(row => Table.Cell(row, experiment)).Select(group => (Rows: group.Count(), Values: group.Select(row => Table.Cell(row, column)).Distinct().Count())).ToList();
        return groups.Count > 1 && groups.Exists(group => group.Rows > 1) && groups.TrueForAll(group => group.Values == 1);
    }

    private string? SeparatorOf(int column)
    {
        var cells = Cells(column);
        foreach (var separator in new[] { ";", "|" })
            if (cells.Count(cell => cell.Contains(separator, StringComparison.Ordinal)) is var with && with > 0 && cells.TrueForAll(cell => cell.Length < 200)
                && cells.Where(cell => cell.Contains(separator, StringComparison.Ordinal)).All(cell => cell.Split(separator).All(part => part.Trim().Length is > 0 and < 60)))
                return separator;
        return null;
    }

    private ColumnType TypeOf(int column)
    {
        var cells = Cells(column);
        if (cells.Count == 0)
            return ColumnType.Text;
        if (cells.TrueForAll(cell => ValueForms.Boolean(cell) is not null) && cells.Select(cell => ValueForms.Boolean(cell)).Distinct().Count() == 2)
            return ColumnType.Boolean;
        if (cells.TrueForAll(cell => ValueForms.Number(cell) is not null))
            return ColumnType.Number;
        return cells.TrueForAll(cell => ValueForms.Date(cell) is not null) ? ColumnType.Date : ColumnType.Text;
    }

    /// <summary>What should not be published without somebody's decision.</summary>
    private static partial class Privacy
    {
        public static string? ReasonOf(string column, List<string> cells) =>
            cells.Exists(cell => Mail().IsMatch(cell)) || MailColumn().IsMatch(column) ? "e-mail addresses"
            : BirthColumn().IsMatch(column) ? "dates of birth"
            : PatientColumn().IsMatch(column) ? "identifiers of patients"
            : NameColumn().IsMatch(column) ? "names of people"
            : ContactColumn().IsMatch(column) ? "addresses or telephone numbers"
            : null;

        [GeneratedRegex(@"[^\s@,;<>]+@[^\s@,;<>]+\.[A-Za-z]{2,}")]
        private static partial Regex Mail();

        [GeneratedRegex(@"e-?mail", RegexOptions.IgnoreCase)]
        private static partial Regex MailColumn();

        [GeneratedRegex(@"\b(dob|d\.o\.b\.|birth|geburt\w*|birth[\s_-]?da(te|y)|date[\s_-]of[\s_-]birth)", RegexOptions.IgnoreCase)]
        private static partial Regex BirthColumn();

        [GeneratedRegex(@"(patient|subject|participant|donor|individual|proband)s?[\s_.-]*(id|identifier|number|no|code|nr|barcode)?$|\b(mrn|ssn|nhs)\b|medical[\s_-]?record|social[\s_-]?security", RegexOptions.IgnoreCase)]
        private static partial Regex PatientColumn();

        [GeneratedRegex(@"(first|last|family|given|sur|full|middle|maiden|patient|contact|submitter|operator|technician|investigator|physician|doctor|curator)[\s_-]?names?|^(surname|submitter|contact|contact person|operator|technician|curator|investigator|physician|principal investigator)$", RegexOptions.IgnoreCase)]
        private static partial Regex NameColumn();

        [GeneratedRegex(@"phone|telephone|\bfax\b|street|postal|zip[\s_-]?code|home[\s_-]?address", RegexOptions.IgnoreCase)]
        private static partial Regex ContactColumn();
    }
}
