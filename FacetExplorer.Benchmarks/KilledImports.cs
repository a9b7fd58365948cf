using System.Diagnostics;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Import;
using FacetExplorer.Import.Demo;

namespace FacetExplorer.Benchmarks;

/// <summary>
/// Imports in processes of their own, each killed at a random instant of a random part, as some parts are much shorter than others. After
/// each, the last good generation must be served whole, and the next import must bring the catalog to where an undisturbed one brings it, with nothing left over.
/// </summary>
internal sealed class KilledImports : IDisposable
{
    private static readonly string[] Beside = ["counts", "db", "text.db"];

    private static readonly string[] Finished =
    [
        "current", .. FilesOf(1), .. FilesOf(2), "import.lock",
    ];

    /// <summary>All that stands in a state folder for a published generation.</summary>
    public static IEnumerable<string> FilesOf(int number) =>
        Beside.SelectMany(suffix => new[] { $"generation-{number:D6}.{suffix}", $"generation-{number:D6}.{suffix}.sha256" });

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("killed-imports-");
    private readonly Dictionary<int, Generation> _expected = [];
    private readonly Random _random;
    private readonly List<TimeSpan> _reached = [];

    /// <summary>Where each part of an import begins.</summary>
    private static readonly Func<CatalogFiles, bool>[] Parts =
    [
        files => File.Exists(files.LockFile),
        files => File.Exists(files.GenerationFile(2) + ".tmp"),
        files => File.Exists(files.GenerationFile(2)),
        files => Directory.EnumerateFiles(files.Folder, "generation-000002.text.db*").Any(),
        files => Directory.EnumerateFiles(files.Folder, "generation-000002.counts*").Any(),
    ];

    private KilledImports(int seed) => _random = new Random(seed);

    private string Base => Path.Combine(_root.FullName, "base");

    private string Source => Path.Combine(_root.FullName, "source");

