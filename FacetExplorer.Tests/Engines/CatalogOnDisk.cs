using System.Globalization;
using System.Text.Json.Nodes;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Tests.Engines;

/// <summary>Puts a plain catalog into a folder of its own, as generation 1; the folder goes with it.</summary>
internal sealed class CatalogOnDisk : IDisposable
{
    private static readonly Lazy<byte[]> EmptyGeneration = new(MakeEmptyGeneration);

    private readonly Dictionary<string, int> _samples = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("facetexplorer-").FullName;

    public CatalogFiles Files => new(Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Through the importer, as a user would.</summary>
    public void Import(PlainCatalog catalog)
    {
        var source = Directory.CreateDirectory(Path.Combine(Folder, "source")).FullName;
        File.WriteAllLines(Path.Combine(source, "experiments.jsonl"), catalog.Experiments);
        File.WriteAllLines(Path.Combine(source, "samples.jsonl"), catalog.Samples);
        Import(source);
    }

    public void Import(string source)
    {
        using var import = new Importer(Files, new ImportOptions()).Prepare(new ImportRequest([source]), null, TestContext.Current.CancellationToken);
        import.Publish();
    }

    /// <summary>Straight into the tables, which is much faster. Rows get scattered ids and some memberships two sources.</summary>
    public void Write(PlainCatalog catalog, Random random)
    {
        File.WriteAllBytes(Files.GenerationFile(1), EmptyGeneration.Value);
        using (var connection = new SqliteConnection($"Data Source={Files.GenerationFile(1)};Pooling=False"))
        {
            connection.Open();
            Run(connection, "PRAGMA synchronous=OFF");
            using var transaction = connection.BeginTransaction();
            foreach (var (line, id) in catalog.Samples.Zip(ScatteredIds(random)))
                _samples.Add(InsertRecord(connection, Level.Sample, id, line).Accession, id);
            foreach (var (line, id) in catalog.Experiments.Zip(ScatteredIds(random)))
                foreach (var sample in InsertRecord(connection, Level.Experiment, id, line).Samples)
                    for (var source = 1; source <= random.Next(1, 3); source++)
                        Run(connection, "INSERT INTO Memberships(SampleId, ExperimentId, SourceId, FileId) VALUES($0, $1, $2, 1)", SampleId(connection, sample), id, source);
            Run(connection, """
                UPDATE Generations SET Experiments = (SELECT COUNT(*) FROM Experiments), Samples = (SELECT COUNT(*) FROM Samples),
                Memberships = (SELECT COUNT(*) FROM (SELECT DISTINCT SampleId, ExperimentId FROM Memberships))
                """);
            transaction.Commit();
        }
        File.WriteAllText(Files.CurrentFile, Path.GetFileName(Files.GenerationFile(1)));
    }

    private int SampleId(SqliteConnection connection, string accession)
    {
        if (_samples.TryGetValue(accession, out var known))
            return known;
        var id = _samples[accession] = _samples.Values.DefaultIfEmpty().Max() + 1;
        InsertRecord(connection, Level.Sample, id, new JsonObject { ["accession"] = accession }.ToJsonString());
        return id;
    }

    private static PlainRecord InsertRecord(SqliteConnection connection, Level level, int id, string line)
    {
        var record = PlainRecord.Read(line);
        Run(connection, $"INSERT INTO {level}s(Id, Accession, Fields, FileId) VALUES($0, $1, $2, 1)", id, record.Accession, PlainRecord.FieldsOf(line));
        foreach (var alternate in record.Alternates)
            Run(connection, "INSERT INTO Aliases(Level, Accession, RecordId) VALUES($0, $1, $2)", (int)level, alternate, id);
        return record;
    }

    private static IEnumerable<int> ScatteredIds(Random random)
    {
        for (var start = 1; ; start += 10)
        {
            var ids = Enumerable.Range(start, 10).ToArray();
            random.Shuffle(ids);
            foreach (var id in ids[..random.Next(3, 11)])
                yield return id;
        }
    }

    private static void Run(SqliteConnection connection, string sql, params object[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i}"), values[i]);
        command.ExecuteNonQuery();
    }

    private static byte[] MakeEmptyGeneration()
    {
        var file = Path.GetTempFileName();
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var context = new CatalogContext(connection);
            Run(connection, "PRAGMA journal_mode=DELETE");
            context.Database.EnsureCreated();
            context.Add(new Source { Id = 1, Name = "first" });
            context.Add(new Source { Id = 2, Name = "second" });
            context.Add(new ImportedFile { Id = 1, SourceId = 1, Name = "plain.jsonl", Format = "jsonl", ImportedAt = "2025-01-01T00:00:00Z", Sha256 = "" });
            context.Add(new GenerationRow { Number = 1, Schema = GenerationRow.CurrentSchema, CreatedAt = "2025-01-01T00:00:00Z", ContentHash = "", Priority = "[]" });
            context.SaveChanges();
        }
        var empty = File.ReadAllBytes(file);
        File.Delete(file);
        return empty;
    }
}
