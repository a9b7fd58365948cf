using System.CommandLine;
using System.Globalization;
using FacetExplorer.Search;

namespace FacetExplorer.Commands;

/// <summary><c>index</c>: the current generation into the engine's index.</summary>
internal static class IndexCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var command = new Command("index", "Index the current generation anew for the engine of Search:Engine; searches go on meanwhile.");
        command.SetAction(async (parsed, cancel) =>
        {
            var settings = Settings.Load(switches, parsed.GetValue(CommandLine.Catalog));
            var generation = await Publication.IndexCurrentAsync(settings, IndexConsole.Progress, cancel);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{settings.Search.Engine} has generation {generation.Number}: {generation.Experiments:N0} experiments, {generation.Samples:N0} samples."));
            return CommandLine.Done;
        });
        return command;
    }
}

/// <summary>What indexing shows.</summary>
internal static class IndexConsole
{
    public static IProgress<IndexProgress> Progress => new ProgressLines<IndexProgress>(at => $"Indexed {at.Experiments:N0} of {at.Of:N0} experiments", TimeProvider.System);

    public static void Warn(string sentence) => Console.Error.WriteLine(sentence);
}
