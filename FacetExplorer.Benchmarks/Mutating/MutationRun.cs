using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FacetExplorer.Benchmarks.Running;

namespace FacetExplorer.Benchmarks.Mutating;

/// <summary>How strong the tests of counting are: does any of them fail when one small thing of what counts is done wrongly?</summary>
internal sealed partial class MutationRun(int catalogs, int seed, TextWriter log)
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>What counts: from records to numbers.</summary>
    private static readonly string[] Core =
    [
        "Engines/Cohorts/CohortTable.cs", "Engines/Cohorts/CohortValues.cs", "Engines/Cohorts/FacetColumn.cs", "Engines/Cohorts/SnapshotBuilder.cs", "Engines/Cohorts/Snapshot.cs", "Engines/Cohorts/ValueExperiments.cs",
        "Engines/Cohorts/ValueRows.cs", "Engines/Embedded/AskedRanges.cs", "Engines/Embedded/CrossCounter.cs", "Engines/Embedded/ExperimentSet.cs", "Engines/Embedded/FacetBuckets.cs",
        "Engines/Embedded/ListedCohorts.cs", "Engines/Embedded/Narrowing.cs", "Engines/Embedded/Selection.cs", "Engines/Embedded/ValueCounts.cs", "Engines/Embedded/ValueFilter.cs",
    ];

    /// <summary>The tests, those that fail soonest first, and one in how many of the catalogs they try; all of them have to pass for a mutant to survive.</summary>
    private static readonly (string[] Classes, int OneIn)[] Tests =
    [
        (["Engines.CountingTests"], 1),
        (["Engines.EmbeddedEngineTests", "Engines.ValueRowsTests", "Engines.CohortValuesTests", "Engines.SnapshotStoreTests"], 1),
        (["Engines.EmbeddedRandomSearches", "Engines.EmbeddedCompanionTests"], 10),
    ];

    /// <returns>A report of which mutants survived; whether one should not have, a reader decides.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("mutants-");
        try
        {
            var mutants = await BuildAsync(folder.FullName, cancel);
            if (await FailingAsync(folder.FullName, 0, cancel) is { } failing)
                throw new InvalidOperationException($"{failing} fails without any mutant.");
            var survivors = new ConcurrentBag<Mutant>();
            var killers = new ConcurrentDictionary<string, int>();
            var done = 0;
            await Parallel.ForEachAsync(mutants, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (mutant, stop) =>
            {
                if (await FailingAsync(folder.FullName, mutant.Number, stop) is { } killer)
                    killers.AddOrUpdate(killer, 1, (_, times) => times + 1);
                else
                    survivors.Add(mutant);
                if (Interlocked.Increment(ref done) % 20 == 0)
                    await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} of {mutants.Count}, {survivors.Count} survived"));
            });
            return Report(mutants, killers, survivors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Builds a copy of the repository with all mutants in it. A line on which one does not compile is left as it was.</summary>
    private async Task<List<Mutant>> BuildAsync(string folder, CancellationToken cancel)
    {
        Copy(Repository.Folder, folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "FacetExplorer", "Mutated.cs"), """
            namespace FacetExplorer;
            internal static class Mutated
            {
                private static readonly int Number = int.Parse(System.Environment.GetEnvironmentVariable("FACETEXPLORER_MUTANT") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
                public static bool Is(int number) => Number == number;
            }
            """, cancel);
        var without = Core.ToDictionary(file => file, _ => new HashSet<int>());
        while (true)
        {
            var mutants = new List<Mutant>();
            foreach (var file in Core)
                await File.WriteAllTextAsync(Path.Combine(folder, "FacetExplorer", file), Mutator.Rewrite(
                    file, await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "FacetExplorer", file), cancel), mutants, without[file]), cancel);
            var (code, said) = await RunAsync(folder, 0, 1, ["build", "FacetExplorer.Tests", "-v:q", "-nologo", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false"], cancel);
            if (code == 0)
                return mutants;
            var errors = Errors().Matches(said).Select(error => (File: error.Groups[1].Value.Replace('\\', '/'), Line: int.Parse(error.Groups[2].Value, CultureInfo.InvariantCulture))).ToHashSet();
            var found = false;
            foreach (var (name, line) in errors)
                foreach (var file in Core.Where(file => name.EndsWith(file, StringComparison.Ordinal)))
                    found |= without[file].Add(line);
            if (!found)
                throw new InvalidOperationException($"The mutants do not build:\n{said}");
            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{mutants.Count} mutants, {errors.Count} lines on which one does not compile"));
        }
    }

    /// <summary>The first tests that fail with a mutant; null where it survives them.</summary>
    private async Task<string?> FailingAsync(string folder, int mutant, CancellationToken cancel)
    {
        foreach (var (classes, oneIn) in Tests)
        {
            var (code, _) = await RunAsync(folder, mutant, oneIn, [
                Path.Combine(folder, "FacetExplorer.Tests", "bin", "Debug", "net10.0", "FacetExplorer.Tests.dll"), "-noColor", "-stopOnFail",
                .. classes.SelectMany(name => new[] { "-class", $"FacetExplorer.Tests.{name}" })], cancel);
            if (code != 0)
                return string.Join(", ", classes.Select(name => name.Split('.')[^1]));
        }
        return null;
    }

    /// <summary>A mutant that does not come to an end is one that fails.</summary>
    private async Task<(int Code, string Said)> RunAsync(string folder, int mutant, int oneIn, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            Environment =
            {
                ["FACETEXPLORER_MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture),
                ["FACETEXPLORER_SEED"] = seed.ToString(CultureInfo.InvariantCulture),
                ["FACETEXPLORER_CATALOGS"] = Math.Max(1, catalogs / oneIn).ToString(CultureInfo.InvariantCulture),
                ["CI"] = null,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(mutant == 0 ? TimeSpan.FromMinutes(10) : Longest);
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop.Token), process.StandardError.ReadToEndAsync(stop.Token));
            await process.WaitForExitAsync(stop.Token);
            return (process.ExitCode, string.Concat(texts));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (-1, "");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private string Report(List<Mutant> mutants, ConcurrentDictionary<string, int> killers, ConcurrentBag<Mutant> survivors)
    {
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"{mutants.Count} mutants of {Core.Length} files, seed {seed}, {catalogs} random catalogs a test: {mutants.Count - survivors.Count} killed, {survivors.Count} survived.\n");
        foreach (var (tests, times) in killers.OrderByDescending(killer => killer.Value))
            report.AppendLine(CultureInfo.InvariantCulture, $"- {times} by {tests}");
        report.AppendLine();
        foreach (var mutant in survivors.OrderBy(mutant => mutant.Number))
            report.AppendLine(CultureInfo.InvariantCulture, $"- {mutant}");
        return report.ToString();
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj" or ".git" or "TestResults")))
            Copy(folder, Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    [GeneratedRegex(@"([\w/\\.]+\.cs)\((\d+),\d+\): error ")]
    private static partial Regex Errors();
}
