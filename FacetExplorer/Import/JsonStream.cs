using System.Text.Json;

namespace FacetExplorer.Import;

/// <summary>Reads a JSON document of any size token by token, or a whole value at a time.</summary>
internal sealed class JsonStream(Stream stream)
{
    private readonly ByteWindow _bytes = new(stream);
    private JsonReaderState _state = new(RecordParser.Json);
    private bool _begun;

    /// <summary>The line of the next byte, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The name, after a property was read.</summary>
    public string Property { get; private set; } = "";

    /// <summary>The next token; <see cref="JsonTokenType.None"/> at the end of the document.</summary>
    /// <exception cref="JsonException">It is not JSON, or cut off.</exception>
    public JsonTokenType Read()
    {
        Begin();
        while (true)
        {
            var reader = new Utf8JsonReader(_bytes.Span, _bytes.IsFinal, _state);
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                    Property = reader.GetString()!;
                Consume(ref reader);
                return reader.TokenType;
            }
            if (_bytes.IsFinal)
                return JsonTokenType.None;
            Consume(ref reader);
            if (!_bytes.More())
                throw new RefusedException($"a value of more than {ByteWindow.Limit >> 20} MB", Line);
        }
    }

    /// <summary>The whole value after a property, valid until the next call; false when it is too long, and then it is passed over.</summary>
    public bool TryReadValue(out ReadOnlyMemory<byte> value, out long line)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_bytes.Span, _bytes.IsFinal, _state);
            if (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                line = Line + _bytes.Span[..start].Count((byte)'\n');
                if (reader.TrySkip())
                {
                    value = _bytes.Memory[start..(int)reader.BytesConsumed];
                    Consume(ref reader);
                    return true;
                }
            }
            line = Line;
            if (_bytes.More())
                continue;
            Skip();
            value = default;
            return false;
        }
    }

    /// <summary>Passes over the value after a property.</summary>
    public void Skip()
    {
        var depth = 0;
        do
        {
            depth += Read() switch
            {
                JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                _ => 0,
            };
        } while (depth > 0);
    }

    private void Begin()
    {
        if (_begun)
            return;
        _begun = true;
        _bytes.SkipByteOrderMark();
    }

    private void Consume(ref Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        Line += _bytes.Span[..consumed].Count((byte)'\n');
        _bytes.Consume(consumed);
        _state = reader.CurrentState;
    }
}
