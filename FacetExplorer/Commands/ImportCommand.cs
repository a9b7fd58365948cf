using System.CommandLine;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Commands;

/// <summary><c>import</c>: source files into the next generation.</summary>
internal static class ImportCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "How to read them", DefaultValueFactory = _ => SourceFormats.Auto };
        format.AcceptOnlyFromAmong([.. SourceFormats.Names]);
        var source = new Option<string?>("--source") { Description = "Name of the source (default: the file's or folder's name)", HelpName = "NAME" };
        var replace = new Option<bool>("--replace") { Description = "Start from an empty catalog" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Do everything but publish the result" };
        var lenient = new Option<bool>("--lenient") { Description = "Leave records out that cannot be taken, instead of stopping" };
        var mapping = new Option<string?>("--mapping") { Description = "What the columns of a table are (default: FILE.mapping.json beside it)", HelpName = "FILE" };
        var suggest = new Option<bool>("--suggest-mapping") { Description = "Write a first mapping beside each table, and import nothing" };
        var command = new Command("import", "Import experiments and samples into the catalog.") { paths, format, source, replace, dryRun, lenient, mapping, suggest };
        command.SetAction((parsed, cancel) =>
        {
            var settings = Settings.Load(switches, parsed.GetValue(CommandLine.Catalog));
            if (parsed.GetValue(suggest))
                return Task.FromResult(Suggest(parsed.GetRequiredValue(paths), settings.Import));
            return RunAsync(settings, new ImportRequest(parsed.GetRequiredValue(paths))
            {
                Format = parsed.GetRequiredValue(format),
                Source = parsed.GetValue(source),
                Replace = parsed.GetValue(replace),
                Lenient = parsed.GetValue(lenient),
                Mapping = parsed.GetValue(mapping),
            }, parsed.GetValue(dryRun), cancel);
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
            foreach (var (level, name) in new[] { (ColumnLevel.Experiment, "Experiments"), (ColumnLevel.Sample, "Samples") })
                Console.WriteLine(mapping.AccessionColumns(level).FirstOrDefault() is { } column
                    ? $"  {name} are identified by \"{column}\"."
                    : $"  {name}: no column identifies them.");
            foreach (var (column, described) in mapping.Columns.Where(column => !column.Value.Published))
                Console.WriteLine($"  Not published: \"{column}\" {described.Note}.");
        }
        Console.WriteLine("Look it through; a column taken out of it is kept and not published. Then import the table.");
        return CommandLine.Done;
    }

    private static async Task<int> RunAsync(Settings settings, ImportRequest request, bool dryRun, CancellationToken cancel)
    {
        var importer = new Importer(new CatalogFiles(settings.Catalog.Path), settings.Import);
        using var import = await ImportConsole.WatchAsync(progress => importer.Prepare(request, progress, cancel), cancel);
        if (!dryRun)
            await Publication.PublishAsync(import, settings, cancel);
        ImportConsole.Write(import, dryRun);
        return import.Report.Refused == 0 ? CommandLine.Done : CommandLine.DoneInPart;
    }
}
