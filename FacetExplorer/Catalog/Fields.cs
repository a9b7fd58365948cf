using System.Text;
using System.Text.Json;

namespace FacetExplorer.Catalog;

/// <summary>The fields of a record, each with its values in the order of the source.</summary>
public sealed class Fields
{
    /// <summary>A record of which nothing is known.</summary>
    public static readonly Fields Empty = new([]);

    private readonly (string Name, string[] Values)[] _fields;

    private Fields((string, string[])[] fields) => _fields = fields;

    /// <summary>The names of the fields that have a value.</summary>
    public IEnumerable<string> Names => _fields.Select(entry => entry.Name);

    /// <summary>The values of a field; none when the record has no such field.</summary>
    public IReadOnlyList<string> this[string field]
    {
        get
        {
            foreach (var (name, values) in _fields)
                if (name == field)
                    return values;
            return [];
        }
    }

    /// <summary>The values of the first of these fields that has any.</summary>
    public IReadOnlyList<string> First(params IEnumerable<string> fields)
    {
        foreach (var field in fields)
            if (this[field] is { Count: > 0 } values)
                return values;
        return [];
    }

    /// <summary>Fields with these values; those without a value are left out.</summary>
    public static Fields Of(IEnumerable<(string Name, IReadOnlyList<string> Values)> fields) =>
        new([.. fields.Where(field => field.Values.Count > 0).Select(field => (field.Name, field.Values.ToArray()))]);

    /// <summary>Reads a JSON object: lists are their elements, objects inside it are passed over.</summary>
    public static Fields Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="Parse(string)"/>
    public static Fields Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A record's fields are a JSON object.");
        var fields = new List<(string Name, string[] Values)>();
        var values = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            values.Clear();
            AddValues(ref reader, values);
            if (values.Count == 0)
                continue;
            fields.RemoveAll(field => field.Name == name);
            fields.Add((name, [.. values.Distinct(StringComparer.Ordinal)]));
        }
        return fields.Count == 0 ? Empty : new Fields([.. fields]);
    }

    private static void AddValues(ref Utf8JsonReader reader, List<string> values)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                AddValues(ref reader, values);
        else if (reader.TokenType == JsonTokenType.StartObject)
            reader.Skip();
        else if (Value.OfScalar(ref reader) is { } value)
            values.Add(value);
    }
}
