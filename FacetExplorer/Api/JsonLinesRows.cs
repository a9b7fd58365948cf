using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>One JSON object a line; every value is a text, as it is kept.</summary>
internal sealed class JsonLinesRows(IReadOnlyList<string> columns) : IRowFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begin(IBufferWriter<byte> output) { }

    public void Write(DownloadRow row, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
                WriteValue(json, columns[i], row.Cells[i]);
            if (row.Fields is { } fields)
                WriteFields(json, fields);
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static void WriteFields(Utf8JsonWriter json, Fields fields)
    {
        json.WriteStartObject("fields");
        foreach (var name in fields.Names)
            WriteValue(json, name, fields[name]);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
        }
    }
}
