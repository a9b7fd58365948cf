using System.Globalization;
using System.Text.Json;
using FacetExplorer.Catalog;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace FacetExplorer.Import;

/// <summary>Writes one generation file, in one transaction. Nobody else knows the file yet.</summary>
internal sealed class CatalogWriter : IDisposable
{
    private const string Before = "before", CreateTable = "CREATE TABLE \"";

    private readonly SqliteConnection _connection;
    private readonly CatalogContext _context;
    private readonly IDbContextTransaction _transaction;
    private readonly Dictionary<string, int> _sources;
    private readonly Dictionary<int, int> _sourceOfFile;
    private readonly Dictionary<int, int> _ranks = [];
    private readonly List<string> _priority;
    private readonly RecordTable _experiments;
    private readonly RecordTable _samples;
    private readonly SqlStatement _addMembership;
    private readonly bool _isCopy;
    private readonly bool _hasBefore;
    private SourceUpdate? _update;

    /// <param name="file">A copy of the generation before, or a file to be made.</param>
    /// <param name="before">The generation before, or null where it does not matter any more.</param>
    /// <param name="priority">Names of sources, highest first.</param>
    public CatalogWriter(string file, string? before, IReadOnlyList<string> priority)
    {
        _isCopy = File.Exists(file);
        _priority = Names(priority);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = new Uri(file).AbsoluteUri, Pooling = false, ForeignKeys = false }.ConnectionString);
        _connection.Open();
        // The file is synced once, when it is whole; until then a crash only leaves rubbish under a temporary name.
        Execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-131072; PRAGMA temp_store=FILE");
        if (_hasBefore = before is not null)
            Execute($"ATTACH '{CatalogFiles.ImmutableUri(before!).Replace("'", "''", StringComparison.Ordinal)}' AS {Before}");
        _context = new CatalogContext(_connection);
        if (_isCopy)
            AddNewTables();
        else
            _context.GetService<IRelationalDatabaseCreator>().CreateTables();
        _transaction = _context.Database.BeginTransaction();
        _sources = _context.Sources.ToDictionary(source => source.Name, source => source.Id);
        _sourceOfFile = _context.Files.ToDictionary(imported => imported.Id, imported => imported.SourceId);
        foreach (var (name, id) in _sources)
            Rank(name, id);
        _experiments = new(_connection, Level.Experiment, id => _sourceOfFile[id], id => _ranks[id]);
        _samples = new(_connection, Level.Sample, id => _sourceOfFile[id], id => _ranks[id]);
        _addMembership = new(_connection,
            $"""
            INSERT INTO Memberships(SampleId, ExperimentId, SourceId, FileId) VALUES($sample, $experiment, $source, $file)
            ON CONFLICT DO UPDATE SET FileId = excluded.FileId WHERE FileId = {SourceUpdate.Forgotten}
            """,
            "$sample", "$experiment", "$source", "$file");
    }

    public SqliteConnection Connection => _connection;

    /// <summary>The source of the file to come; its checksum is known when it has been read.</summary>
    public FileId BeginFile(string source, string name, string format, DateTimeOffset importedAt)
    {
        if (!_sources.TryGetValue(source, out var sourceId))
        {
            sourceId = _sources.Count == 0 ? 1 : _sources.Values.Max() + 1;
            _context.Sources.Add(new Source { Id = sourceId, Name = source });
            _sources.Add(source, sourceId);
            Rank(source, sourceId);
        }
        var file = new ImportedFile
        {
            Id = _sourceOfFile.Count == 0 ? 1 : _sourceOfFile.Keys.Max() + 1,
            SourceId = sourceId,
            Name = name,
            Format = format,
            Sha256 = "",
            ImportedAt = importedAt.ToString("O", CultureInfo.InvariantCulture),
        };
        _context.Files.Add(file);
        _context.SaveChanges();
        _context.ChangeTracker.Clear();
        _sourceOfFile.Add(file.Id, sourceId);
        return new FileId(sourceId, file.Id);
    }

    public void EndFile(FileId file, string sha256) =>
        _context.Files.Where(row => row.Id == file.File).ExecuteUpdate(set => set.SetProperty(row => row.Sha256, sha256));

    /// <summary>Forgets all that a source said, as the files to come are all of it; ends with <see cref="RemoveRest"/>.</summary>
    public void Forget(string source, CancellationToken cancel)
    {
        if (!_sources.TryGetValue(source, out var id))
            return;
        _update = new SourceUpdate(_connection, id);
        _update.Forget(level => level == Level.Experiment ? _experiments : _samples, cancel);
    }

    /// <summary>Removes what was forgotten and did not return.</summary>
    public void RemoveRest(CancellationToken cancel) => _update?.RemoveRest(cancel);

    /// <summary>What a source (or, with null, all of the catalog) said in the generation before beside what it says now; null where there was none.</summary>
    public CatalogComparison? CompareToBefore(string? source) => _hasBefore
        ? new CatalogComparison(_connection, Before, "main") { SameIds = _isCopy, Source = source is null ? null : _sources[source] }
        : null;

    /// <summary>Keeps account of accessions that are gone since the generation before, and of those that are back.</summary>
    public void Withdraw(bool mayHaveRemoved, DateTimeOffset now)
    {
        if (!_hasBefore)
            return;
        var withdrawing = new Withdrawing(_connection, Before);
        if (!_isCopy)
            withdrawing.TakeOver();
        if (mayHaveRemoved)
            withdrawing.Withdraw(now);
        withdrawing.Return();
    }

    /// <summary>A copy of an older layout gets the tables that it lacks.</summary>
    private void AddNewTables()
    {
        foreach (var statement in _context.Database.GenerateCreateScript().Split(';', StringSplitOptions.TrimEntries))
            if (statement.StartsWith(CreateTable, StringComparison.Ordinal)
                && Scalar($"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{statement[CreateTable.Length..].Split('"')[0]}'") == 0)
                Execute(statement);
    }

    /// <summary>Takes a record and its memberships in, and counts them.</summary>
    public void Put(ImportedRecord record, FileId file, ImportReport report)
    {
        var isExperiment = record.Level == Level.Experiment;
        var id = (isExperiment ? _experiments : _samples).Put(record, file, out var merged);
        foreach (var accession in record.Samples)
        {
            var sample = _samples.Listed(accession, out _);
            _addMembership.Run(sample, id, file.Source, file.File);
        }
        foreach (var accession in record.Experiments)
            _addMembership.Run(id, _experiments.Listed(accession, out _), file.Source, file.File);
        report.Take(record.Level);
        report.Merged += merged ? 1 : 0;
        report.LongValues += record.LongValues;
    }

    /// <summary>Whether the records were merged in another order of sources than they are to be.</summary>
    public bool PriorityChanged => _context.Generations.Select(row => row.Priority).SingleOrDefault() is { } before && before != JsonSerializer.Serialize(_priority);

    /// <summary>The order of sources as a generation has it.</summary>
    public static string PriorityAsWritten(IReadOnlyList<string> priority) => JsonSerializer.Serialize(Names(priority));

    private static List<string> Names(IReadOnlyList<string> priority) => [.. priority.Select(name => Value.Of(name)).OfType<string>()];

    /// <summary>Says which generation the file is and ends the transaction.</summary>
    public Generation Finish(int number, DateTimeOffset createdAt, ImportReport report, bool isDemo, CancellationToken cancel)
    {
        if (PriorityChanged)
        {
            _experiments.MergeAgain(cancel);
            _samples.MergeAgain(cancel);
        }
        var generation = new Generation(number, createdAt, ContentHash.Of(_connection, cancel),
            Scalar("SELECT COUNT(*) FROM Experiments"), Scalar("SELECT COUNT(*) FROM Samples"),
            Scalar(GenerationCheck.CountMemberships), isDemo);
        report.Changes ??= CatalogChanges.AllNew(generation);
        _context.Versions.Add(new VersionRow
        {
            Number = number,
            CreatedAt = createdAt.ToString("O", CultureInfo.InvariantCulture),
            Source = report.Whole,
            Changes = JsonSerializer.Serialize(report.Changes),
        });
        _context.Generations.ExecuteDelete();
        _context.Generations.Add(new GenerationRow
        {
            Number = number,
            Schema = GenerationRow.CurrentSchema,
            Priority = JsonSerializer.Serialize(_priority),
            IsDemo = isDemo,
            CreatedAt = createdAt.ToString("O", CultureInfo.InvariantCulture),
            ContentHash = generation.ContentHash,
            Experiments = generation.Experiments,
            Samples = generation.Samples,
            Memberships = generation.Memberships,
        });
        _context.SaveChanges();
        _transaction.Commit();
        if (_hasBefore)
            Execute($"DETACH {Before}");
        Execute("PRAGMA optimize");
        return generation;
    }

    /// <summary>What the catalog holds now.</summary>
    public void Count(ImportReport report, Generation generation, long samplesBefore)
    {
        report.Experiments = generation.Experiments;
        report.Samples = generation.Samples;
        report.Memberships = generation.Memberships;
        report.SharedSamples = Scalar(
            "SELECT COUNT(*) FROM (SELECT 1 FROM Memberships GROUP BY SampleId HAVING MIN(ExperimentId) < MAX(ExperimentId))");
        report.SamplesWithoutExperiment = Scalar(
            "SELECT COUNT(*) FROM Samples s WHERE NOT EXISTS (SELECT 1 FROM Memberships m WHERE m.SampleId = s.Id)");
        report.CreatedFromListings = Scalar(string.Create(CultureInfo.InvariantCulture,
            $"""
            SELECT COUNT(*) FROM Samples s WHERE s.Id > {samplesBefore} AND s.FileId IS NULL
            AND NOT EXISTS (SELECT 1 FROM Contributions c WHERE c.Level = {(int)Level.Sample} AND c.RecordId = s.Id)
            """));
    }

    /// <summary>The highest id of a sample.</summary>
    public long LastSample => Scalar("SELECT COALESCE(MAX(Id), 0) FROM Samples");

    private void Rank(string source, int id)
    {
        var place = _priority.IndexOf(source);
        _ranks[id] = place < 0 ? int.MaxValue : place;
    }

    private long Scalar(string sql) => GenerationCheck.Scalar(_connection, sql);

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _experiments.Dispose();
        _samples.Dispose();
        _addMembership.Dispose();
        _transaction.Dispose();
        _context.Dispose();
        _connection.Dispose();
    }
}
