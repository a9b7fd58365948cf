using System.Diagnostics;
using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Import.Demo;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Benchmarks;

/// <summary>The import, beside a raw insert of the same rows into SQLite in the same run.</summary>
internal static class ImportBenchmark
{
    private const int DefaultSamples = 400_000;
    private const int SamplesAnExperiment = 25;
    private const double LeastRatio = 1.0 / 5;

    /// <returns>The exit code: 1 when the import is slower than a fifth of the raw insert.</returns>
    public static int Run(string[] args)
    {
        var samples = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultSamples;
        var folder = Directory.CreateTempSubdirectory("import-benchmark-");
        try
        {
            var source = Path.Combine(folder.FullName, "source");
            DemoCatalog.Write(source, new DemoSize(Math.Max(1, samples / SamplesAnExperiment), samples));
            Import(source, Path.Combine(folder.FullName, "warm"), out _);
            var took = Import(source, Path.Combine(folder.FullName, "state"), out var generation);
            var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
            var raw = InsertRaw(generation, Path.Combine(folder.FullName, "raw.db"), out var rows);
            var (imported, inserted) = (samples / took.TotalSeconds, samples / raw.TotalSeconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"""
                {samples:N0} samples in {samples / SamplesAnExperiment:N0} experiments, {rows:N0} rows
                import      {imported,10:N0} samples a second ({took.TotalSeconds:N2} s: read, merged, hashed, checked, on disk)
                raw insert  {inserted,10:N0} samples a second ({raw.TotalSeconds:N2} s: the same rows, prepared, one transaction)
                ratio       1/{inserted / imported:N1} (at least 1/{1 / LeastRatio:N0} is asked)
                peak memory {memory,10:N0} MB of the import and its warming up, {MegabytesOf(source):N0} MB read
                """));
            return imported / inserted >= LeastRatio ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long MegabytesOf(string source) => Directory.GetFiles(source).Sum(file => new FileInfo(file).Length) >> 20;

    private static TimeSpan Import(string source, string state, out string generation)
    {
        var files = new CatalogFiles(state);
        var clock = Stopwatch.StartNew();
        using var import = new Importer(files, new ImportOptions()).Prepare(new ImportRequest([source]), null, CancellationToken.None);
        import.Publish();
        generation = files.GenerationFile(import.Generation!.Number);
        return clock.Elapsed;
    }

    /// <summary>What SQLite can do at best: no accession looked up, nothing parsed, the rows in memory beforehand.</summary>
    private static TimeSpan InsertRaw(string generation, string file, out int rows)
    {
        using var reader = CatalogReader.Open(generation);
        string[] tables = ["Samples", "Experiments"];
        var records = tables.Select(table => reader
            .Stream($"SELECT Id, Accession, Fields FROM {table}", row => (row.GetInt32(0), row.GetString(1), row.GetString(2)), CancellationToken.None).ToList()).ToList();
        var memberships = reader.Memberships(CancellationToken.None).ToList();
        rows = records.Sum(table => table.Count) + memberships.Count;

        var clock = Stopwatch.StartNew();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF");
        using var transaction = connection.BeginTransaction();
        foreach (var (table, list) in tables.Zip(records))
        {
            Execute(connection, $"CREATE TABLE {table}(Id INTEGER PRIMARY KEY, Accession TEXT, Fields TEXT)");
            using var insert = Prepare(connection, $"INSERT INTO {table} VALUES($0, $1, $2)", 3);
            foreach (var (id, accession, fields) in list)
            {
                insert.Parameters[0].Value = id;
                insert.Parameters[1].Value = accession;
                insert.Parameters[2].Value = fields;
                insert.ExecuteNonQuery();
            }
        }
        Execute(connection, "CREATE TABLE Memberships(SampleId INTEGER, ExperimentId INTEGER)");
        using var pair = Prepare(connection, "INSERT INTO Memberships VALUES($0, $1)", 2);
        foreach (var (sample, experiment) in memberships)
        {
            pair.Parameters[0].Value = sample;
            pair.Parameters[1].Value = experiment;
            pair.ExecuteNonQuery();
        }
        transaction.Commit();
        return clock.Elapsed;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
