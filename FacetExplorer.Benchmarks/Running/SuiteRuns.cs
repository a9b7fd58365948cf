using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>The tests, again and again: each time in another order, in a culture and a time zone that read numbers, letters and days otherwise.</summary>
internal sealed partial class SuiteRuns(TextWriter output)
{
    /// <summary>A Turkish i, a decimal comma, a calendar and digits of its own.</summary>
    private static readonly string[] Cultures = ["tr-TR", "de-DE", "ar-SA"];

    /// <summary>Half an hour off, and a day before and after most others.</summary>
    private static readonly string[] Zones = ["America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago"];

    /// <returns>How many runs failed.</returns>
    public async Task<int> RunAsync(int times, int seed, IReadOnlyList<string> classes, CancellationToken cancel)
    {
        var tests = FindTests();
        var failed = 0;
        for (var run = 0; run < times; run++)
        {
            var (culture, zone) = (Cultures[run % Cultures.Length], Zones[(run + run / Cultures.Length) % Zones.Length]);
            var (code, said) = await RunAsync(tests, seed + run, culture, zone, classes, cancel);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run + 1,3} {culture} {zone,-18} seed {seed + run}: {Summary(said, code)}"));
            if (code == 0)
                continue;
            failed++;
            output.WriteLine(said);
        }
        return failed;
    }

    private static async Task<(int Code, string Said)> RunAsync(string tests, int seed, string culture, string zone, IReadOnlyList<string> classes, CancellationToken cancel)
    {
        string[] arguments = [tests, string.Create(CultureInfo.InvariantCulture, $":{seed}"), "-noColor", .. classes.SelectMany(name => new[] { "-class", name })];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            // So that programs started by tests are there as well.
            Environment = { ["LC_ALL"] = $"{culture.Replace('-', '_')}.UTF-8", ["TZ"] = zone, ["FACETEXPLORER_SEED"] = seed.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, string.Concat(texts));
    }

    private static string Summary(string said, int code) =>
        Counts().Match(said) is { Success: true } counts ? counts.Value.Trim() : $"nothing ran, exit code {code.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The tests that were built last.</summary>
    private static string FindTests() => new DirectoryInfo(Path.Combine(Repository.Folder, "FacetExplorer.Tests", "bin"))
        .EnumerateFiles("FacetExplorer.Tests.dll", SearchOption.AllDirectories).MaxBy(file => file.LastWriteTimeUtc)?.FullName
        ?? throw new InvalidOperationException("The tests are not built: dotnet build.");

    [GeneratedRegex("Total: [0-9]+,.*")]
    private static partial Regex Counts();
}
