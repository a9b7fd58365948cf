using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>How much of the application its tests reach: lines and branches of each folder, and which branches none of them takes.</summary>
internal sealed class CoverageRun(TextWriter output)
{
    /// <summary>What is asked of the branches of each of these folders, in percent.</summary>
    private const int Asked = 95;

    /// <summary>A process that has no room for files has none for what it reached either, and coverlet ends it for that.</summary>
    private const string WithRoom = "FullyQualifiedName!~full_disk&FullyQualifiedName!~FullDisk";

    private static readonly string[] Folders = ["Search", "Engines", "Import", "Catalog"];
    private static readonly string Sources = Path.Combine(Repository.Folder, "FacetExplorer");

    /// <param name="filter">Which tests, as `dotnet test --filter` reads it; null is all.</param>
    /// <param name="cancel"></param>
    /// <returns>Whether all tests passed and every folder has what is asked.</returns>
    public async Task<bool> RunAsync(string? filter, CancellationToken cancel)
    {
        var results = Directory.CreateTempSubdirectory("coverage-");
        try
        {
            var passed = await TestAsync(results.FullName, filter, cancel);
            var file = results.EnumerateFiles("coverage.json", SearchOption.AllDirectories).Single();
            await using var stream = file.OpenRead();
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancel);
            var files = document.RootElement.EnumerateObject().SelectMany(module => module.Value.EnumerateObject()).Select(Read).ToList();
            output.Write(Report(files));
            return passed && Folders.All(folder => Percent(files.Where(covered => covered.Folder == folder).SelectMany(covered => covered.Branches)) >= Asked);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    private static async Task<bool> TestAsync(string results, string? filter, CancellationToken cancel)
    {
        var tests = Path.Combine(Repository.Folder, "FacetExplorer.Tests");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["test", tests, "--collect", "XPlat Code Coverage", "--settings", Path.Combine(tests, "coverage.runsettings"),
            "--results-directory", results, "--filter", filter is null ? WithRoom : $"({filter})&{WithRoom}"]))!;
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0;
    }

    /// <summary>A file of coverlet's own format: classes, their methods, the lines and branches of each.</summary>
    private static CoveredFile Read(JsonProperty file)
    {
        var methods = file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()).Select(method => method.Value).ToList();
        return new(
            Path.GetRelativePath(Sources, file.Name).Replace('\\', '/'),
            [.. methods.SelectMany(method => method.GetProperty("Lines").EnumerateObject()).Select(line => (int.Parse(line.Name, CultureInfo.InvariantCulture), line.Value.GetInt32() > 0))],
            [.. methods.SelectMany(method => method.GetProperty("Branches").EnumerateArray()).Select(branch => (branch.GetProperty("Line").GetInt32(), branch.GetProperty("Hits").GetInt32() > 0))]);
    }

    /// <summary>As Markdown.</summary>
    private static string Report(List<CoveredFile> files)
    {
        var report = new StringBuilder("\n| Folder | Lines | | Branches | |\n|---|---:|---:|---:|---:|\n");
        foreach (var folder in Folders)
        {
            var within = files.Where(file => file.Folder == folder).ToList();
            report.AppendLine(CultureInfo.InvariantCulture, $"| {folder} | {Numbers(within.SelectMany(file => file.Lines))} | {Numbers(within.SelectMany(file => file.Branches))} |");
        }
        report.AppendLine("\nBranches that no test takes:\n");
        foreach (var file in files.Where(file => Folders.Contains(file.Folder)).OrderBy(file => file.Name, StringComparer.Ordinal))
            foreach (var line in file.Branches.GroupBy(branch => branch.Line).Where(line => line.Any(branch => !branch.Taken)).OrderBy(line => line.Key))
                report.AppendLine(CultureInfo.InvariantCulture, $"- {file.Name}:{line.Key} ({line.Count(branch => !branch.Taken)} of {line.Count()})");
        return report.ToString();
    }

    private static string Numbers(IEnumerable<(int Line, bool Taken)> reached)
    {
        var all = reached.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{all.Count(one => one.Taken)} of {all.Count} | {Percent(all):N1}%");
    }

    private static double Percent(IEnumerable<(int Line, bool Taken)> reached) => 100 * reached.Select(one => one.Taken ? 1.0 : 0).DefaultIfEmpty(1).Average();

    /// <summary>What tests reached of a source file, named from the application's folder on.</summary>
    private sealed record CoveredFile(string Name, IReadOnlyList<(int Line, bool Taken)> Lines, IReadOnlyList<(int Line, bool Taken)> Branches)
    {
        public string Folder => Name.Split('/')[0];
    }
}
