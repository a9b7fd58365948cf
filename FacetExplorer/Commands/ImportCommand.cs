using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Import.Tables;
using FacetExplorer.Search;

namespace FacetExplorer.Commands;

/// <summary><c>import</c>: source files into the next generation.</summary>
internal sealed class ImportCommand(Settings settings, ImportRequest request, ImportReportFile? page)
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "How to read them", DefaultValueFactory = _ => SourceFormats.Auto };
        format.AcceptOnlyFromAmong([.. SourceFormats.Names]);
        var source = new Option<string?>("--source") { Description = "The files are all there is of this source: what it said before and says no more is removed (default: add to what there is, as the file's or folder's name)", HelpName = "NAME" };
        var removals = new Option<bool>("--accept-removals") { Description = "Remove even more than a tenth of the source's experiments or samples" };
        var ifChanged = new Option<bool>("--if-changed") { Description = "Do nothing when the catalog has these very files already" };
        var report = new Option<string?>("--report") { Description = "Write the report to this file, too, as a page to read or send", HelpName = "FILE.html" };
        var replace = new Option<bool>("--replace") { Description = "Start from an empty catalog" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Do everything but publish the result" };
        var lenient = new Option<bool>("--lenient") { Description = "Leave records out that cannot be taken, instead of stopping" };
        var mapping = new Option<string?>("--mapping") { Description = "What the columns of a table are (default: FILE.mapping.json beside it)", HelpName = "FILE" };
        var suggest = new Option<bool>("--suggest-mapping") { Description = "Write a first mapping beside each table, and import nothing" };
        var command = new Command("import", "Import experiments and samples into the catalog.") { paths, format, source, removals, ifChanged, report, replace, dryRun, lenient, mapping, suggest };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ifChanged) && result.GetValue(replace))
                result.AddError("--if-changed looks for the files in the catalog that --replace throws away: give one of them.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var settings = Settings.Load(switches, parsed.GetValue(CommandLine.Catalog));
            if (parsed.GetValue(suggest))
                return Task.FromResult(Suggest(parsed.GetRequiredValue(paths), settings.Import));
            var request = new ImportRequest(parsed.GetRequiredValue(paths))
            {
                Format = parsed.GetRequiredValue(format),
                Source = parsed.GetValue(source),
                IsWhole = parsed.GetValue(source) is not null,
                AcceptRemovals = parsed.GetValue(removals),
                Replace = parsed.GetValue(replace),
                Lenient = parsed.GetValue(lenient),
                Mapping = parsed.GetValue(mapping),
            };
            var page = parsed.GetValue(report) is { } file ? new ImportReportFile(file, request) : null;
            var import = new ImportCommand(settings, request, page);
            return parsed.GetValue(dryRun)
                ? import.RunAsync(parsed.GetValue(ifChanged), dryRun: true, cancel)
                : import.NotedAsync(() => import.RunAsync(parsed.GetValue(ifChanged), dryRun: false, cancel));
        });
        return command;
    }

    /// <summary>Writes a mapping beside each table and says what in it needs an eye.</summary>
    private static int Suggest(IReadOnlyList<string> files, ImportOptions options)
    {
        foreach (var file in files)
        {
            var mapping = MappedTableReader.Suggest(file, options);
            Console.WriteLine($"{file}{TableMapping.Suffix} is written: {mapping.Columns.Count} columns.");
            foreach (var (level, name) in new[] { (Level.Experiment, "Experiments"), (Level.Sample, "Samples") })
                Console.WriteLine(mapping.AccessionColumns(level).FirstOrDefault() is { } column
                    ? $"  {name} are identified by \"{column}\"."
                    : $"  {name}: no column identifies them.");
            foreach (var (column, described) in mapping.Columns.Where(column => !column.Value.Published))
                Console.WriteLine($"  Not published: \"{column}\" {described.Note}.");
        }
        Console.WriteLine("Look it through; a column taken out of it is kept and not published. Then import the table.");
        return CommandLine.Done;
    }

    /// <summary>Writes down how it ended, for a server's metrics.</summary>
    private async Task<int> NotedAsync(Func<Task<int>> import)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var code = await import();
            Note(code == CommandLine.DoneInPart ? ImportOutcome.DoneInPart : ImportOutcome.Done);
            return code;
        }
        catch (Exception e) when (e is not BusyException)
        {
            Note(e switch { RemovalsRefusedException => ImportOutcome.RemovalsRefused, OperationCanceledException => ImportOutcome.Cancelled, _ => ImportOutcome.Failed });
            throw;
        }

        void Note(ImportOutcome outcome) =>
            new LastImport(TimeProvider.System.GetUtcNow(), outcome, Stopwatch.GetElapsedTime(begun).TotalSeconds).Write(new CatalogFiles(settings.Catalog.Path));
    }

    private async Task<int> RunAsync(bool ifChanged, bool dryRun, CancellationToken cancel)
    {
        try
        {
            return await ImportAsync(ifChanged, dryRun, cancel);
        }
        catch (ImportException e)
        {
            await ReportAsync(e.Report ?? new ImportReport(), e.Message, failed: true);
            throw;
        }
        catch (Exception e) when (e is CatalogUnavailableException or SearchUnavailableException)
        {
            await ReportAsync(new ImportReport(), e.Message, failed: true);
            throw;
        }
    }

    private async Task<int> ImportAsync(bool ifChanged, bool dryRun, CancellationToken cancel)
    {
        var importer = new Importer(new CatalogFiles(settings.Catalog.Path), settings.Import);
        if (ifChanged && await importer.FindUnchangedAsync(request, cancel) is { } same)
        {
            var nothing = string.Create(CultureInfo.InvariantCulture, $"Nothing has changed: generation {same.Number} has these files already.");
            Console.WriteLine(nothing);
            await ReportAsync(new ImportReport(), nothing, failed: false);
            return CommandLine.Done;
        }
        using var import = await ImportConsole.WatchAsync(progress => importer.Prepare(request, progress, cancel), cancel);
        if (!dryRun)
            await Publication.PublishAsync(import, settings, cancel);
        ImportConsole.Write(import, dryRun);
        await ReportAsync(import.Report, ImportConsole.Outcome(import, dryRun), failed: false);
        return import.Report.Refused == 0 ? CommandLine.Done : CommandLine.DoneInPart;
    }

    private Task ReportAsync(ImportReport report, string outcome, bool failed) =>
        page?.WriteAsync(report, outcome, failed, TimeProvider.System.GetLocalNow()) ?? Task.CompletedTask;
}
