using System.Text.Json;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>The project's own format: one JSON object a line, experiments and samples in a file each.</summary>
internal sealed class JsonLinesReader : ISourceReader
{
    private const string ListKey = "sample_accession_codes";
    private const string Experiments = "experiments.jsonl";
    private const string Samples = "samples.jsonl";

    private readonly RecordParser _parser = new("accession");

    public string Format => "jsonl";

    /// <summary>Samples first, so that the experiments find them.</summary>
    public IReadOnlyList<string> FilesOf(string folder) =>
        [.. SourceFormats.PlainOrPacked(folder, Samples), .. SourceFormats.PlainOrPacked(folder, Experiments)];

    public bool Recognises(string file, ReadOnlySpan<byte> start) =>
        SourceFormats.HasExtension(file, ".jsonl") || SourceFormats.HasExtension(file, ".ndjson") || BeginsWithObjectLine(start);

    private static bool BeginsWithObjectLine(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        var reader = new Utf8JsonReader(end < 0 ? start : start[..end], RecordParser.Json);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public void Read(SourceFileReading file)
    {
        var lines = new ByteWindow(file.Content);
        lines.SkipByteOrderMark();
        var level = LevelByName(file.Path);
        for (long line = 1; TryReadLine(lines, out var json); line++)
        {
            var number = line;
            if (json is null)
                file.Refuse(number, $"a record of more than {ByteWindow.Limit >> 20} MB");
            else if (!IsBlank(json.Value.Span))
                file.Take(number, () => _parser.Parse(json.Value.Span, level ??= LevelByContent(json.Value.Span), ListKey, number));
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    private static Level? LevelByName(string path)
    {
        var name = Path.GetFileName(path);
        var experiment = name.Contains("experiment", StringComparison.OrdinalIgnoreCase);
        var sample = name.Contains("sample", StringComparison.OrdinalIgnoreCase);
        return experiment == sample ? null : experiment ? Level.Experiment : Level.Sample;
    }

    /// <summary>A file whose name does not tell is one of experiments when its first record lists samples.</summary>
    private static Level LevelByContent(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, RecordParser.Json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(ListKey))
                return Level.Experiment;
            reader.Skip();
        }
        return Level.Sample;
    }

    /// <summary>The next line, or null for one that is too long; false at the end.</summary>
    private static bool TryReadLine(ByteWindow bytes, out ReadOnlyMemory<byte>? line)
    {
        var seen = 0;
        while (true)
        {
            var end = bytes.Span[seen..].IndexOf((byte)'\n');
            if (end >= 0 || bytes.IsFinal)
            {
                var length = end < 0 ? bytes.Span.Length : seen + end;
                line = bytes.Memory[..length];
                bytes.Consume(end < 0 ? length : length + 1);
                return end >= 0 || length > 0;
            }
            seen = bytes.Span.Length;
            if (bytes.More())
                continue;
            PassOverLine(bytes);
            line = null;
            return true;
        }
    }

    private static void PassOverLine(ByteWindow bytes)
    {
        int end;
        while ((end = bytes.Span.IndexOf((byte)'\n')) < 0 && !bytes.IsFinal)
        {
            bytes.Consume(bytes.Span.Length);
            bytes.More();
        }
        bytes.Consume(end < 0 ? bytes.Span.Length : end + 1);
    }
}
