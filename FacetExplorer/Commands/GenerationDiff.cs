using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FacetExplorer.Catalog;

namespace FacetExplorer.Commands;

/// <summary>What is different between two generations: numbers and the first names, or all of it as JSON, written as it is found.</summary>
internal sealed class GenerationDiff(GenerationDifference difference, TextWriter output)
{
    private const int NamesShown = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (Level Level, string Name)[] Levels = [(Level.Experiment, "experiments"), (Level.Sample, "samples")];

    public void Write(bool json)
    {
        if (json)
            WriteJson();
        else
            WriteText();
    }

    private void WriteText()
    {
        var (from, to) = (difference.From.Generation, difference.To.Generation);
        var counts = difference.Comparison.Count();
        Line($"From generation {from.Number} ({from.CreatedAt.UtcDateTime:yyyy-MM-dd}) to {to.Number} ({to.CreatedAt.UtcDateTime:yyyy-MM-dd}):");
        foreach (var (level, name) in Levels)
        {
            var changes = level == Level.Experiment ? counts.Experiments : counts.Samples;
            Line($"{name}: {changes.Added:N0} added, {changes.Changed:N0} changed, {changes.Removed:N0} removed, {changes.Unchanged:N0} unchanged");
            foreach (var (change, count) in new[] { (Change.Added, changes.Added), (Change.Changed, changes.Changed), (Change.Removed, changes.Removed) })
                WriteNames(change, count, difference.Comparison.Records(level, change, NamesShown));
        }
        var pairs = counts.Memberships;
        Line($"memberships: {pairs.Added:N0} added, {pairs.Removed:N0} removed, {pairs.Unchanged:N0} unchanged");
        foreach (var (change, count) in new[] { (Change.Added, pairs.Added), (Change.Removed, pairs.Removed) })
            WriteNames(change, count, difference.Comparison.Memberships(change, NamesShown).Select(pair => $"{pair.Sample} in {pair.Experiment}"));
    }

    private void WriteNames(Change change, long count, IEnumerable<string> names)
    {
        if (count > 0)
            output.WriteLine($"    {Name(change)}: {string.Join(", ", names)}{(count > NamesShown ? ", …" : "")}");
    }

    private void WriteJson()
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"from\": {difference.From.Generation.Number}, \"to\": {difference.To.Generation.Number}"));
        foreach (var (level, name) in Levels)
            WriteList(name, [Change.Added, Change.Changed, Change.Removed], change => difference.Comparison.Records(level, change).Select(Text));
        WriteList("memberships", [Change.Added, Change.Removed], change => difference.Comparison.Memberships(change)
            .Select(pair => $"{{\"sample\": {Text(pair.Sample)}, \"experiment\": {Text(pair.Experiment)}}}"));
        output.WriteLine("\n}");
    }

    private void WriteList(string name, IReadOnlyList<Change> changes, Func<Change, IEnumerable<string>> items)
    {
        output.Write($",\n\"{name}\": {{");
        foreach (var (i, change) in changes.Index())
        {
            output.Write($"{(i == 0 ? "" : ",")}\n  \"{Name(change)}\": [");
            var first = true;
            foreach (var item in items(change))
            {
                output.Write(first ? "\n    " : ",\n    ");
                output.Write(item);
                first = false;
            }
            output.Write("]");
        }
        output.Write("}");
    }

    private static string Text(string text) => JsonSerializer.Serialize(text, Readable);

    private static string Name(Change change) => change switch { Change.Added => "added", Change.Changed => "changed", _ => "removed" };

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
