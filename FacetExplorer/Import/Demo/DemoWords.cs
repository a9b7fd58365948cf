using System.Globalization;
using System.Text.Json;
using Bogus;

namespace FacetExplorer.Import.Demo;

/// <summary>What an experiment is about, shared by its samples.</summary>
internal sealed record DemoTheme(
    int Year, string Organism, DemoPlatform Platform, string Tissue, bool RecordsTissue, string Disease, bool RecordsDisease,
    string Control, bool RecordsSex, string Gene, string Compound, string? CellLine);

/// <summary>Gives the experiments and samples of a plan their fields.</summary>
internal sealed class DemoWords(DemoVocabulary words, Randomizer random)
{
    private const int FirstYear = 2001;
    private const int LastYear = 2026;
    private const string Human = "Homo sapiens";
    private const string Mouse = "Mus musculus";
    private const string Liver = "liver";
    private const string Glioblastoma = "glioblastoma";

    /// <summary>Experiments outside the atlas that record liver, so few that choosing it shows dozens of samples.</summary>
    private const int LiverExperiments = 3;

    private readonly Faker _faker = new() { Random = random };
    private readonly string[] _otherTissues = [.. words.Tissues.Where(tissue => tissue != Liver)];
    private readonly float[] _years = Proportions(LastYear - FirstYear + 1, year => MathF.Min(year + 2, 20));
    private int _liver;

    public DemoTheme ThemeOf(DemoExperiment experiment)
    {
        var forHumans = experiment.Kind is DemoKind.Atlas or DemoKind.Glioblastoma or DemoKind.Xenograft;
        var year = experiment.Kind switch
        {
            DemoKind.Atlas => 2019,
            DemoKind.Glioblastoma => 2012 + experiment.Number % 5,
            _ => FirstYear + random.WeightedRandom([.. Enumerable.Range(0, _years.Length)], _years),
        };
        var organism = forHumans ? Human : Pick(words.Organisms);
        var isMammal = organism is Human or Mouse or "Rattus norvegicus" or "Sus scrofa" or "Bos taurus" or "Macaca mulatta";
        var isLiver = experiment is { Kind: DemoKind.Plain, Own: >= 4 and <= 8 } && isMammal && _liver++ < LiverExperiments;
        return new DemoTheme(
            year, organism, Platform(organism, year),
            experiment.Kind == DemoKind.Glioblastoma ? "brain" : isLiver ? Liver : random.ArrayElement(isMammal ? _otherTissues : [.. words.WholeBodies]),
            RecordsTissue: experiment.Kind == DemoKind.Atlas || isLiver || random.Bool(0.16f),
            Disease: experiment.Kind == DemoKind.Glioblastoma ? Glioblastoma : random.ListItem([.. words.Diseases]),
            RecordsDisease: experiment.Kind != DemoKind.Atlas && organism == Human && random.Bool(0.2f),
            Control: random.ListItem([.. words.Controls]),
            RecordsSex: experiment.Kind == DemoKind.Atlas || isMammal && random.Bool(0.2f),
            random.ListItem([.. words.Genes]), random.ListItem([.. words.Compounds]),
            words.CellLines.TryGetValue(organism, out var lines) ? random.ArrayElement(lines) : null);
    }

    public void WriteExperiment(Utf8JsonWriter json, DemoExperiment experiment, DemoTheme theme)
    {
        var title = TitleOf(experiment, theme);
        var isPublished = random.Bool(0.55f);
        json.WriteString("accession", experiment.Accession);
        if (experiment.Kind is not DemoKind.Plain || random.Bool(0.985f))
            json.WriteString("title", title);
        json.WriteString("description", DescriptionOf(experiment, theme));
        json.WriteString("technology", theme.Platform.Technology);
        json.WriteBoolean("has_publication", isPublished);
        if (isPublished)
            json.WriteString("publication_title", random.Bool(0.6f) ? title + "." : $"The role of {theme.Gene} in {theme.Tissue}.");
        if (experiment.Kind is not DemoKind.Plain || random.Bool(0.93f))
            json.WriteString("published", DateOf(theme.Year));
        json.WriteString("submitter_institution", $"{_faker.Address.City()} Institute of {random.ArrayElement(["Biology", "Genomics", "Medicine", "Molecular Science"])} (invented)");
        json.WriteStartArray("sample_accession_codes");
        foreach (var sample in experiment.Samples)
            json.WriteStringValue(AccessionOf(sample));
        json.WriteEndArray();
    }

    public void WriteSample(Utf8JsonWriter json, DemoExperiment experiment, DemoTheme theme, int index)
    {
        var isCase = experiment.Kind == DemoKind.Glioblastoma ? IsGlioblastoma(experiment, index) : index % 2 == 0;
        json.WriteString("accession", AccessionOf(experiment.FirstSample + index));
        var tissue = experiment.Kind == DemoKind.Atlas ? AtlasTissue(index, experiment.Own) : theme.Tissue;
        json.WriteString("title", Invariant($"{(theme.RecordsTissue ? tissue : theme.CellLine ?? theme.Tissue)}, {(isCase ? theme.Compound : theme.Control)}, replicate {index / 2 + 1}"));
        WriteOrganism(json, experiment, theme);
        json.WriteString("platform", theme.Platform.Name);
        if (theme.RecordsTissue && (experiment.Kind == DemoKind.Atlas || random.Bool(0.95f)))
            json.WriteString("tissue", tissue);
        if (experiment.Kind == DemoKind.Glioblastoma)
            WriteIf(json, isCase, "disease", Glioblastoma);
        else if (theme.RecordsDisease && random.Bool(0.95f))
            json.WriteString("disease", isCase ? theme.Disease : theme.Control);
        if (theme.RecordsSex && random.Bool(0.95f))
            json.WriteString("sex", Pick(words.Sexes));
        WriteIf(json, random.Bool(0.3f), "treatment", isCase ? theme.Compound : theme.Control);
        WriteIf(json, !theme.RecordsTissue && random.Bool(0.3f), "cell_line", theme.CellLine);
        if (random.Bool(0.12f))
            json.WriteNumber("age", random.Int(1, 90));
    }

