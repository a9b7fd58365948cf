using System.CommandLine;
using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Commands;

/// <summary><c>import</c>: source files into the next generation.</summary>
internal static class ImportCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "How to read them", DefaultValueFactory = _ => SourceFormats.Auto };
        format.AcceptOnlyFromAmong([.. SourceFormats.Names]);
        var source = new Option<string?>("--source") { Description = "The files are all there is of this source: what it said before and says no more is removed (default: add to what there is, as the file's or folder's name)", HelpName = "NAME" };
        var removals = new Option<bool>("--accept-removals") { Description = "Remove even more than a tenth of the source's experiments or samples" };
        var replace = new Option<bool>("--replace") { Description = "Start from an empty catalog" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Do everything but publish the result" };
        var lenient = new Option<bool>("--lenient") { Description = "Leave records out that cannot be taken, instead of stopping" };
        var command = new Command("import", "Import experiments and samples into the catalog.") { paths, format, source, removals, replace, dryRun, lenient };
        command.SetAction((parsed, cancel) =>
        {
            var settings = Settings.Load(switches, parsed.GetValue(CommandLine.Catalog));
            return RunAsync(settings, new ImportRequest(parsed.GetRequiredValue(paths))
            {
                Format = parsed.GetRequiredValue(format),
                Source = parsed.GetValue(source),
                IsWhole = parsed.GetValue(source) is not null,
                AcceptRemovals = parsed.GetValue(removals),
                Replace = parsed.GetValue(replace),
                Lenient = parsed.GetValue(lenient),
            }, parsed.GetValue(dryRun), cancel);
        });
        return command;
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
