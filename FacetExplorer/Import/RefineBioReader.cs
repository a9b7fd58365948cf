using System.Text.Json;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>
/// refine.bio's aggregated_metadata.json in its three generations: current; 2018, in which samples go by their titles;
/// and before, when their fields had no prefix.
/// </summary>
internal sealed class RefineBioReader : ISourceReader
{
    private const string CodesKey = "sample_accession_codes";
    private const string TitlesKey = "sample_titles";
    private const string AccessionKey = "accession_code";

    private readonly RecordParser _parser = new(AccessionKey, strip: "refinebio_");

    public string Format => "refinebio";

    public IReadOnlyList<string> FilesOf(string folder) => SourceFormats.PlainOrPacked(folder, "aggregated_metadata.json");

    /// <summary>A JSON object that has objects of experiments or samples.</summary>
    public bool Recognises(string file, ReadOnlySpan<byte> start)
    {
        var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(RecordParser.Json));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var wanted = reader.ValueTextEquals("experiments") || reader.ValueTextEquals("samples");
                if (!reader.Read())
                    return wanted;
                if (wanted && reader.TokenType == JsonTokenType.StartObject)
                    return true;
                if (!reader.TrySkip())
                    return false;
            }
        }
        catch (JsonException)
        {
            // Not JSON, so not this format.
        }
        return false;
    }

    public void Read(SourceFileReading file)
    {
        var json = new JsonStream(file.Content);
        var titles = new Lazy<SampleTitles>(() => SampleTitles.Of(file.Path, _parser));
        try
        {
            var found = false;
            Each(json, "the document", () =>
            {
                var level = json.Property switch { "experiments" => Level.Experiment, "samples" => Level.Sample, _ => (Level?)null };
                if (level is null)
                {
                    json.Skip();
                    return;
                }
                found = true;
                Each(json, $"\"{json.Property}\"", () => ReadRecord(file, json, level.Value, titles));
            });
            if (json.Read() != JsonTokenType.None || !found)
                throw new RefusedException("neither \"experiments\" nor \"samples\" in it: this is no aggregated_metadata.json of refine.bio");
        }
        catch (JsonException e)
        {
            throw new RefusedException(RecordParser.NotJson(e) + "; the rest of the file was not read", e.LineNumber + 1 ?? json.Line);
        }
    }

    /// <summary>Does something for every property of the object that comes next.</summary>
    internal static void Each(JsonStream json, string what, Action property)
    {
        if (json.Read() != JsonTokenType.StartObject)
            throw new RefusedException($"{what} is not a JSON object", json.Line);
        while (json.Read() == JsonTokenType.PropertyName)
            property();
    }

    private void ReadRecord(SourceFileReading file, JsonStream json, Level level, Lazy<SampleTitles> titles)
    {
        var key = json.Property;
        if (!json.TryReadValue(out var value, out var line))
        {
            file.Refuse(line, $"the record \"{key}\" is longer than {ByteWindow.Limit >> 20} MB");
            return;
        }
        var byTitle = level == Level.Experiment && value.Span.IndexOf("\"sample_titles\""u8) >= 0;
        file.Take(line, () =>
        {
            var record = WithCommonFields(file, _parser.Parse(value.Span, level, byTitle ? TitlesKey : CodesKey, line));
            return byTitle ? record with { Samples = Resolve(file, record, titles.Value) } : record;
        });
    }

    private static ImportedRecord WithCommonFields(SourceFileReading file, ImportedRecord record)
    {
        var built = file.NewRecord();
        using var fields = JsonDocument.Parse(record.Fields, new JsonDocumentOptions { MaxDepth = RecordParser.Json.MaxDepth });
        foreach (var field in fields.RootElement.EnumerateObject())
        {
            var values = field.Value.ValueKind == JsonValueKind.Array ? [.. field.Value.EnumerateArray()] : new List<JsonElement> { field.Value };
            if (values.Exists(value => value.ValueKind == JsonValueKind.Object))
                built.Keep(field.Name, field.Value.GetRawText());
            else
                values.ForEach(value => built.Add(field.Name, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()));
        }
        return built.Build(record.Level, record.Accession, record.Line) with { Alternates = record.Alternates, Samples = record.Samples };
    }

    private static List<string> Resolve(SourceFileReading file, ImportedRecord experiment, SampleTitles titles)
    {
        var accessions = new List<string>();
        foreach (var title in experiment.Samples)
            if (titles.TryResolve(title, out var accession, out var reason))
                accessions.Add(accession);
            else
                file.LeaveOut(experiment.Line, $"{experiment.Accession} lists a sample titled \"{title}\", {reason}");
        return accessions;
    }

    /// <summary>
    /// The accessions behind the titles of a file of 2018, read ahead since the experiments come first in it.
    /// No such file is made any more and none was large.
    /// </summary>
    private sealed class SampleTitles
    {
        private readonly Dictionary<string, HashSet<string>> _accessions = [];

        public static SampleTitles Of(string path, RecordParser parser)
        {
            var titles = new SampleTitles();
            using var content = SourceContent.Open(path);
            var json = new JsonStream(content);
            Each(json, "the document", () =>
            {
                if (json.Property == "samples")
                    Each(json, "\"samples\"", () => titles.Add(json, parser));
                else
                    json.Skip();
            });
            return titles;
        }

        private void Add(JsonStream json, RecordParser parser)
        {
            var key = json.Property;
            if (!json.TryReadValue(out var value, out var line))
                return;
            try
            {
                var sample = parser.Parse(value.Span, Level.Sample, null, line);
                foreach (var title in Fields.Parse(sample.Fields)["title"].Append(Value.Of(key) ?? ""))
                    if (_accessions.TryGetValue(title, out var known))
                        known.Add(sample.Accession);
                    else
                        _accessions.Add(title, [sample.Accession]);
            }
            catch (RefusedException)
            {
                // Refused when its turn comes.
            }
        }

        public bool TryResolve(string title, out string accession, out string reason)
        {
            accession = reason = "";
            if (!_accessions.TryGetValue(title, out var known))
                reason = "and no sample of the file has this title";
            else if (known.Count > 1)
                reason = $"and several samples of the file have this title ({string.Join(", ", known.Order(StringComparer.Ordinal).Take(3))})";
            else
                accession = known.Single();
            return reason.Length == 0;
        }
    }
}