    /// <summary>Kills so many imports.</summary>
    /// <returns>How far they had come, and how often.</returns>
    /// <exception cref="InvalidOperationException">Something was lost, half there or left over.</exception>
    public static async Task<IReadOnlyDictionary<string, int>> RunAsync(int kills, int seed, CancellationToken cancel)
    {
        using var imports = new KilledImports(seed);
        await imports.PrepareAsync(cancel);
        var stages = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 1; i <= kills; i++)
            try
            {
                var stage = await imports.KillOneAsync(Path.Combine(imports._root.FullName, $"state-{i}"), cancel);
                stages[stage] = stages.GetValueOrDefault(stage) + 1;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}, kill {i}: {e.Message}", e);
            }
        return stages;
    }

    /// <summary>Generation 1, and how long the import of generation 2 takes and what it makes when nobody kills it.</summary>
    private async Task PrepareAsync(CancellationToken cancel)
    {
        var first = Path.Combine(_root.FullName, "first");
        DemoCatalog.Write(first, new DemoSize(60, 1_500, Seed: 1));
        DemoCatalog.Write(Source, new DemoSize(120, 3_000, Seed: 2));
        _expected[1] = (await ImportAsync(Base, first, cancel))!;

        var whole = Path.Combine(_root.FullName, "whole");
        Copy(Base, whole);
        using var process = Start(whole);
        var clock = Stopwatch.StartNew();
        foreach (var part in Parts)
        {
            await ReachAsync(process, whole, part, cancel);
            _reached.Add(clock.Elapsed);
        }
        await process.WaitForExitAsync(cancel);
        _reached.Add(clock.Elapsed);
        Check(process.ExitCode == 0, $"An import that nobody killed failed: {await process.StandardError.ReadToEndAsync(cancel)}");
        _expected[2] = await ServedAsync(whole, 2, cancel);
        Check(_expected[2].Samples > _expected[1].Samples, "The second import adds nothing.");
    }

    private async Task<string> KillOneAsync(string state, CancellationToken cancel)
    {
        Copy(Base, state);
        var part = _random.Next(Parts.Length);
        var instant = (_reached[part + 1] - _reached[part]) * 1.2 * _random.NextDouble();
        using (var process = Start(state))
        {
            await ReachAsync(process, state, Parts[part], cancel);
            await Task.Delay(instant, cancel);
            process.Kill();
            await process.WaitForExitAsync(cancel);
        }
        var files = new CatalogFiles(state);
        var stage = Stage(files);
        var current = files.CurrentNumber();
        Check(current is 1 or 2, $"current names {current}");
        Same(_expected[current!.Value], await ServedAsync(state, current.Value, cancel), "what is served after the kill");
        await ImportAsync(state, Source, cancel);
        Same(_expected[2], await ServedAsync(state, 2, cancel), "what the next import made");
        var left = Directory.EnumerateFileSystemEntries(state).Select(path => Path.GetFileName(path)!).Where(name => name != Path.GetFileName(files.LastImportFile)).Order(StringComparer.Ordinal).ToList();
        Check(left.SequenceEqual(Finished), $"The folder holds {string.Join(", ", left)}");
        Directory.Delete(state, recursive: true);
        return stage;
    }

    private static string Stage(CatalogFiles files) =>
        files.CurrentNumber() == 2 ? "published"
        : File.Exists(files.FileBeside(2, "counts")) ? "counted"
        : Parts[4](files) ? "counting"
        : File.Exists(files.FileBeside(2, "text.db")) ? "indexed"
        : Parts[3](files) ? "indexing"
        : File.Exists(files.GenerationFile(2)) ? "written"
        : File.Exists(files.GenerationFile(2) + ".tmp") ? "writing"
        : "begun";

    private Process Start(string state)
    {
        File.Delete(new CatalogFiles(state).LockFile);
        return ImportProcess(Source, state);
    }

    private static async Task ReachAsync(Process process, string state, Func<CatalogFiles, bool> part, CancellationToken cancel)
    {
        var files = new CatalogFiles(state);
        while (!part(files) && !process.HasExited)
            await Task.Delay(1, cancel);
    }

    /// <summary>The program's import, started.</summary>
    public static Process ImportProcess(string source, string state) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { typeof(Settings).Assembly.Location, "import", source, "--catalog", state },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Imports in this process.</summary>
    public static async Task<Generation?> ImportAsync(string state, string source, CancellationToken cancel)
    {
        var settings = Settings.Load([], state);
        using var import = new Importer(new CatalogFiles(state), settings.Import).Prepare(new ImportRequest([source]), null, cancel);
        await Publication.PublishAsync(import, settings, cancel);
        return import.Generation;
    }

    /// <summary>What a server would serve of a folder, which must be sound.</summary>
    public static async Task<Generation> ServedAsync(string state, int number, CancellationToken cancel)
    {
        var settings = Settings.Load([], state);
        foreach (var suffix in Beside)
            Check(File.Exists(new CatalogFiles(state).FileBeside(number, suffix)), $"Generation {number} has no {suffix}.");
        await using var store = new GenerationStore(state, (catalog, stop) => EmbeddedIndex.OpenAsync(catalog, settings.Facets, settings.Counted, stop));
        await store.RefreshAsync(cancel);
        Check(store.Trouble is null, store.Trouble?.Message ?? "");
        Check(store.Current?.Number == number, $"Generation {store.Current?.Number} is served, not {number}");
        var problems = GenerationCheck.Problems(store.Files.GenerationFile(number), cancel);
        Check(problems.Count == 0, string.Join("; ", problems));
        return store.Current!;
    }

    private static void Same(Generation expected, Generation found, string what) =>
        Check(expected with { CreatedAt = default } == found with { CreatedAt = default }, $"{what} is {found}, not {expected}");

    /// <summary>The files of a state folder, as they are; the lock may be held.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => Path.GetFileName(file) != "import.lock"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
