using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>
/// Builds a record's fields in the one form they are stored in: names in ordinal order, each with a value or a flat list
/// of distinct values, texts trimmed and NFC, numbers as written, objects kept, nothing blank.
/// </summary>
internal sealed class CanonicalFields
{
    private const int LongList = 1000;

    private static readonly JsonWriterOptions AsStored = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _values = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _value;
    private readonly Utf8JsonWriter _object;
    private readonly List<(string Name, Range Json)> _fields = [];
    private HashSet<string> _distinct = [];

    public CanonicalFields() =>
        (_value, _object) = (new Utf8JsonWriter(_values, AsStored), new Utf8JsonWriter(_json, AsStored));

    /// <summary>Values added that are too long to be facet values.</summary>
    public int LongValues { get; private set; }

    public void Clear()
    {
        _values.ResetWrittenCount();
        _fields.Clear();
        LongValues = 0;
    }

    /// <summary>Adds the value the reader stands on, leaving the reader at its end. A later value takes the place of an earlier one.</summary>
    public void Add(string name, ref Utf8JsonReader reader)
    {
        var start = _values.WrittenCount;
        _value.Reset();
        Forget();
        _value.WriteStartArray();
        var count = AddElements(ref reader);
        _value.WriteEndArray();
        _value.Flush();
        var end = _values.WrittenCount;
        if (count > 0)
            Set(name, count == 1 ? (start + 1)..(end - 1) : start..end);
    }

    /// <summary>Adds values as they are; none is no field.</summary>
    public void Add(string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            AddJson(name, JsonSerializer.Serialize(values));
    }

    /// <summary>Adds an object of lists, which is kept and neither shown nor searched; an empty one is nothing.</summary>
    public void AddObject(string name, IReadOnlyDictionary<string, List<string>> columns)
    {
        if (columns.Count > 0)
            AddJson(name, JsonSerializer.Serialize(columns));
    }

    /// <summary>Adds a value that is JSON already.</summary>
    public void AddJson(string name, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), RecordParser.Json);
        reader.Read();
        Add(name, ref reader);
    }

    /// <summary>Clearing costs what the set once held, so after a long list it is made anew.</summary>
    private void Forget()
    {
        if (_distinct.Count <= LongList)
            _distinct.Clear();
        else
            _distinct = [];
    }

    private void Set(string name, Range json)
    {
        _fields.RemoveAll(field => field.Name == name);
        _fields.Add((name, json));
    }

    private int AddElements(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            var count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                count += AddElements(ref reader);
            return count;
        }
        if (reader.TokenType == JsonTokenType.StartObject)
            return CopyObject(ref reader) ? 1 : 0;
        var type = reader.TokenType;
        if (Value.OfScalar(ref reader) is not { } value || !_distinct.Add(value))
            return 0;
        if (type == JsonTokenType.String)
            _value.WriteStringValue(value);
        else
            _value.WriteRawValue(value, skipInputValidation: true);
        if (!Value.IsFacetValue(value))
            LongValues++;
        return 1;
    }

    /// <summary>An object is kept as it is; an empty one is nothing.</summary>
    private bool CopyObject(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return false;
        _value.WriteStartObject();
        do
        {
            CopyToken(ref reader);
        } while (!(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth) && reader.Read());
        return true;
    }

    private void CopyToken(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: _value.WriteStartObject(); break;
            case JsonTokenType.EndObject: _value.WriteEndObject(); break;
            case JsonTokenType.StartArray: _value.WriteStartArray(); break;
            case JsonTokenType.EndArray: _value.WriteEndArray(); break;
            case JsonTokenType.PropertyName: _value.WritePropertyName(reader.GetString()!); break;
            case JsonTokenType.String: _value.WriteStringValue(reader.GetString()); break;
            default: _value.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
        }
    }

    public string ToJson()
    {
        _fields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        _json.ResetWrittenCount();
        _object.Reset();
        _object.WriteStartObject();
        foreach (var (name, json) in _fields)
        {
            _object.WritePropertyName(name);
            _object.WriteRawValue(_values.WrittenSpan[json], skipInputValidation: true);
        }
        _object.WriteEndObject();
        _object.Flush();
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    /// <summary>Canonical fields of several descriptions, the later ones going first.</summary>
    public string Merge(params ReadOnlySpan<string> lowestFirst) => Combine(lowestFirst, _ => false);

    /// <summary>The same of several sources, whose alternate accessions add up.</summary>
    public string MergeSources(params ReadOnlySpan<string> lowestFirst) => Combine(lowestFirst, name => name == RecordParser.AlternatesKey);

    /// <summary>Canonical fields of two descriptions whose values add up.</summary>
    public string AddUp(string first, string second) => Combine([first, second], _ => true);

    private string Combine(ReadOnlySpan<string> lowestFirst, Func<string, bool> addsUp)
    {
        Clear();
        foreach (var json in lowestFirst)
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), RecordParser.Json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (_fields.FindIndex(field => field.Name == name) is >= 0 and var known && addsUp(name))
                    AddTo(_fields[known], ref reader);
                else
                    Add(name, ref reader);
            }
        }
        return ToJson();
    }

    /// <summary>Adds the values of a field to those it has; of objects, the lists in them.</summary>
    private void AddTo((string Name, Range Json) field, ref Utf8JsonReader reader)
    {
        var before = JsonNode.Parse(_values.WrittenSpan[field.Json])!;
        AddJson(field.Name, Joined(before, JsonNode.Parse(ref reader)!).ToJsonString());
    }

    private static JsonNode Joined(JsonNode first, JsonNode second)
    {
        if (first is not JsonObject before || second is not JsonObject after)
            return new JsonArray([.. Elements(first), .. Elements(second)]);
        foreach (var (name, value) in after)
            before[name] = before[name] is { } known && value is not null
                ? new JsonArray([.. Elements(known).Concat(Elements(value)).DistinctBy(element => element?.ToJsonString())])
                : value?.DeepClone();
        return before;
    }

    private static IEnumerable<JsonNode?> Elements(JsonNode node) =>
        (node as JsonArray ?? [node.DeepClone()]).Select(element => element?.DeepClone());
}
