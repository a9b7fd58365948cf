using System.Text.Json;

namespace FacetExplorer.Tests.Engines;

/// <summary>Small catalogs full of what real ones have: shared samples, empty, multi-valued and unreadable fields, awkward characters.</summary>
internal static class RandomCatalog
{
    /// <summary>Every level × kind; some facets read several fields, some have former keys.</summary>
    private static readonly PlainFacet[] Facets =
    [
        new("technology", "experiment", Limit: 2),
        new("lab", "experiment") { Fields = ["lab", "submitter"], FormerKeys = ["group"] },
        new("has_publication", "experiment", "boolean"),
        new("score", "experiment", "number", "0.5", 4),
        new("published", "experiment", "date", "year", 3) { Fields = ["published", "source_first_published", "year"] },
        new("updated", "experiment", "date", "month"),
        new("organism", "sample", Limit: 3),
        new("tissue", "sample") { Fields = ["tissue", "specimen_part"], FormerKeys = ["specimen_part", "organ"] },
        new("treated", "sample", "boolean"),
        new("age", "sample", "number", "5") { Fields = ["age", "weight"] },
        new("weight", "sample", "number", "0.25", 5),
        new("collected", "sample", "date", "day", 4) { Fields = ["collected", "year"] },
        new("visit", "sample", "date", "year"),
        new("anatomy", "sample", "tree", Limit: 4) { Separator = "/" },
        new("lineage", "experiment", "tree") { Fields = ["lineage", "technology"], Parents = ParentsFile },
        new("kind", "sample", "tree", Limit: 5) { Fields = ["kind", "organism"], Parents = ParentsFile, FormerKeys = ["class"] },
    ];

    /// <summary>Parents of some of the <see cref="Words"/>, several of one, and of what has parents itself.</summary>
    internal static string ParentsFile => Path.Combine(Repository.Folder, "FacetExplorer.Tests", "Engines", "parents.tsv");

    private static readonly string[] Steps = ["Body", "Liver", "Lobe", " left ", "", "é", "Body"];

    private static readonly string[] Words =
    [
        "mouse", "Mouse", "mice", "liver", "livers", "Liver ", "IL-6", "il 6", "café", "cafe\u0301", "naïve", "Müller", "β-catenin", "ﬁbre", "a,b", "x:y",
        "100%", "a&b=c", "#1", "a+b", "quote\"d", "don't", "(x) [y] {z}", "\\slash", "tab\tand\nline", "𝒳-ray", "\U00010400\U00010401s", "\uFF41bc", "עברית", "東京",
        "OR", "NOT mouse", "*", "..", "class", "analyses", "studies", "toes", "virus", "0.1_12hr", "Ångström", "ſeaside", "ΣΊΣΥΦΟΣ", "1e3",
    ];

    private static readonly object?[] Numbers =
        [4, 4.0m, "4.0", "04", "-3.5", -0.25m, "0", "-0", "1e2", 12.5m, "12.50", "7", "10", 10, "abc", "", ".5", "5.", "1,000", "99999.75", "1e-3", "+2"];

    private static readonly object?[] Dates =
    [
        2014, "2014", "2014-05", "2014-05-20", "2014-05-20T10:00:00Z", "2014-05-20T23:30:00+05:00", "2014-05-31 10:00", "2015-02", "2015-02-28T10:00:00.250",
        "2015-12-31T23:59:59-08:00", "2016-02-29", "2015-02-30", "2013", "unknown", "", "05/20/2014", "2014-5-2", "2014-05-20T10:00:00.123456789Z", "2012-01-01", "Public on Dec 11 2015", 14,
    ];

    private static readonly object?[] Booleans = [true, false, "True", "false", "FALSE", "yes", "", null, 1];

    public static PlainCatalog Make(Random random)
    {
        var vocabulary = random.GetItems(Words, random.Next(2, 12)).Distinct().ToArray();
        var density = random.NextDouble();
        var sharing = random.Next(4) switch { 0 => 0, 1 => 0.1, 2 => 0.3, _ => 0.6 };
        var samples = Enumerable.Range(0, random.Next(8) == 0 ? random.Next(80) : random.Next(25)).Select(i => Accession(random, "s", i)).Distinct().ToArray();
        var experiments = Enumerable.Range(0, random.Next(10) == 0 ? random.Next(60) : random.Next(1, 12)).Select(i => Accession(random, "E", i)).Distinct().ToArray();
        var members = experiments.Select(_ => new List<string>()).ToArray();
        if (members.Length > 0)
            foreach (var sample in samples.Where(_ => random.Next(12) > 0))
                do
                    random.GetItems(members, 1)[0].Add(sample);
                while (random.NextDouble() < sharing);
        if (members.Length > 2 && sharing > 0)
            members[0] = [.. members[1], .. members[2]];
        var facets = random.GetItems(Facets, random.Next(3, 12)).Distinct().ToArray();
        return new PlainCatalog(
            [.. experiments.Zip(members, (accession, codes) => Experiment(random, accession, codes, vocabulary, density))],
            [.. samples.Where((_, i) => i % 9 < 8).Select(accession => Sample(random, accession, vocabulary, density))],
            facets, random.Next(4) == 0 ? Counted(random, facets) : null);
    }

