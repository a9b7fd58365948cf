using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using Spectre.Console;

namespace FacetExplorer.Commands;

/// <summary>What an import shows: bars on a terminal, plain lines elsewhere, and its report.</summary>
internal static class ImportConsole
{
    private const int RefusalsShown = 50;

    public static Task<PreparedImport> WatchAsync(Func<IProgress<ImportProgress>, PreparedImport> import, CancellationToken cancel) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? WithBars(import, cancel)
            : Task.Run(() => import(new ProgressLines<ImportProgress>(Progress, TimeProvider.System)), cancel);

    private static Task<PreparedImport> WithBars(Func<IProgress<ImportProgress>, PreparedImport> import, CancellationToken cancel) =>
        AnsiConsole.Progress().StartAsync(bars => Task.Run(() =>
        {
            var shown = new Bars(bars);
            var prepared = import(shown);
            shown.Finish();
            return prepared;
        }, cancel));

    private sealed class Bars(ProgressContext bars) : IProgress<ImportProgress>
    {
        private ProgressTask? _bar;
        private string? _file;

        public void Report(ImportProgress value)
        {
            if (value.File != _file)
            {
                Finish();
                _bar = bars.AddTask(Markup.Escape(Path.GetFileName(value.File)), maxValue: Math.Max(1, value.Length));
                _bar.IsIndeterminate = value.Length == 0;
                _file = value.File;
            }
            _bar!.Value = value.Read;
        }

        public void Finish()
        {
            if (_bar is null)
                return;
            _bar.IsIndeterminate = false;
            _bar.Value = _bar.MaxValue;
        }
    }

    private static FormattableString Progress(ImportProgress at)
    {
        var share = at.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {100 * at.Read / at.Length} %,");
        return $"{Path.GetFileName(at.File)}:{share} {at.Records:N0} records";
    }

    public static void Write(PreparedImport import, bool dryRun)
    {
        var report = import.Report;
        if (report.Experiments + report.Samples > 0)
            WriteCounts(report);
        WriteRefusals("records refused", report.Refused, report.Refusals);
        WriteRefusals("memberships left out", report.MembershipsLeftOut, report.LeftOut);
        Console.WriteLine(Outcome(import, dryRun));
    }

    /// <summary>How it ended, in a line or two.</summary>
    public static string Outcome(PreparedImport import, bool dryRun)
    {
        var (report, number) = (import.Report, import.Generation?.Number);
        var replaced = report.Replaced is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $"{(report.ReplacedDemo ? "The demo" : "The catalog")} (generation {report.Replaced}) {(dryRun ? "would be" : "was")} replaced.\n");
        return replaced + string.Create(CultureInfo.InvariantCulture, $"{(import.IsNew, dryRun) switch
        {
            (false, _) => $"Nothing is new: {(number is null ? "there is no catalog still" : $"generation {number} stays current")}.",
            (_, true) => $"Dry run: this would be generation {number}; nothing was changed.",
            _ => $"Generation {number} is current.",
        }}");
    }

    private static void WriteCounts(ImportReport report)
    {
        Count("experiment records read", report.ExperimentsRead);
        Count("sample records read", report.SamplesRead);
        Count("records merged", report.Merged);
        Count("samples created from listings", report.CreatedFromListings);
        Count($"values over {Value.FacetLength} characters (kept, no facet values)", report.LongValues);
        foreach (var (field, (understood, not)) in report.Typed)
            Line($"{understood,11:N0} values of {field} understood, {not:N0} not (kept as they are)");
        if (report.Changes is { } changes)
            WriteChanges(report.Whole, changes);
        Line($"In the catalog:");
        Count("experiments", report.Experiments);
        Count("samples", report.Samples);
        Count("memberships", report.Memberships);
        Count("shared samples", report.SharedSamples);
        Count("samples without an experiment", report.SamplesWithoutExperiment);
    }

    private static void WriteChanges(string? source, CatalogChanges changes)
    {
        Console.WriteLine(source is null ? "Of the catalog:" : $"Of {source}:");
        foreach (var (what, level) in new[] { ("experiments", changes.Experiments), ("samples", changes.Samples), ("memberships", changes.Memberships) })
            Line($"{what,11} {level.Added:N0} added, {level.Changed:N0} changed, {level.Removed:N0} removed, {level.Unchanged:N0} unchanged");
    }

    private static void WriteRefusals(string what, long count, IReadOnlyList<Refusal> kept)
    {
        Count(what, count);
        foreach (var refusal in kept.Take(RefusalsShown))
            Console.WriteLine($"            {refusal}");
        if (count > Math.Min(kept.Count, RefusalsShown))
            Line($"            … and {count - Math.Min(kept.Count, RefusalsShown):N0} more");
    }

    private static void Count(string what, long count) => Line($"{count,11:N0} {what}");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
