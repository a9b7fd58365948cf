using System.Globalization;
using System.Security.Cryptography;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>What is kept of a generation for counting, beside it.</summary>
public sealed class SnapshotStoreTests(ITestOutputHelper output) : IDisposable
{
    private static readonly PlainFacet[] Facets =
    [
        new("organism", "sample"), new("age", "sample", "number", "5"), new("tissue", "sample", "tree") { Separator = "/" }, new("published", "experiment", "date", "year"),
    ];

    private static readonly PlainCatalog Plain = new(
        [
            """{"accession": "E1", "title": "Bees", "published": "2014-05", "sample_accession_codes": ["s1", "s2"]}""",
            """{"accession": "E2", "title": "Ants", "sample_accession_codes": ["s2", "s3"]}""",
            """{"accession": "E3"}""",
        ],
        [
            """{"accession": "s1", "organism": "human", "age": 4.50, "tissue": "Body/Liver"}""",
            """{"accession": "s2", "organism": ["mouse", "β"]}""",
            """{"accession": "s3", "organism": "mouse", "age": "7"}""",
        ], Facets);

    private readonly CatalogOnDisk _disk = new();
    private readonly LogLines _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Kept => _disk.Files.FileBeside(1, "counts");

    [Fact]
    public void ASnapshot_IsReadAsItWasBuilt()
    {
        var seed = Seeds.Next(output);
        for (var i = 0; i < 30; i++)
        {
            using var disk = new CatalogOnDisk();
            var random = new Random(seed + i);
            var plain = RandomCatalog.Make(random);
            disk.Write(plain, random);
            var facets = plain.Registry();
            using var catalog = CatalogReader.Open(disk.Files.GenerationFile(1));
            var built = SnapshotBuilder.Build(catalog, facets, Counted(facets, plain.Counted), Cancel);
            using var file = new MemoryStream();
            SnapshotFormat.Write(built, file);
            file.Position = 0;
            AssertSame(built, SnapshotFormat.Read(file, facets));
            Assert.Equal(file.Length, file.Position);
        }
    }

    [Fact]
    public void ALayoutThatIsNotTheLast_NeedsANewVersion()
    {
        _disk.Import(Plain);
        using var catalog = CatalogReader.Open(_disk.Files.GenerationFile(1));
        using var file = new MemoryStream();
        SnapshotFormat.Write(SnapshotBuilder.Build(catalog, Plain.Registry(), [], Cancel), file);
        // What differs is read wrongly by a server that finds a file of before: raise SnapshotFormat.Version, then say here what is written now.
        Assert.Equal("3 EC43719E3E1E", $"{SnapshotFormat.Version} {Convert.ToHexString(SHA256.HashData(file.ToArray()))[..12]}");
    }

