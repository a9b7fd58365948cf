using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

/// <summary>
/// Random imports of several sources, one after the other, each held against a naive merge. <c>FACETEXPLORER_SEED</c> replays the one
/// sequence of a failure message.
/// </summary>
public sealed class RandomImportTests
{
    private const int Sequences = 40, Imports = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void AfterEachImport_TheCatalogIsTheNaiveMerge()
    {
        var given = Seeds.Given;
        var first = given ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Sequences from seed {first} on: {(given is null ? Sequences : 1)}");
        for (var i = 0; i < (given is null ? Sequences : 1); i++)
            Run(first + i);
    }

    private static void Run(int seed)
    {
        var random = new Random(seed);
        using var catalog = new TempCatalog { Priority = random.Next(3) == 0 ? ["c", "a"] : [] };
        var naive = new NaiveCatalog(catalog.Priority);
        var files = new Dictionary<(string, bool), List<List<NaiveRecord>>>();
        var log = $"FACETEXPLORER_SEED={seed}\n";
        for (var i = 0; i < Imports; i++)
        {
            var (source, whole, accept) = ($"{"abc"[random.Next(3)]}", random.Next(3) > 0, random.Next(4) > 0);
            var records = whole && files.TryGetValue((source, true), out var last) && random.Next(3) > 0 ? Edited(last, random) : Made(random);
            files[(source, whole)] = records;
            log += $"{(whole ? "--source" : "added to")} {source}{(accept ? " --accept-removals" : "")}\n{string.Join("\n--\n", records.Select(file => string.Join('\n', file)))}\n";
            Step(catalog, naive, (source, whole, accept), records, log);
        }
    }

    private static void Step(TempCatalog catalog, NaiveCatalog naive, (string Source, bool Whole, bool Accept) how, List<List<NaiveRecord>> files, string log)
    {
        var said = naive.After(how.Source, files, how.Whole);
        var was = naive.Of(how.Source);
        var request = new ImportRequest([.. files.Select((file, i) => catalog.Write($"{how.Source}{i}/{(file[0].IsExperiment ? "experiments" : "samples")}.jsonl", [.. file.Select(r => r.ToString())]))])
        {
            Source = how.Source,
            IsWhole = how.Whole,
            AcceptRemovals = how.Accept,
        };
        var ids = Ids(catalog);
        var number = catalog.Files.CurrentNumber();
        var before = Lines(catalog);
        if (how.Whole && !how.Accept && (LosesATenth(was, said, experiments: true) || LosesATenth(was, said, experiments: false)))
        {
            Assert.Throws<RemovalsRefusedException>(() => catalog.Import(request));
            Assert.Equal(number, catalog.Files.CurrentNumber());
            return;
        }
        var report = catalog.Import(request);
        var isNew = naive.Take(how.Source, said, how.Whole);
        Assert.True(isNew == (catalog.Files.CurrentNumber() != number), log + (isNew ? "should be new" : "should be nothing new") + "\n" + string.Join("\n", before.Except(Lines(catalog)).Select(line => "- " + line).Concat(Lines(catalog).Except(before).Select(line => "+ " + line))));
        Assert.True(naive.Lines().SequenceEqual(Lines(catalog)), log + $"\nis\n{string.Join('\n', Lines(catalog))}\n\nshould be\n{string.Join('\n', naive.Lines())}");
        if (how.Whole)
            Assert.True(Expected(was, said) == report.Changes, $"{log}\nreported {report.Changes}, should be {Expected(was, said)}");
        Assert.All(Ids(catalog).Where(now => ids.ContainsKey(now.Key)), now => Assert.Equal(ids[now.Key], now.Value));
        Assert.Empty(GenerationCheck.Problems(catalog.Files.GenerationFile(catalog.Files.CurrentNumber()!.Value), Cancel));
    }

    private static bool LosesATenth(NaiveSource was, NaiveSource said, bool experiments) =>
        was.Said(experiments).Keys.Count(accession => !said.Said(experiments).ContainsKey(accession)) * 10 > was.Said(experiments).Count;

