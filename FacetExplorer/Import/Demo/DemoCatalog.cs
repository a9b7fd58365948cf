using System.Text.Json;
using Bogus;

namespace FacetExplorer.Import.Demo;

/// <summary>The demo catalog: invented, the same bytes for the same size and seed, with accessions that cannot be real.</summary>
public static class DemoCatalog
{
    /// <summary>The source its records carry.</summary>
    public const string Source = "demo";

    /// <summary>Writes <c>experiments.jsonl</c> and <c>samples.jsonl</c>.</summary>
    public static void Write(string folder, DemoSize size)
    {
        Directory.CreateDirectory(folder);
        var random = new Randomizer(size.Seed);
        var plan = DemoPlan.Of(size, random);
        var words = new DemoWords(DemoVocabulary.Load(), random);
        using var experiments = new Lines(Path.Combine(folder, "experiments.jsonl"));
        using var samples = new Lines(Path.Combine(folder, "samples.jsonl"));
        foreach (var experiment in plan)
        {
            var theme = words.ThemeOf(experiment);
            experiments.Write(json => words.WriteExperiment(json, experiment, theme));
            for (var i = 0; i < experiment.Own; i++)
                samples.Write(json => words.WriteSample(json, experiment, theme, i));
        }
    }

    /// <summary>Imports it in place of whatever demo was there.</summary>
    /// <inheritdoc cref="Importer.Prepare"/>
    public static PreparedImport Prepare(Importer importer, DemoSize size, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("demo-");
        try
        {
            Write(folder.FullName, size);
            return importer.Prepare(new ImportRequest([folder.FullName]) { Source = Source, Replace = true, IsDemo = true }, progress, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A file of one JSON object a line.</summary>
    private sealed class Lines(string path) : IDisposable
    {
        private readonly FileStream _file = File.Create(path);

        public void Write(Action<Utf8JsonWriter> properties)
        {
            using (var json = new Utf8JsonWriter(_file))
            {
                json.WriteStartObject();
                properties(json);
                json.WriteEndObject();
            }
            _file.WriteByte((byte)'\n');
        }

        public void Dispose() => _file.Dispose();
    }
}