    /// <summary>A xenograft is of both, or of one in the other.</summary>
    private void WriteOrganism(Utf8JsonWriter json, DemoExperiment experiment, DemoTheme theme)
    {
        if (experiment.Kind != DemoKind.Xenograft || random.Bool(0.3f))
        {
            json.WriteString("organism", experiment.Kind == DemoKind.Xenograft && random.Bool() ? Mouse : theme.Organism);
            return;
        }
        json.WriteStartArray("organism");
        json.WriteStringValue(Human);
        json.WriteStringValue(Mouse);
        json.WriteEndArray();
    }

    /// <summary>60% of the cohorts and 54 of the 100 new samples, evenly spread: 210 of the 360.</summary>
    private static bool IsGlioblastoma(DemoExperiment experiment, int index)
    {
        var percent = experiment.Repeats.Count == 0 ? 60 : 54;
        return (index + 1) * percent / 100 > index * percent / 100;
    }

    /// <summary>Common tissues have many samples of the atlas, rare ones few.</summary>
    private string AtlasTissue(int index, int samples)
    {
        var place = (index + 0.5) / samples;
        return words.Tissues[(int)(words.Tissues.Count * Math.Pow(place, 1.25))];
    }

    private string TitleOf(DemoExperiment experiment, DemoTheme theme) => experiment switch
    {
        { Title.Length: > 0 } => experiment.Title,
        { Kind: DemoKind.Superseries } => $"{theme.Gene} and {theme.Compound} in {theme.Tissue} (superseries)",
        { Kind: DemoKind.Xenograft } => $"Patient-derived xenografts of {theme.Disease} treated with {theme.Compound}",
        { Kind: DemoKind.Reanalysis } => $"{experiment.Repeats[0].Accession} analysed again with new samples",
        _ => Fill(random.ListItem([.. theme.RecordsDisease ? words.DiseaseTitles : words.Titles.Where(title => Fits(title, theme))]), experiment, theme),
    };

    private static bool Fits(string title, DemoTheme theme) => theme.CellLine is not null || !title.Contains("{cellLine}", StringComparison.Ordinal);

    private string DescriptionOf(DemoExperiment experiment, DemoTheme theme) => experiment is { Own: 0, Repeats.Count: > 0 }
        ? $"This superseries is composed of the subseries {string.Join(", ", experiment.Repeats.Select(part => part.Accession))}. Invented data."
        : string.Join(" ", random.ListItems([.. words.Descriptions], random.Int(1, 3)).Select(text => Fill(text, experiment, theme))) + " Invented data.";

    private string Fill(string template, DemoExperiment experiment, DemoTheme theme) => template
        .Replace("{tissue}", theme.Tissue).Replace("{tissue2}", random.ArrayElement(_otherTissues)).Replace("{organism}", theme.Organism)
        .Replace("{compound}", theme.Compound).Replace("{gene}", theme.Gene).Replace("{cellLine}", theme.CellLine).Replace("{disease}", theme.Disease)
        .Replace("{platform}", theme.Platform.Name).Replace("{city}", _faker.Address.City())
        .Replace("{count}", experiment.Samples.Count().ToString(CultureInfo.InvariantCulture));

    /// <summary>Sequencing takes over from arrays in the years after 2010.</summary>
    private DemoPlatform Platform(string organism, int year)
    {
        var sequencing = random.Bool(Math.Clamp((year - 2008) / 12f, 0, 0.95f));
        var fitting = words.Platforms.Where(platform => platform.Organism == organism || platform.Organism.Length == 0).ToList();
        var then = fitting.Where(platform => platform.From <= year && year <= platform.To).ToList();
        var chosen = then.Where(platform => platform.Technology == (sequencing ? "RNA-SEQ" : "MICROARRAY")).ToList();
        var from = chosen.Count > 0 ? chosen : then.Count > 0 ? then : fitting;
        return from[random.WeightedRandom([.. Enumerable.Range(0, from.Count)], Proportions(from.Count, i => from[i].Weight))];
    }

    /// <summary>A few know only the year or the month.</summary>
    private string DateOf(int year)
    {
        var month = random.Int(1, 12);
        var day = random.Int(1, 28);
        return random.Int(0, 19) switch
        {
            0 => Invariant($"{year}"),
            1 => Invariant($"{year}-{month:D2}"),
            _ => Invariant($"{year}-{month:D2}-{day:D2}"),
        };
    }

    private string Pick(IReadOnlyDictionary<string, float> weighted) =>
        random.WeightedRandom([.. weighted.Keys], Proportions(weighted.Count, [.. weighted.Values]));

    private static float[] Proportions(int count, float[] weights) => Proportions(count, i => weights[i]);

    private static float[] Proportions(int count, Func<int, float> weight)
    {
        var sum = Enumerable.Range(0, count).Sum(weight);
        return [.. Enumerable.Range(0, count).Select(i => weight(i) / sum)];
    }

    private static void WriteIf(Utf8JsonWriter json, bool condition, string name, string? value)
    {
        if (condition && value is not null)
            json.WriteString(name, value);
    }

    private static string AccessionOf(int sample) => Invariant($"DEMO-S{sample:D6}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
