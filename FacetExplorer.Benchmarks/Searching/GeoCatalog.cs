using System.Globalization;
using System.Text.Json;
using FacetExplorer.Facets;
using Microsoft.Extensions.Configuration;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>How large an invented catalog is.</summary>
/// <param name="Experiments">How many experiments.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Sharing">Which share of the samples belongs to two or more experiments, 0 to 1.</param>
/// <param name="NearlyUnique">Whether there is a facet that nearly every sample has a value of its own for.</param>
/// <param name="Scattered">Whether each shared sample is in experiments of its own, at random, the worst there is for counting by classes, and not in superseries.</param>
internal sealed record GeoShape(int Experiments, int Samples, double Sharing, bool NearlyUnique = false, bool Scattered = false)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Experiments:N0} experiments, {Samples:N0} samples, {Sharing * 100:N0}% of them in several{(Scattered ? " at random" : "")}{(NearlyUnique ? ", one nearly unique facet" : "")}");
}

/// <summary>A facet of an invented catalog.</summary>
/// <param name="Key">Its name.</param>
/// <param name="OfSamples">Whether samples have the values, and not experiments.</param>
/// <param name="Names">Its values.</param>
/// <param name="Slots">For each value a record may have, its number by record; -1 for none.</param>
internal sealed record GeoFacet(string Key, bool OfSamples, string[] Names, int[][] Slots)
{
    public IEnumerable<int> ValuesOf(int record) => Slots.Select(slot => slot[record]).Where(value => value >= 0).Distinct();

    /// <summary>What a record is counted as: dates by year.</summary>
    public IEnumerable<string> Of(int record) => ValuesOf(record).Select(value => Key == Published ? Names[value][..4] : Names[value]).Distinct();

    /// <summary>The facet of dates.</summary>
    public const string Published = "published";
}

/// <summary>
/// An invented catalog of the shape of GEO, the same for the same shape: half of the experiments have up to 7 samples, a few have thousands;
/// samples are alike by arms of their experiment; what is shared is in superseries.
/// </summary>
internal sealed class GeoCatalog
{
    private const int Seed = 20261123, Most = 5000, Months = 300;

    /// <summary>Words of titles, and in which share of them.</summary>
    public static readonly (string Word, double Share)[] Words = [("expression", 0.6), ("cancer", 0.05), ("glioma", 0.003), ("glial", 0.002)];

    private readonly Random _random = new(Seed);

    public GeoCatalog(GeoShape shape)
    {
        Shape = shape;
        First = new int[shape.Experiments + 1];
        Titles = new string[shape.Experiments];
        Parts = new int[shape.Experiments][];
        Strays = new HashSet<int>[shape.Experiments];
        GiveSamples();
        if (shape.Scattered)
            Scatter();
        else
            Share();
        for (var e = 0; e < shape.Experiments; e++)
            Titles[e] = string.Join(' ', Words.Where(w => _random.NextDouble() < w.Share).Select(w => w.Word).Append($"x{_random.Next(5000)}").Append($"y{_random.Next(5000)}"));
        Facets =
        [
            OfExperiments("technology", ["RNA-SEQ", "MICROARRAY"], _ => Common(2)),
            OfExperiments("platform", Named("platform", 400), _ => Common(400)),
            OfExperiments("has_publication", ["true", "false"], _ => _random.Next(2)),
            OfExperiments(GeoFacet.Published, [.. Enumerable.Range(0, Months).Select(m => string.Create(CultureInfo.InvariantCulture, $"{2001 + m / 12}-{m % 12 + 1:00}"))], _ => _random.Next(Months)),
            OfSamples("organism", Named("organism", 60), 1, 1, arms: 1),
            OfSamples("tissue", Named("tissue", 400), 0.4, 1, arms: 3),
            OfSamples("disease", Named("disease", 300), 0.2, 1, arms: 2),
            OfSamples("sex", ["female", "male"], 0.3, 1, arms: 2),
            OfSamples("cell_line", Named("cell line", 2000), 0.15, 1, arms: 2),
            OfSamples("treatment", Named("treatment", 1500), 0.3, 2, arms: 3),
            .. shape.NearlyUnique ? [new GeoFacet("scan_date", true, Named("scan", shape.Samples), [[.. Enumerable.Range(0, shape.Samples)]])] : Array.Empty<GeoFacet>(),
        ];
    }

    public GeoShape Shape { get; }

    public IReadOnlyList<GeoFacet> Facets { get; }

    public string[] Titles { get; }

    /// <summary>The first sample of its own of each experiment; they follow each other.</summary>
    public int[] First { get; }

    /// <summary>The experiments whose own samples an experiment has as well; null for none.</summary>
    private int[]?[] Parts { get; }

    /// <summary>Single samples of others that an experiment has as well; null for none.</summary>
    private HashSet<int>?[] Strays { get; }

    public static string Experiment(int e) => string.Create(CultureInfo.InvariantCulture, $"BENCH-E{e:0000000}");

    public static string Sample(int s) => string.Create(CultureInfo.InvariantCulture, $"BENCH-S{s:00000000}");

    /// <summary>The samples of an experiment, each once.</summary>
    public IEnumerable<int> SamplesOf(int e) => (Parts[e] ?? []).Append(e).SelectMany(part => Enumerable.Range(First[part], First[part + 1] - First[part])).Concat(Strays[e] ?? []);

