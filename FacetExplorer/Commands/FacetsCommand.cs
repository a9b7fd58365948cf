using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Facets;

namespace FacetExplorer.Commands;

/// <summary><c>facets</c>: which fields would make good facets, and whether those that are configured do.</summary>
internal static class FacetsCommand
{
    private const int ExamplesShown = 3, LongestExample = 30;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(IReadOnlyList<string> switches) => new("facets", "Compare facets and data.")
    {
        Verb("suggest", "List the fields of the current catalog, and the configuration of facets they would make.", Suggest, switches),
        Verb("check", "Check the configured facets against the current catalog; exit code 1 for mistakes.", Check, switches),
    };

    private static Command Verb(string name, string description, Func<CatalogReader, Settings, CancellationToken, int> run, IReadOnlyList<string> switches)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var settings = Settings.Load(switches, parsed.GetValue(CommandLine.Catalog));
            var files = new CatalogFiles(settings.Catalog.Path);
            if (files.CurrentNumber() is not { } number)
                return CommandLine.Fail($"There is no catalog in {files.Folder}: import one first.");
            using var catalog = CatalogReader.OpenSound(files.GenerationFile(number), cancel);
            return run(catalog, settings, cancel);
        }, cancel));
        return command;
    }

    private static int Suggest(CatalogReader catalog, Settings settings, CancellationToken cancel)
    {
        var suggestions = FieldSurvey.Of(catalog, cancel).Select(field => FacetSuggestion.Of(field, settings.Facets)).ToList();
        WriteTable(["level", "field", "recorded", "values", "kind", "note", "most frequent"], suggestions.Select(suggestion => (string[])
        [
            FacetRegistry.Name(suggestion.Field.Level),
            Clip(suggestion.Field.Name),
            Words.Percent(suggestion.Field.Recorded, suggestion.Field.Total),
            (suggestion.Field.IsCut ? ">" : "") + Words.Number(suggestion.Field.Distinct),
            FacetRegistry.Name(suggestion.Kind),
            suggestion.Facet is { } facet ? $"is facet {facet}" : suggestion.Skipped is { } reason ? $"skipped: {reason}" : "",
            string.Join(", ", suggestion.Field.MostFrequent(ExamplesShown).Select(value => $"{Clip(value.Value)} ({Words.Number(value.Records)})")),
        ]));
        Console.WriteLine();
        if (!suggestions.Exists(suggestion => suggestion.IsNew))
            Console.WriteLine("No other field would make a facet.");
        else
        {
            Console.WriteLine("For appsettings.json; take what readers will narrow by, and give it a Label and Help:");
            Console.WriteLine(FacetSuggestion.Configuration(suggestions, settings.Facets).ToJsonString(Json));
        }
        return CommandLine.Done;
    }

    private static int Check(CatalogReader catalog, Settings settings, CancellationToken cancel)
    {
        var check = FacetCheck.Of(catalog, settings, Settings.Shipped(), cancel);
        WriteTable(["facet", "level", "kind", "values", "ranges"], check.Sizes.Select(size => (string[])
        [
            size.Facet.Key, FacetRegistry.Name(size.Facet.Level), FacetRegistry.Name(size.Facet.Kind), Words.Number(size.Values), size.Facet.IsRanged ? Words.Number(size.Ranges) : "",
        ]));
        Console.WriteLine();
        foreach (var finding in check.Findings)
            Console.WriteLine($"{(finding.IsMistake ? "MISTAKE" : "note")}: {finding.Facet}: {finding.Text}.");
        WriteCohorts(check);
        return check.Findings.Any(finding => finding.IsMistake) ? CommandLine.Failed : CommandLine.Done;
    }

    private static void WriteCohorts(FacetCheck check)
    {
        var cohorts = check.Cohorts;
        var splitting = cohorts.Splitting() is { } most && most.Cohorts < cohorts.Cohorts
            ? string.Create(CultureInfo.InvariantCulture, $" The facet that splits most is {most.Facet}: without it there would be {most.Cohorts:N0}.") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Cohorts (samples of the same experiments that agree in every facet): {cohorts.Cohorts:N0} of {cohorts.Samples:N0} samples, {cohorts.Share:0.00} a sample.{splitting}"));
        if (cohorts.Warning() is { } warning)
            Console.WriteLine($"warning: {warning}");
    }

    private static void WriteTable(IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend([.. heads]).ToList();
        var widths = heads.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>A value in a line: without what would end or disturb it.</summary>
    internal static string Clip(string value)
    {
        var line = string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestExample ? line : line[..(LongestExample - 1)] + "…";
    }
}