    [Fact]
    public void WhatAnImportKept_IsTaken()
    {
        _disk.Import(Plain);
        using var catalog = CatalogReader.Open(_disk.Files.GenerationFile(1));
        new SnapshotStore(Plain.Registry(), []).Rebuild(catalog, Cancel);
        AssertOpens(null);
        Assert.DoesNotContain(Directory.EnumerateFiles(_disk.Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "missing", "there is no generation-000001.counts" },
        { "unsealed", "generation-000001.counts has no checksum" },
        { "flipped", "generation-000001.counts is not as it was written" },
        { "truncated", "generation-000001.counts is not as it was written" },
        { "empty", "Unable to read beyond the end of the stream" },
        { "version", "generation-000001.counts is of another version of the program" },
        { "generation", "generation-000001.counts is of another file than generation-000001.db" },
        { "short", "Unable to read beyond the end of the stream" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void WhatCannotBeTaken_IsBuiltAndKeptAnew(string damage, string reason)
    {
        _disk.Import(Plain);
        AssertOpens("there is no generation-000001.counts");
        Damage(damage);
        AssertOpens(reason);
        AssertOpens(null);
    }

    [Fact]
    public void OtherFacets_AndOtherCountedSamples_AreCountedAnew()
    {
        _disk.Import(Plain);
        AssertOpens("there is no");
        PlainFacet[][] others =
        [
            [.. Facets.Reverse()],
            Facets[1..],
            [.. Facets[..3], Facets[3] with { Interval = "month" }],
            [Facets[0] with { Level = "experiment" }, .. Facets[1..]],
            [Facets[0] with { Fields = ["tissue", "organism"] }, .. Facets[1..]],
            [Facets[0] with { Kind = "tree", Separator = "/" }, .. Facets[1..]],
            [.. Facets[..2], Facets[2] with { Separator = "|" }, Facets[3]],
        ];
        const string reason = "generation-000001.counts is of other facets or other counted samples";
        foreach (var other in others)
            AssertOpens(reason, Plain with { Facets = other });
        AssertOpens(reason, Plain with { Counted = "organism=mouse" });
        AssertOpens(reason, Plain with { Counted = "organism=human" });
        AssertOpens(reason);
        AssertOpens(null, Plain with { Facets = [Facets[0] with { Limit = 3, FormerKeys = ["species"] }, .. Facets[1..]] });
    }

    [Fact]
    public void WhereNothingCanBeWritten_CountingGoesOn()
    {
        _disk.Import(Plain);
        DurableFile.Before.Value = (_, _) => throw new UnauthorizedAccessException("read-only");
        try
        {
            AssertOpens("there is no", others: "What was counted of generation 1 cannot be kept, so the next start counts anew too: read-only");
        }
        finally
        {
            DurableFile.Before.Value = null;
        }
        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public async Task OfADamagedGeneration_NothingIsKept()
    {
        _disk.Import(Plain);
        File.AppendAllText(_disk.Files.GenerationFile(1), "x");
        string[] beside = [Kept, _disk.Files.FileBeside(1, "text.db")];
        foreach (var file in beside)
            File.Delete(file);
        await using var store = new GenerationStore(_disk.Files.Folder, (catalog, cancel) => EmbeddedIndex.OpenAsync(catalog, Plain.Registry(), [], cancel));
        Assert.False(await store.RefreshAsync(Cancel));
        Assert.StartsWith("Generation 1 cannot be served: its file is damaged", store.Trouble!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(beside, File.Exists);
    }

    /// <summary>Opens what is kept, or builds it and says why, and holds it against what the catalog says.</summary>
    private void AssertOpens(string? reason, PlainCatalog? plain = null, params string[] others)
    {
        plain ??= Plain;
        var facets = plain.Registry();
        var counted = Counted(facets, plain.Counted);
        using var catalog = CatalogReader.Open(_disk.Files.GenerationFile(1));
        var said = _log.Lines.Count;
        var opened = new SnapshotStore(facets, counted, _log).Open(catalog, Cancel);
        AssertSame(SnapshotBuilder.Build(catalog, facets, counted, Cancel), opened);
        var lines = _log.Lines.Skip(said).ToList();
        Assert.Equal(others, lines.Skip(1));
        if (reason is null)
            Assert.Empty(lines);
        else
            Assert.StartsWith($"Counting generation 1 anew: {reason}", lines[0], StringComparison.Ordinal);
    }

    private void Damage(string damage)
    {
        var bytes = File.ReadAllBytes(Kept);
        switch (damage)
        {
            case "missing":
                File.Delete(Kept);
                return;
            case "unsealed":
                File.Delete(Kept + FileSeal.Suffix);
                return;
            case "flipped":
                bytes[^1] ^= 1;
                File.WriteAllBytes(Kept, bytes);
                return;
            case "truncated":
                File.WriteAllBytes(Kept, bytes[..^1]);
                return;
            case "version":
                bytes[0]++;
                break;
            case "generation":
                bytes[5] ^= 1; // the first letter of its checksum, behind the version and the length
                break;
            case "short":
                bytes = bytes[..^100];
                break;
            default:
                bytes = [];
                break;
        }
        File.WriteAllBytes(Kept, bytes);
        FileSeal.Write(Kept, Cancel);
    }

    private static IReadOnlyList<Clause> Counted(FacetRegistry facets, string? counted) => new SearchUrl(facets).Parse(counted).Request.Clauses;

    private static void AssertSame(Snapshot expected, Snapshot found)
    {
        Assert.Equal(Described(expected), Described(found));
        Assert.Equal(expected.Columns.SelectMany(c => c.Values), found.Columns.SelectMany(c => c.Values));
        Assert.Equal(expected.Columns.SelectMany(c => c.Cells), found.Columns.SelectMany(c => c.Cells));
    }

    /// <summary>All that a snapshot holds, by name; of facets their places.</summary>
    private static Dictionary<string, string> Described(Snapshot snapshot) => typeof(Snapshot).GetProperties()
        .Where(property => property.CanWrite)
        .ToDictionary(property => property.Name, property => property.GetValue(snapshot) switch
        {
            Rows rows => Described(rows),
            ValueRows rows => $"{Described(rows.Starts)}: {Described(rows.Units)}",
            CohortValues values => $"{string.Join(" | ", values.Facets.Select(f => $"{f.Column.Facet.Key} at {f.Place}: {Described(f.Sets)}"))}: {Described(values.Units)}",
            PackedNumbers numbers => $"{numbers.Count} of {numbers.Bits}: {Described(numbers.Words)}",
            ValueExperiments experiments => $"{Described(experiments.Frequent)} as {Described(experiments.Bits)}, {Described(experiments.Rare)}",
            FacetColumn[] columns => string.Join('\n', columns.Select(c => $"{c.Facet.Key} from {c.First} to {c.Missing} and {c.End}")),
            ushort[][] lists => string.Join(" | ", lists.Select(Described)),
            Array numbers => Described(numbers),
            int number => Described(new[] { number }),
            var other => throw new InvalidOperationException($"{property.Name} is {other}"),
        });

    private static string Described(Rows rows) => $"{Described(rows.Starts)}: {Described(rows.Items)}";

    private static string Described(Array numbers) => string.Join(' ', numbers.Cast<IFormattable>().Select(n => n.ToString(null, CultureInfo.InvariantCulture)));

    public void Dispose() => _disk.Dispose();
}
