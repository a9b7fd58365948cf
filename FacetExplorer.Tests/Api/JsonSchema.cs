using System.Text.Json;

namespace FacetExplorer.Tests.Api;

/// <summary>
/// The part of JSON Schema 2020-12 that the API's description uses; a keyword beyond it is an error. (No validator that knows
/// 2020-12 could be restored.) Stricter than the standard in one thing: an object has no members that its schema does not name.
/// </summary>
internal sealed class JsonSchema(JsonElement document)
{
    private static readonly HashSet<string> Annotations = ["description", "title", "example", "examples", "default", "format"];

    /// <summary>What is wrong with a value, each line with the place; nothing when it is valid.</summary>
    public IEnumerable<string> Check(JsonElement value, JsonElement schema, string place = "$")
    {
        foreach (var keyword in schema.EnumerateObject())
            foreach (var wrong in Check(value, schema, keyword, place))
                yield return wrong;
        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var known) && !schema.TryGetProperty("additionalProperties", out _))
            foreach (var member in value.EnumerateObject().Where(m => !known.TryGetProperty(m.Name, out _)))
                yield return $"{place}.{member.Name} is not described";
    }

    private IEnumerable<string> Check(JsonElement value, JsonElement schema, JsonProperty keyword, string place) => keyword.Name switch
    {
        "$ref" => Check(value, Resolve(keyword.Value.GetString()!), place),
        "type" => Types(keyword.Value).Any(t => Is(value, t)) ? [] : [$"{place} is {value.ValueKind} where {keyword.Value} is expected"],
        "enum" => keyword.Value.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)) ? [] : [$"{place} is {value} where one of {keyword.Value} is expected"],
        "required" => value.ValueKind != JsonValueKind.Object ? [] :
            keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place}.{name} is missing"),
        "properties" => value.ValueKind != JsonValueKind.Object ? [] :
            value.EnumerateObject().SelectMany(m => keyword.Value.TryGetProperty(m.Name, out var of) ? Check(m.Value, of, $"{place}.{m.Name}") : []),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject()
            .Where(m => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(m.Name, out _))
            .SelectMany(m => keyword.Value.ValueKind == JsonValueKind.Object ? Check(m.Value, keyword.Value, $"{place}.{m.Name}") : keyword.Value.GetBoolean() ? [] : [$"{place}.{m.Name} is not allowed"]),
        "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Check(item, keyword.Value, $"{place}[{i}]")),
        "oneOf" or "anyOf" => keyword.Value.EnumerateArray().Any(of => !Check(value, of, place).Any()) ? [] : [$"{place} is none of {keyword.Value}"],
        "minimum" => value.ValueKind == JsonValueKind.Number && value.GetDouble() < keyword.Value.GetDouble() ? [$"{place} is less than {keyword.Value}"] : [],
        var other when Annotations.Contains(other) || other.StartsWith("x-", StringComparison.Ordinal) => [],
        var other => throw new NotSupportedException($"The schema keyword {other} is not checked."),
    };

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"There is no type {type}."),
    };

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));
}