    private static string Accession(Random random, string prefix, int i) => random.Next(8) switch
    {
        0 => $"{prefix.ToUpperInvariant()}-{i}: +({i})",
        1 => $"{prefix}\U00010400{i}",
        2 => $"{prefix}\uFF41{i}",
        3 => $"{prefix.ToLowerInvariant()}x{i}",
        _ => $"{prefix.ToUpperInvariant()}{i}",
    };

    private static string Experiment(Random random, string accession, List<string> members, string[] vocabulary, double density)
    {
        var codes = members.Distinct().Select(code => random.Next(9) == 0 ? $" {code} " : code).ToArray();
        var fields = Record(random, accession, "AE");
        if (codes.Length > 0 || random.Next(2) == 0)
            fields["sample_accession_codes"] = codes;
        Add("title", () => string.Join(' ', random.GetItems(vocabulary, random.Next(1, 4))));
        Add("description", () => random.Next(6) == 0 ? string.Concat(Enumerable.Repeat("long words ", 60)) + random.GetItems(vocabulary, 1)[0] : random.GetItems(vocabulary, 1)[0]);
        foreach (var field in new[] { "technology", "lab", "submitter" })
            Add(field, () => Text(random, vocabulary));
        Add("has_publication", () => random.GetItems(Booleans, 1)[0]);
        Add("score", () => random.GetItems(Numbers, 1)[0]);
        foreach (var field in new[] { "published", "source_first_published", "year", "updated" })
            Add(field, () => random.GetItems(Dates, 1)[0]);
        return JsonSerializer.Serialize(fields);

        void Add(string field, Func<object?> value) => AddField(random, fields, field, density, value);
    }

    private static string Sample(Random random, string accession, string[] vocabulary, double density)
    {
        var fields = Record(random, accession, "AS");
        foreach (var field in new[] { "organism", "tissue", "specimen_part", "note" })
            AddField(random, fields, field, density, () => Text(random, vocabulary));
        AddField(random, fields, "anatomy", density, () => string.Join("/", random.GetItems(Steps, random.Next(1, 5))));
        AddField(random, fields, "treated", density, () => random.GetItems(Booleans, 1)[0]);
        foreach (var field in new[] { "age", "weight" })
            AddField(random, fields, field, density, () => random.GetItems(Numbers, 1)[0]);
        foreach (var field in new[] { "collected", "visit", "year" })
            AddField(random, fields, field, density, () => random.GetItems(Dates, 1)[0]);
        return JsonSerializer.Serialize(fields);
    }

    private static Dictionary<string, object?> Record(Random random, string accession, string alternate)
    {
        var fields = new Dictionary<string, object?> { ["accession"] = random.Next(9) == 0 ? $"  {accession}\t" : accession };
        if (random.Next(6) == 0)
            fields["alternate_accessions"] = new[] { $"{alternate}-{accession}", $"{alternate}2 {accession}" }[..random.Next(1, 3)];
        return fields;
    }

    private static void AddField(Random random, Dictionary<string, object?> fields, string name, double density, Func<object?> value)
    {
        if (random.NextDouble() < density)
            fields[name] = random.Next(10) switch
            {
                < 7 => value(),
                7 => new[] { value(), value() },
                8 => new[] { value(), new[] { value(), value() }, null, "" },
                _ => new object?[] { value(), new { hidden = value() } },
            };
    }

    private static object? Text(Random random, string[] vocabulary) => random.Next(40) switch
    {
        0 => string.Concat(Enumerable.Repeat(random.Next(2) == 0 ? "x" : "\U0001F9EC", random.Next(511, 515))),
        1 => "  ",
        2 => null,
        3 => 42,
        4 => string.Join(' ', random.GetItems(vocabulary, 3)),
        5 => true,
        _ => random.GetItems(vocabulary, 1)[0],
    };

    private static string? Counted(Random random, PlainFacet[] facets)
    {
        var query = RandomQuery.Clauses(random, [.. facets.Where(f => f.OfSamples)], new RandomQuery.Pool([], []), random.Next(1, 3));
        return query.Length == 0 ? null : query;
    }
}
