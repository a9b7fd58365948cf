using System.Text.Json;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>Makes a record of one JSON object.</summary>
/// <param name="accessionKey">The key that holds the accession.</param>
/// <param name="strip">A prefix that field names lose.</param>
internal sealed class RecordParser(string accessionKey, string strip = "")
{
    public const string AlternatesKey = "alternate_accessions";
    public const int MaxAccession = 512;

    public static readonly JsonReaderOptions Json = new() { MaxDepth = 256 };

    private readonly CanonicalFields _fields = new();

    /// <param name="json">The object, nothing before or after it but blanks.</param>
    /// <param name="level">What it describes.</param>
    /// <param name="listKey">The key that holds the samples of an experiment.</param>
    /// <param name="line">Where it starts.</param>
    /// <exception cref="RefusedException">It cannot be taken.</exception>
    public ImportedRecord Parse(ReadOnlySpan<byte> json, Level level, string? listKey, long line)
    {
        try
        {
            return ParseObject(json, level, listKey, line);
        }
        catch (JsonException e)
        {
            throw new RefusedException(NotJson(e), line + (e.LineNumber ?? 0));
        }
        catch (InvalidOperationException e)
        {
            // What Utf8JsonReader throws for half a surrogate pair and for bytes that are not UTF-8.
            throw new RefusedException($"text that is not valid Unicode ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>What is wrong, without the position, which is relative to the record.</summary>
    public static string NotJson(JsonException e) => $"not JSON: {e.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.')}";

    private ImportedRecord ParseObject(ReadOnlySpan<byte> json, Level level, string? listKey, long line)
    {
        var reader = new Utf8JsonReader(json, Json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new RefusedException("not a JSON object");
        _fields.Clear();
        string? accession = null;
        IReadOnlyList<string> samples = [], alternates = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var name = Value.Of(key.StartsWith(strip, StringComparison.Ordinal) ? key[strip.Length..] : key) ?? "";
            reader.Read();
            if (name == accessionKey)
                accession = Accession(ref reader) ?? accession;
            else if (name == listKey && level == Level.Experiment)
                samples = Accessions(name, ref reader);
            else
            {
                if (name == AlternatesKey)
                    alternates = Accessions(name, reader);
                _fields.Add(name, ref reader);
            }
        }
        reader.Read();
        if (accession is null)
            throw new RefusedException($"no accession: \"{accessionKey}\" is missing or blank");
        return new ImportedRecord(level, accession, _fields.ToJson(), alternates, samples, _fields.LongValues, line);
    }

    private string? Accession(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => throw new RefusedException($"\"{accessionKey}\" is a list where a text is expected"),
        JsonTokenType.StartObject => throw new RefusedException($"\"{accessionKey}\" is an object where a text is expected"),
        _ => Checked(Value.OfScalar(ref reader)),
    };

    private static List<string> Accessions(string key, Utf8JsonReader copy) => Accessions(key, ref copy);

    private static List<string> Accessions(string key, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return [];
        if (reader.TokenType == JsonTokenType.String && key == AlternatesKey)
            return Checked(Value.OfScalar(ref reader)) is { } single ? [single] : [];
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new RefusedException($"\"{key}\" is not a list of texts");
        var accessions = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                throw new RefusedException($"\"{key}\" has an element that is no text");
            if (Checked(Value.OfScalar(ref reader)) is { } accession)
                accessions.Add(accession);
        }
        return accessions;
    }

    /// <summary>An accession that can be one; null stays null.</summary>
    public static string? Checked(string? accession) => accession switch
    {
        { Length: > MaxAccession } => throw new RefusedException($"an accession of {accession.Length} characters: at most {MaxAccession} are allowed"),
        not null when accession.Contains('\0') => throw new RefusedException("an accession with a NUL character"),
        _ => accession,
    };
}