    private static CatalogChanges Expected(NaiveSource was, NaiveSource said) => new(
        Changes(was.Said(experiments: true), said.Said(experiments: true)), Changes(was.Said(experiments: false), said.Said(experiments: false)),
        new(said.Memberships.Except(was.Memberships).Count(), 0, was.Memberships.Except(said.Memberships).Count(), said.Memberships.Intersect(was.Memberships).Count()));

    private static Changes Changes(SortedDictionary<string, string> was, SortedDictionary<string, string> said)
    {
        var both = was.Keys.Intersect(said.Keys).ToList();
        var changed = both.Count(accession => was[accession] != said[accession]);
        return new(said.Count - both.Count, changed, was.Count - both.Count, both.Count - changed);
    }

    private static Dictionary<string, int> Ids(TempCatalog catalog)
    {
        if (catalog.Files.CurrentNumber() is null)
            return [];
        using var reader = catalog.Open();
        return reader.Stream("SELECT 'e ' || Accession, Id FROM Experiments UNION ALL SELECT 's ' || Accession, Id FROM Samples", row => (row.GetString(0), row.GetInt32(1)), Cancel)
            .ToDictionary(row => row.Item1, row => row.Item2);
    }

    private static List<string> Lines(TempCatalog catalog)
    {
        if (catalog.Files.CurrentNumber() is null)
            return [];
        using var reader = catalog.Open();
        return [.. reader.Stream(
            """
            SELECT 'experiment ' || Accession || ' ' || Fields FROM Experiments UNION ALL SELECT 'sample ' || Accession || ' ' || Fields FROM Samples
            UNION ALL SELECT o.Name || ': ' || s.Accession || ' in ' || e.Accession FROM Memberships m
                JOIN Samples s ON s.Id = m.SampleId JOIN Experiments e ON e.Id = m.ExperimentId JOIN Files f ON f.Id = m.FileId JOIN Sources o ON o.Id = f.SourceId
            UNION ALL SELECT o.Name || ' describes experiment ' || e.Accession || ' ' || e.Fields FROM Experiments e JOIN Files f ON f.Id = e.FileId JOIN Sources o ON o.Id = f.SourceId
            UNION ALL SELECT o.Name || ' describes sample ' || s.Accession || ' ' || s.Fields FROM Samples s JOIN Files f ON f.Id = s.FileId JOIN Sources o ON o.Id = f.SourceId
            UNION ALL SELECT o.Name || ' describes experiment ' || e.Accession || ' ' || c.Fields FROM Contributions c JOIN Experiments e ON e.Id = c.RecordId JOIN Sources o ON o.Id = c.SourceId WHERE c.Level = 0
            UNION ALL SELECT o.Name || ' describes sample ' || s.Accession || ' ' || c.Fields FROM Contributions c JOIN Samples s ON s.Id = c.RecordId JOIN Sources o ON o.Id = c.SourceId WHERE c.Level = 1
            """, row => row.GetString(0), Cancel).Order(StringComparer.Ordinal)];
    }

    /// <summary>One or two files, experiments or samples in each.</summary>
    private static List<List<NaiveRecord>> Made(Random random) =>
        [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => random.Next(2) == 0).Select(isExperiment =>
            Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Record(random, isExperiment)).ToList())];

    /// <summary>The same files as last time, in which now and then a record is gone, another or new.</summary>
    private static List<List<NaiveRecord>> Edited(List<List<NaiveRecord>> files, Random random)
    {
        var often = random.Next(1, 12);
        return [.. files.Select(file => file
            .SelectMany(record => random.Next(often) > 0 ? [record] : random.Next(3) switch
            {
                0 when file.Count > 1 && record != file[0] => Array.Empty<NaiveRecord>(),
                1 => [Record(random, record.IsExperiment) with { Accession = record.Accession }],
                _ => [record, Record(random, record.IsExperiment)],
            }).ToList())];
    }

    private static NaiveRecord Record(Random random, bool isExperiment) => new(
        isExperiment, isExperiment ? $"E{random.Next(8)}" : $"S{random.Next(16)}",
        new[] { "sex", "age", "tissue" }.Where(_ => random.Next(2) == 0).ToDictionary(name => name, _ => random.Next(4) is > 0 and var value ? $"{value}" : ""),
        isExperiment ? [.. Enumerable.Range(0, random.Next(6)).Select(_ => $"S{random.Next(16)}")] : []);
}
