using System.CommandLine;
using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Commands;

/// <summary><c>verify</c>: is the current generation what it says it is?</summary>
internal static class VerifyCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var command = new Command("verify", "Check the current generation for damage.");
        command.SetAction((parsed, cancel) => Task.Run(() => Run(Settings.Load(switches, parsed.GetValue(CommandLine.Catalog)), cancel), cancel));
        return command;
    }

    private static int Run(Settings settings, CancellationToken cancel)
    {
        var files = new CatalogFiles(settings.Catalog.Path);
        if (files.CurrentNumber() is not { } number)
            return CommandLine.Fail($"There is no catalog in {files.Folder}.");
        var file = files.GenerationFile(number);
        var problems = GenerationCheck.Problems(file, cancel);
        if (problems.Count > 0)
            return CommandLine.Fail($"{file} is damaged:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(problem => "  " + problem))}");
        using var reader = CatalogReader.Open(file);
        var generation = reader.Generation;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file} is sound: generation {number}, {generation.Experiments:N0} experiments, {generation.Samples:N0} samples, {generation.Memberships:N0} memberships."));
        return CommandLine.Done;
    }
}
