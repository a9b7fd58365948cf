using System.CommandLine;
using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Commands;

/// <summary><c>verify</c>: are the generations, and the files beside them, what they were written as?</summary>
internal static class VerifyCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var command = new Command("verify", "Check all generations for damage.");
        command.SetAction((parsed, cancel) => Task.Run(() => Run(Settings.Load(switches, parsed.GetValue(CommandLine.Catalog)), cancel), cancel));
        return command;
    }

    private static int Run(Settings settings, CancellationToken cancel)
    {
        var files = new CatalogFiles(settings.Catalog.Path);
        if (files.CurrentNumber() is not { } current)
            return CommandLine.Fail($"There is no catalog in {files.Folder}.");
        // What never became current is what a killed import left; the next one removes it.
        var sound = files.Numbers().Where(number => number != current && files.IsPublished(number)).Append(current).Select(number => Check(files, number, cancel)).ToList();
        return sound.All(generation => generation) ? CommandLine.Done : CommandLine.Failed;
    }

    private static bool Check(CatalogFiles files, int number, CancellationToken cancel)
    {
        var file = files.GenerationFile(number);
        var problems = GenerationCheck.Problems(file, cancel);
        var beside = files.SealedBeside(number).Select(sealedFile => FileSeal.Problem(sealedFile, cancel)).OfType<string>().ToList();
        if (problems.Count > 0)
            Complain($"{file} is damaged:", problems);
        if (beside.Count > 0)
            Complain($"What stands beside {file} is damaged, and is written anew when it is opened next:", beside);
        if (problems.Count + beside.Count > 0)
            return false;
        using var reader = CatalogReader.Open(file);
        var generation = reader.Generation;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file} is sound: generation {number}, {generation.Experiments:N0} experiments, {generation.Samples:N0} samples, {generation.Memberships:N0} memberships."));
        return true;
    }

    private static void Complain(string what, IEnumerable<string> problems) =>
        CommandLine.Fail(string.Join(Environment.NewLine, problems.Select(problem => "  " + problem).Prepend(what)));
}
