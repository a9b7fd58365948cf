using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using FacetExplorer.Api;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>A download of all columns read back as README.md describes its format, row by row, and what it must have been.</summary>
internal static class Downloaded
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<string?> DifferenceAsync(EngineWithCatalog catalog, Oracle oracle, string query, PlainLists lists, DownloadOf what, DownloadFormat format)
    {
        var cancel = TestContext.Current.CancellationToken;
        var request = lists.Narrow(catalog.Url.Parse(query).Request).In(View.Experiments);
        using var download = await catalog.Downloads.OpenAsync(request, cancel);
        using var file = new MemoryStream();
        var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        await DownloadWriter.WriteAsync(download, what, await DownloadWriter.PrepareAsync(download, what, format, cancel), output, cancel);

        var page = await catalog.Engine.SearchAsync(request, cancel);
        var (counted, said) = ((page.Experiments, page.Samples.Value, page.Summed), (download.Experiments, download.Samples, download.Memberships));
        if (counted != said)
            return $"the page counts {counted}, the download {said}";
        var (expected, actual) = (Expected(oracle, query, lists, what), Rows(Encoding.UTF8.GetString(file.ToArray()), format.Name).Select(Line).ToList());
        var line = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return line == expected.Count && line == actual.Count ? null
            : $"row {line + 1} of {actual.Count} is\n{actual.ElementAtOrDefault(line)}\nbut of {expected.Count} should be\n{expected.ElementAtOrDefault(line)}";
    }

    private static List<string> Expected(Oracle oracle, string query, PlainLists lists, DownloadOf what)
    {
        var (experiments, samples, counted) = oracle.Matches(query, lists);
        var experimentsOf = samples.ToDictionary(s => s, s => InOrder(experiments.Where(e => e.Samples.Contains(s.Accession))).Select(e => e.Accession).ToList());
        return what switch
        {
            DownloadOf.Experiments => [.. InOrder(experiments).Select(e => Record(e,
                ("samples", [Text(counted(e))]), ("matching", [Text(samples.Count(s => e.Samples.Contains(s.Accession)))])))],
            DownloadOf.Samples => [.. InOrder(samples).Select(s => Record(s, ("experiments", experimentsOf[s])))],
            _ => [.. InOrder(samples).SelectMany(s => experimentsOf[s].Select(e => Line(new() { ["sample"] = [s.Accession], ["experiment"] = [e] })))],
        };
    }

    private static string Record(PlainRecord record, params (string Name, List<string> Values)[] own)
    {
        var row = new Dictionary<string, List<string>>(record.Fields) { ["accession"] = [record.Accession] };
        foreach (var (name, values) in own)
            row.Add(name, values);
        if (record.Alternates.Count > 0)
            row.Add("alternate_accessions", record.Alternates);
        return Line(row);
    }

    private static IEnumerable<PlainRecord> InOrder(IEnumerable<PlainRecord> records) =>
        records.OrderBy(r => Convert.ToHexString(Encoding.UTF8.GetBytes(r.Accession)), StringComparer.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A row as one text; cells without a value are left out.</summary>
    public static string Line(Dictionary<string, List<string>> row) =>
        JsonSerializer.Serialize(row.Where(c => c.Value.Count > 0).OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary(), Readable);

    /// <summary>The rows of a file, each by the names of its columns and fields.</summary>
    public static IEnumerable<Dictionary<string, List<string>>> Rows(string file, string format) => format switch
    {
        "jsonl" => file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(FromJson),
        _ => FromTable(file, format),
    };

    private static Dictionary<string, List<string>> FromJson(string line)
    {
        using var json = JsonDocument.Parse(line);
        var own = json.RootElement.EnumerateObject().Where(p => p.Name != "fields").ToList();
        var fields = json.RootElement.TryGetProperty("fields", out var f) ? f.EnumerateObject() : default;
        return own.Select(p => (p.Name, p.Value)).Concat(fields.Select(p => (Name: Column(p.Name), p.Value))).ToDictionary(p => p.Name, p => Values(p.Value));

        string Column(string field) => own.Any(p => p.Name == field) || field.StartsWith("fields.", StringComparison.Ordinal) ? $"fields.{field}" : field;

        static List<string> Values(JsonElement json) =>
            json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(v => v.GetString()!)] : [json.ToString()];
    }

    private static IEnumerable<Dictionary<string, List<string>>> FromTable(string file, string format)
    {
        var safe = format == "csv-spreadsheet-safe";
        Assert.Equal(safe, file.StartsWith('\uFEFF'));
        var lines = Table(file.TrimStart('\uFEFF'), format).ToList();
        if (safe)
            lines = [.. lines.Select(cells => cells.Select(cell => cell.StartsWith('\'') ? cell[1..] : cell).ToArray())];
        var names = lines[0].Select(cell => Assert.Single(Values(cell))).ToList();
        Assert.Distinct(names);
        return lines.Skip(1).Select(cells => names.Zip(cells, (name, cell) => (name, Values(cell))).ToDictionary());
    }

    /// <summary>The cells of each line, by another program's reader.</summary>
    public static IEnumerable<string[]> Table(string file, string format)
    {
        var tsv = format == "tsv";
        Assert.EndsWith(tsv ? "\n" : "\r\n", file, StringComparison.Ordinal);
        using var csv = CsvReader.FromText(file, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = tsv ? '\t' : ',',
            Mode = tsv ? CsvMode.NoEscape : CsvMode.Rfc4180,
            SkipEmptyLines = false,
            TrimWhitespace = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        });
        while (csv.Read())
            yield return [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
    }

    private static List<string> Values(string cell)
    {
        var (values, value) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < cell.Length; i++)
            if (cell[i] == '|')
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else
                value.Append(cell[i] != '\\' ? cell[i] : cell[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var c => c });
        if (cell.Length > 0)
            values.Add(value.ToString());
        return values;
    }
}
