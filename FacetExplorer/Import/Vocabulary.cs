using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>
/// The archives' column names and spellings, and the fields and values they stand for (data/vocabulary.json, and an operator's own file of
/// the same form beside it). Columns are compared without case, blanks and punctuation, values without case and repeated blanks.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>The shipped file, beside the program.</summary>
    public const string Shipped = "data/vocabulary.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly FrozenSet<string> _missing;
    private readonly FrozenDictionary<string, CommonField> _fields;
    private readonly Dictionary<string, (string Field, int Rank)[]> _asked = [];
    private readonly SortedDictionary<string, (long Understood, long Not)> _typed = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, (string Field, int Rank)[]> _columns;

    private Vocabulary(IEnumerable<VocabularyFile> files)
    {
        var missing = new HashSet<string>();
        var fields = new Dictionary<string, CommonField>();
        var columns = new Dictionary<string, List<(string, int)>>();
        foreach (var file in files)
        {
            missing.UnionWith(file.Missing.Select(Folded));
            foreach (var (name, described) in file.Fields)
            {
                if (!fields.TryGetValue(name, out var field))
                    fields.Add(name, field = new CommonField(name));
                field.Take(described);
                foreach (var column in described.Columns.Select(Key))
                    if (!columns.TryGetValue(column, out var known))
                        columns.Add(column, [(name, columns.Count)]);
                    else if (!known.Exists(entry => entry.Item1 == name))
                        known.Add((name, columns.Count));
            }
        }
        _missing = missing.ToFrozenSet();
        _fields = fields.ToFrozenDictionary();
        _columns = columns.ToFrozenDictionary(column => column.Key, column => column.Value.ToArray());
    }

    /// <summary>The shipped vocabulary with an operator's additions.</summary>
    /// <param name="own">A file, or null.</param>
    /// <exception cref="ImportException">A file cannot be read.</exception>
    public static Vocabulary Load(string? own = null) =>
        new(new[] { Path.Combine(AppContext.BaseDirectory, Shipped), own }.OfType<string>().Select(Read));

    private static VocabularyFile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<VocabularyFile>(file, Json) ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"The vocabulary {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The common fields a column stands for, each with its place among the columns of that field, the lowest going first.</summary>
    public IReadOnlyList<(string Field, int Rank)> FieldsOf(string column)
    {
        if (!_asked.TryGetValue(column, out var fields))
            _asked.Add(column, fields = _columns.GetValueOrDefault(Key(column), []));
        return fields;
    }

    /// <summary>Whether a text only says that there is no value.</summary>
    public bool IsMissing(string text) => _missing.Contains(Folded(text));

    /// <summary>The values of a common field that a column's texts stand for. How many of a date's or a number's were understood is counted.</summary>
    public IReadOnlyList<string> Normalise(string field, string column, IReadOnlyList<string> texts)
    {
        var known = _fields[field];
        var values = new List<string>(texts.Count);
        foreach (var text in texts.Where(text => !IsMissing(text)))
        {
            var value = known.Normalise(text, Key(column));
            if (known.IsTyped)
                Count(field, value is not null);
            if (value is not null && !values.Contains(value))
                values.Add(value);
        }
        return values;
    }

    /// <summary>Whether a common field has this name.</summary>
    public bool IsField(string name) => _fields.ContainsKey(name);

    /// <summary>Counts a text of a field of dates, numbers or truths, which was understood or not.</summary>
    public void Count(string field, bool understood)
    {
        var (did, not) = _typed.GetValueOrDefault(field);
        _typed[field] = understood ? (did + 1, not) : (did, not + 1);
    }

    /// <summary>Of each such field, how many texts were understood and how many not.</summary>
    public IReadOnlyDictionary<string, (long Understood, long Not)> Typed => _typed;

    /// <summary>A column's name as a field's: "Assay Type" and "assayType" as assay_type.</summary>
    public static string FieldName(string column)
    {
        var name = new StringBuilder();
        for (var i = 0; i < column.Length; i++)
        {
            var c = column[i];
            if (!char.IsLetterOrDigit(c))
            {
                if (name.Length > 0 && name[^1] != '_')
                    name.Append('_');
                continue;
            }
            var startsWord = char.IsUpper(c) && i > 0 && (char.IsLower(column[i - 1]) || i + 1 < column.Length && char.IsUpper(column[i - 1]) && char.IsLower(column[i + 1]));
            if (startsWord && name.Length > 0 && name[^1] != '_')
                name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }
        return Value.Of(name.ToString().Trim('_')) ?? "";
    }

    /// <summary>What columns are compared by.</summary>
    internal static string Key(string column) => string.Concat(column.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>A text without case and repeated blanks; an underscore is a blank.</summary>
    internal static string Folded(string text) =>
        string.Join(' ', text.Replace('_', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    private sealed record VocabularyFile
    {
        public IReadOnlyList<string> Missing { get; init; } = [];
        public Dictionary<string, FieldEntry> Fields { get; init; } = [];
    }

    private sealed record FieldEntry
    {
        public IReadOnlyList<string> Columns { get; init; } = [];
        public string? Form { get; init; }
        public string? Type { get; init; }
        public Dictionary<string, string[]> Values { get; init; } = [];
        public IReadOnlyList<string> Missing { get; init; } = [];
    }

    private sealed class CommonField(string name)
    {
        private readonly Dictionary<string, string> _values = [];
        private readonly HashSet<string> _missing = [];
        private Func<string, string, string?> _form = (text, _) => text;

        public bool IsTyped { get; private set; }

        public void Take(FieldEntry entry)
        {
            foreach (var (value, spellings) in entry.Values)
                foreach (var spelling in spellings.Append(value))
                    _values[Folded(spelling)] = value;
            _missing.UnionWith(entry.Missing.Select(Folded));
            _form = (entry.Form, entry.Type) switch
            {
                (null, null) => _form,
                ("organism", null) => (text, _) => ValueForms.Organism(text),
                ("name (id)", null) => (text, _) => ValueForms.WithoutId(text),
                ("sentence", null) => (text, _) => ValueForms.Sentence(text),
                (null, "date") => (text, _) => ValueForms.Date(text),
                (null, "number") => (text, _) => ValueForms.Number(text),
                (null, "years") => (text, column) => ValueForms.Years(text) ?? (column.Contains("year", StringComparison.Ordinal) ? ValueForms.Number(text) : null),
                _ => throw new ImportException(
                    $"The vocabulary's field \"{name}\" has form \"{entry.Form}\" and type \"{entry.Type}\": organism, name (id) or sentence is a form, date, number or years a type, and a field has one of both."),
            };
            IsTyped |= entry.Type is not null;
        }

        public string? Normalise(string text, string column)
        {
            var folded = Folded(text);
            return _missing.Contains(folded) ? null
                : _values.TryGetValue(folded, out var value) ? value
                : _form(Value.Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))) ?? "", column) is { Length: > 0 } formed
                    ? _values.GetValueOrDefault(Folded(formed), formed) : null;
        }
    }
}
