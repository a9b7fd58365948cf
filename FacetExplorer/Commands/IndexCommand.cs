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

/// <summary>What indexing shows: a line now and then.</summary>
internal static class IndexConsole
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    public static IProgress<IndexProgress> Progress => new Lines();

    public static void Warn(string sentence) => Console.Error.WriteLine(sentence);

    private sealed class Lines : IProgress<IndexProgress>
    {
        private DateTime _next = DateTime.UtcNow + Between;

        public void Report(IndexProgress value)
        {
            if (DateTime.UtcNow < _next)
                return;
            _next = DateTime.UtcNow + Between;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Indexed {value.Experiments:N0} of {value.Of:N0} experiments"));
        }
    }
}
