using FacetExplorer.Catalog;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Import;

/// <summary>
/// Gathers what a source says of one record, and adds the common fields of the vocabulary: a column that stands for one gives its value,
/// normalised, and stays under its own name when the text was another.
/// </summary>
internal sealed class RecordBuilder(Vocabulary vocabulary)
{
    /// <summary>The object that holds what is kept but never shown, searched or handed out.</summary>
    public const string PrivateKey = "private";

    /// <summary>What follows the name of a common field in the name of what a source wrote there.</summary>
    public const string OriginalSuffix = "_original";

    private readonly Dictionary<string, List<string>> _columns = [];
    private readonly Dictionary<string, List<string>> _private = [];
    private readonly Dictionary<string, string> _kept = [];
    private readonly HashSet<string> _alternates = [];
    private readonly HashSet<string> _samples = [];
    private readonly HashSet<string> _experiments = [];

    /// <summary>Adds a value; several of one column are a list. Blanks, and words that say there is none, are none.</summary>
    public RecordBuilder Add(string column, string? text)
    {
        if (text is not null && Value.OfTyped(text) is { Length: > 0 } value)
            AddTo(_columns, column, value);
        return this;
    }

    /// <summary>Adds a value of a type; what does not parse stays as it is written. How many did is counted.</summary>
    public void AddAs(string field, string? text, ColumnType type)
    {
        if (text is null || Value.OfTyped(text) is not { Length: > 0 } value || vocabulary.IsMissing(value))
            return;
        var typed = type switch
        {
            ColumnType.Number => ValueForms.Number(value),
            ColumnType.Date => ValueForms.Date(value),
            ColumnType.Boolean => ValueForms.Boolean(value),
            ColumnType.Years => ValueForms.Years(value) ?? ValueForms.Number(value),
            _ => value,
        };
        if (type != ColumnType.Text)
            vocabulary.Count(field, typed is not null);
        AddTo(_columns, field, typed ?? value);
    }

    /// <summary>Adds a value that is kept and not published.</summary>
    public RecordBuilder AddPrivate(string column, string? text)
    {
        if (text is not null && Value.OfTyped(text) is { Length: > 0 } value)
            AddTo(_private, column, value);
        return this;
    }

    /// <summary>Keeps JSON as it is: of objects in it nothing is shown or searched.</summary>
    public void Keep(string field, string json) => _kept[field] = json;

    /// <summary>Another accession of the record; a blank one is none.</summary>
    public RecordBuilder AddAlternate(string? accession) => AddAccession(_alternates, accession);

    /// <summary>A sample that the experiment has; a blank one is none.</summary>
    public RecordBuilder AddSample(string? accession) => AddAccession(_samples, accession);

    /// <summary>An experiment that the sample belongs to; a blank one is none.</summary>
    public RecordBuilder AddExperiment(string? accession) => AddAccession(_experiments, accession);

    /// <summary>The record.</summary>
    /// <exception cref="RefusedException">It has no accession that can be taken.</exception>
    public ImportedRecord Build(Level level, string? accession, long line)
    {
        var own = RecordParser.Checked(Value.OfTyped(accession ?? "")) is { Length: > 0 } given
            ? given : throw new RefusedException($"no accession: the {(level == Level.Experiment ? "experiment" : "sample")} has none");
        var alternates = _alternates.Where(alternate => alternate != own).ToList();
        var fields = new CanonicalFields();
        foreach (var (name, values) in Named())
            fields.Add(name, values);
        foreach (var (name, json) in _kept)
            fields.AddJson(name, json);
        fields.Add(RecordParser.AlternatesKey, alternates);
        fields.AddObject(PrivateKey, _private);
        return new ImportedRecord(level, own, fields.ToJson(), alternates, [.. _samples], fields.LongValues, line) { Experiments = [.. _experiments] };
    }

    private IEnumerable<(string Name, IReadOnlyList<string> Values)> Named()
    {
        var common = new Dictionary<string, (int Rank, string Column, IReadOnlyList<string> Values)>();
        foreach (var (column, texts) in _columns)
            foreach (var (field, rank) in vocabulary.FieldsOf(column))
                if (vocabulary.Normalise(field, column, texts) is { Count: > 0 } values && !(common.TryGetValue(field, out var best) && best.Rank < rank))
                    common[field] = (rank, column, values);
        foreach (var (field, (_, _, values)) in common)
            yield return (field, values);
        foreach (var (column, texts) in _columns)
            if (!common.Values.Any(taken => taken.Column == column && taken.Values.SequenceEqual(texts)))
                yield return AsWritten(column, texts, common.ContainsKey);
    }

    private (string, IReadOnlyList<string>) AsWritten(string column, List<string> texts, Func<string, bool> isCommon)
    {
        var name = Vocabulary.FieldName(column);
        if (vocabulary.FieldsOf(column).Count == 0)
            return (name, texts.FindAll(text => !vocabulary.IsMissing(text)));
        return (isCommon(name) || vocabulary.IsField(name) ? name + OriginalSuffix : name, texts);
    }

    private RecordBuilder AddAccession(HashSet<string> accessions, string? accession)
    {
        if (RecordParser.Checked(Value.OfTyped(accession ?? "")) is { Length: > 0 } value && !vocabulary.IsMissing(value))
            accessions.Add(value);
        return this;
    }

    private static void AddTo(Dictionary<string, List<string>> columns, string column, string value)
    {
        if (!columns.TryGetValue(column, out var values))
            columns.Add(column, values = []);
        if (!values.Contains(value))
            values.Add(value);
    }
}
