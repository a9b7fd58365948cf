using System.CommandLine;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Import.Demo;

namespace FacetExplorer.Commands;

/// <summary><c>seed</c>: the invented demo catalog, into the state folder or as files.</summary>
internal static class SeedCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var sizes = new DemoSize();
        var experiments = new Option<int>("--experiments") { Description = "How many experiments", DefaultValueFactory = _ => sizes.Experiments, HelpName = "N" };
        var samples = new Option<int>("--samples") { Description = "About how many samples", DefaultValueFactory = _ => sizes.Samples, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same data", DefaultValueFactory = _ => sizes.Seed, HelpName = "S" };
        var folder = new Option<string?>("--out") { Description = "Write experiments.jsonl and samples.jsonl there instead of importing", HelpName = "DIR" };
        var command = new Command("seed", "Make the demo catalog of invented data.") { experiments, samples, seed, folder };
        foreach (var size in new[] { experiments, samples })
            size.Validators.Add(result =>
            {
                if (result.Errors.Any())
                    return;
                if (result.GetValueOrDefault<int>() < DemoSize.Least)
                    result.AddError($"{size.Name} must be at least {DemoSize.Least}.");
            });
        command.SetAction((parsed, cancel) =>
        {
            var size = new DemoSize(parsed.GetValue(experiments), parsed.GetValue(samples), parsed.GetValue(seed));
            return parsed.GetValue(folder) is { } target
                ? Task.FromResult(WriteFiles(target, size))
                : ImportAsync(Settings.Load(switches, parsed.GetValue(CommandLine.Catalog)), size, cancel);
        });
        return command;
    }

    private static int WriteFiles(string folder, DemoSize size)
    {
        DemoCatalog.Write(folder, size);
        Console.WriteLine($"Wrote experiments.jsonl and samples.jsonl to {Path.GetFullPath(folder)}");
        return CommandLine.Done;
    }

    private static async Task<int> ImportAsync(Settings settings, DemoSize size, CancellationToken cancel)
    {
        var files = new CatalogFiles(settings.Catalog.Path);
        if (files.CurrentNumber() is { } number)
        {
            using var current = CatalogReader.Open(files.GenerationFile(number));
            if (!current.Generation.IsDemo)
                return CommandLine.Fail($"{files.Folder} holds a catalog of real data, which the demo would replace: name another folder with --catalog.");
        }
        var importer = new Importer(files, settings.Import);
        using var import = await ImportConsole.WatchAsync(progress => DemoCatalog.Prepare(importer, size, progress, cancel), cancel);
        await Publication.PublishAsync(import, settings, cancel);
        ImportConsole.Write(import, dryRun: false);
        return CommandLine.Done;
    }
}