    /// <summary>The facets as a portal would configure them, so that a server that is given <see cref="Settings"/> finds its own.</summary>
    public FacetRegistry Registry()
    {
        var errors = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings());
        Commands.Settings.AddShippedFacets(configuration);
        var registry = FacetRegistry.Read(configuration.Build(), errors);
        return errors.Count == 0 ? registry : throw new InvalidOperationException(string.Join('\n', errors));
    }

    /// <summary>Their configuration.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings() => Facets.SelectMany((facet, i) => new Dictionary<string, string?>
    {
        [$"Facets:{facet.Key}:Order"] = i.ToString(CultureInfo.InvariantCulture),
        [$"Facets:{facet.Key}:Level"] = facet.OfSamples ? "sample" : "experiment",
        [$"Facets:{facet.Key}:Kind"] = facet.Key switch { GeoFacet.Published => "date", "has_publication" => "boolean", _ => "terms" },
    });

    /// <summary>Writes it as files to import.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteLines(Path.Combine(folder, "experiments.jsonl"), Shape.Experiments, (json, e) =>
        {
            json.WriteString("accession", Experiment(e));
            json.WriteString("title", Titles[e]);
            WriteValues(json, e, ofSamples: false);
            json.WriteStartArray("sample_accession_codes");
            foreach (var sample in SamplesOf(e))
                json.WriteStringValue(Sample(sample));
            json.WriteEndArray();
        });
        WriteLines(Path.Combine(folder, "samples.jsonl"), Shape.Samples, (json, s) =>
        {
            json.WriteString("accession", Sample(s));
            WriteValues(json, s, ofSamples: true);
        });
    }

    private void WriteValues(Utf8JsonWriter json, int record, bool ofSamples)
    {
        foreach (var facet in Facets.Where(facet => facet.OfSamples == ofSamples))
        {
            json.WriteStartArray(facet.Key);
            foreach (var value in facet.ValuesOf(record))
                json.WriteStringValue(facet.Names[value]);
            json.WriteEndArray();
        }
    }

    private static void WriteLines(string path, int count, Action<Utf8JsonWriter, int> write)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var json = new Utf8JsonWriter(file);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            write(json, i);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>Log-normal with a median of 7 and the mean of the shape, made to fit.</summary>
    private void GiveSamples()
    {
        var spread = Math.Sqrt(2 * Math.Log(Math.Max(1.1, Shape.Samples / 7.0 / Shape.Experiments)));
        var wanted = Enumerable.Range(0, Shape.Experiments).Select(_ => Math.Min(Most, 7 * Math.Exp(spread * Normal()))).ToArray();
        var scale = Shape.Samples / wanted.Sum();
        var sum = 0.0;
        for (var e = 0; e < Shape.Experiments; e++)
            First[e + 1] = e == Shape.Experiments - 1 ? Shape.Samples : Math.Min(Shape.Samples, (int)Math.Round(sum += wanted[e] * scale));
    }

    /// <summary>Superseries take in two or three experiments, some of which are in another one already.</summary>
    private void Share()
    {
        var left = Shape.Sharing * Shape.Samples;
        var shared = new bool[Shape.Experiments];
        while (left > 0)
        {
            var parts = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => _random.Next(Shape.Experiments)).Distinct().ToArray();
            var whole = _random.Next(Shape.Experiments);
            if (Parts[whole] is not null || parts.Contains(whole))
                continue;
            Parts[whole] = parts;
            foreach (var part in parts.Where(part => !shared[part]))
            {
                shared[part] = true;
                left -= First[part + 1] - First[part];
            }
        }
    }

    private void Scatter()
    {
        for (var left = Shape.Sharing * Shape.Samples; left > 0; left--)
        {
            var sample = _random.Next(Shape.Samples);
            for (var more = _random.Next(1, 3); more > 0; more--)
                if (_random.Next(Shape.Experiments) is var e && (sample < First[e] || sample >= First[e + 1]))
                    (Strays[e] ??= []).Add(sample);
        }
    }

    private GeoFacet OfExperiments(string key, string[] names, Func<int, int> value) =>
        new(key, false, names, [[.. Enumerable.Range(0, Shape.Experiments).Select(value)]]);

    /// <summary>Every arm of an experiment has its values; in a share of the experiments none has any.</summary>
    private GeoFacet OfSamples(string key, string[] names, double recorded, int most, int arms)
    {
        var slots = Enumerable.Range(0, most).Select(_ => new int[Shape.Samples]).ToArray();
        for (var e = 0; e < Shape.Experiments; e++)
        {
            var isRecorded = _random.NextDouble() < recorded;
            var values = slots.Select((_, slot) => Enumerable.Range(0, arms).Select(_ => !isRecorded || (slot > 0 && _random.Next(4) > 0) ? -1 : Common(names.Length)).ToArray()).ToArray();
            for (var s = First[e]; s < First[e + 1]; s++)
                for (var slot = 0; slot < most; slot++)
                    slots[slot][s] = values[slot][(s - First[e]) % arms];
        }
        return new GeoFacet(key, true, names, slots);
    }

    private static string[] Named(string name, int count) => [.. Enumerable.Range(0, count).Select(i => $"{name} {i}")];

    /// <summary>A few values are frequent, most are rare.</summary>
    private int Common(int count) => (int)(Math.Pow(count + 1, _random.NextDouble()) - 1);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
