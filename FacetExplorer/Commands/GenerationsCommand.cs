using System.CommandLine;
using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Commands;

/// <summary><c>generations</c>: the catalog's versions, and which of them is served.</summary>
internal static class GenerationsCommand
{
    private const int DefaultLast = 3;

    public static Command Create(IReadOnlyList<string> switches)
    {
        var command = new Command("generations", "List, compare, prune and keep the catalog's versions, or go back to one.")
        {
            List(switches), Diff(switches), Prune(switches), RollBack(switches), Keep(switches),
        };
        command.Action = command.Subcommands[0].Action;
        return command;
    }

    private static Command List(IReadOnlyList<string> switches)
    {
        var command = new Command("list", "List the generations (also without a word after generations).");
        command.SetAction(parsed =>
        {
            GenerationList.Write(FilesOf(switches, parsed));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Diff(IReadOnlyList<string> switches)
    {
        var from = new Argument<int>("A") { Description = "Number of the older generation" };
        var to = new Argument<int>("B") { Description = "Number of the newer one" };
        var json = new Option<bool>("--json") { Description = "All of it, as JSON" };
        var command = new Command("diff", "Tell what was added, removed and changed from one generation to another.") { from, to, json };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var files = FilesOf(switches, parsed);
            using var difference = new GenerationDifference(Existing(files, parsed.GetValue(from)), Existing(files, parsed.GetValue(to)), cancel);
            try
            {
                new GenerationDiff(difference, Console.Out).Write(parsed.GetValue(json));
            }
            catch (Microsoft.Data.Sqlite.SqliteException e) when (cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, cancel);
            }
            return CommandLine.Done;
        }, cancel));
        return command;
    }

    private static Command Prune(IReadOnlyList<string> switches)
    {
        var last = new Option<int>("--last") { Description = "How many of the last generations stay", DefaultValueFactory = _ => DefaultLast, HelpName = "N" };
        last.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < 0)
                result.AddError("--last must be at least 0.");
        });
        var command = new Command("prune", "Remove all generations but the last ones, the current one, kept ones and those somebody reads.") { last };
        command.SetAction(parsed =>
        {
            var files = FilesOf(switches, parsed);
            using var folder = new GenerationFolder(files);
            var (removed, read) = folder.Prune(parsed.GetValue(last));
            Console.WriteLine(removed.Count == 0 ? "No generation was removed." : $"Removed: {Numbers(removed)}.");
            if (read.Count > 0)
                Console.WriteLine($"Stay, as they are being read: {Numbers(read)}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command RollBack(IReadOnlyList<string> switches)
    {
        var number = new Argument<int?>("N") { Description = "Number of the generation (default: the one before the current one)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("rollback", "Make another generation the current one; a running server follows.") { number };
        command.SetAction(async (parsed, cancel) =>
        {
            var settings = Settings.Load(switches, parsed.GetValue(CommandLine.Catalog));
            var files = new CatalogFiles(settings.Catalog.Path);
            using var folder = new GenerationFolder(files);
            var target = parsed.GetValue(number) ?? files.Numbers().LastOrDefault(older => older < folder.Current);
            if (target == 0)
                return CommandLine.Fail($"There is no generation before {(folder.Current is { } only ? $"the current one ({only})" : "the first")} in {files.Folder}.");
            var file = Existing(files, target);
            if (await Task.Run(() => GenerationCheck.Problems(file, cancel), cancel) is { Count: > 0 } problems)
                return CommandLine.Fail($"{file} is damaged and was not made current:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(problem => "  " + problem))}");
            await Publication.RollBackAsync(folder, target, settings, cancel);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Generation {target} is current; the next import makes generation {folder.Next}."));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Keep(IReadOnlyList<string> switches)
    {
        var number = new Argument<int>("N") { Description = "Number of the generation" };
        var no = new Option<bool>("--no") { Description = "It may be pruned again" };
        var command = new Command("keep", "Mark a generation that is never to be pruned.") { number, no };
        command.SetAction(parsed =>
        {
            var files = FilesOf(switches, parsed);
            using var folder = new GenerationFolder(files);
            var kept = parsed.GetValue(number);
            Existing(files, kept);
            folder.Keep(kept, !parsed.GetValue(no));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Generation {kept} {(parsed.GetValue(no) ? "may be pruned" : "is kept")}."));
            return CommandLine.Done;
        });
        return command;
    }

    private static CatalogFiles FilesOf(IReadOnlyList<string> switches, ParseResult parsed) =>
        new(Settings.Load(switches, parsed.GetValue(CommandLine.Catalog)).Catalog.Path);

    private static string Existing(CatalogFiles files, int number) => File.Exists(files.GenerationFile(number))
        ? files.GenerationFile(number)
        : throw new ImportException(string.Create(CultureInfo.InvariantCulture,
            $"There is no generation {number} in {files.Folder}: {(files.Numbers() is { Count: > 0 } numbers ? $"it has {Numbers(numbers)}" : "it has none")}."));

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
