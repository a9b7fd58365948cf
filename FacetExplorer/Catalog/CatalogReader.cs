using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>Reads one generation. Any number of threads may use it at once.</summary>
public sealed partial class CatalogReader : ICatalogRecords, IDisposable
{
    private readonly ConcurrentBag<CatalogContext> _idle = [];
    private readonly FileStream _hold;
    private readonly Task<string?> _check;
    private bool _disposed;

    private CatalogReader(string file, FileStream hold, Task<string?> check) => (File, _hold, _check, Generation) = (file, hold, check, null!);

    /// <summary>What the file says it is.</summary>
    public Generation Generation { get; private set; }

    /// <summary>The generation's file.</summary>
    public string File { get; }

    /// <summary>The layout of the file.</summary>
    internal int Schema { get; private set; }

    /// <summary>The priority of sources the generation was merged by, as JSON.</summary>
    internal string Priority { get; private set; } = "[]";

    /// <summary>Opens a generation file and holds it, so that no import deletes it meanwhile.</summary>
    /// <exception cref="CatalogUnavailableException">It is missing, damaged, or of another version.</exception>
    public static CatalogReader Open(string file) => Open(file, Task.FromResult<string?>(null));

    /// <summary>Likewise, while another reads it through.</summary>
    /// <param name="file">The generation file.</param>
    /// <param name="check">Says in the end how it differs from what was written; null where it does not.</param>
    internal static CatalogReader Open(string file, Task<string?> check)
    {
        CatalogReader? reader = null;
        try
        {
            reader = new CatalogReader(file, new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read), check);
            reader.ReadGeneration();
            return reader;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or InvalidOperationException)
        {
            reader?.Dispose();
            throw new CatalogUnavailableException($"The catalog file {file} cannot be read: {e.Message}", e);
        }
        catch
        {
            reader?.Dispose();
            throw;
        }
    }

    /// <summary>Opens a generation file that is as it was written.</summary>
    /// <exception cref="CatalogUnavailableException">It is not, or cannot be opened.</exception>
    public static CatalogReader OpenSound(string file, CancellationToken cancel)
    {
        var reader = Open(file);
        try
        {
            return FileSeal.Problem(file, cancel) is { } problem ? throw new CatalogUnavailableException($"The catalog file {file} is damaged: {problem}.") : reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the file is known to be as it was written: whatever is made of it to be kept is made after that.</summary>
    /// <exception cref="CatalogUnavailableException">It is not.</exception>
    internal void WaitUntilSound(CancellationToken cancel)
    {
        _check.Wait(cancel);
        if (_check.Result is { } damage)
            throw new CatalogUnavailableException($"The catalog file {File} is damaged: {damage}.");
    }

    private void ReadGeneration()
    {
        var row = Use(context => context.Generations.Single());
        if (row.Schema is < 1 or > GenerationRow.CurrentSchema)
            throw new CatalogUnavailableException(
                $"The catalog file {File} has layout {row.Schema}, this program reads layouts 1 to {GenerationRow.CurrentSchema}: use the program that wrote it, or a newer one.");
        Generation = new Generation(row.Number, DateTimeOffset.Parse(row.CreatedAt, CultureInfo.InvariantCulture),
            row.ContentHash, row.Experiments, row.Samples, row.Memberships, row.IsDemo);
        (Priority, Schema) = (row.Priority, row.Schema);
    }

    /// <summary>All experiments by id. The enumerator holds a connection until it is disposed of.</summary>
    public IEnumerable<Record> Experiments(CancellationToken cancel) =>
        Stream("SELECT Id, Accession, Fields FROM Experiments ORDER BY Id", ReadRecord, cancel);

    /// <summary>All samples by id.</summary>
    public IEnumerable<Record> Samples(CancellationToken cancel) =>
        Stream("SELECT Id, Accession, Fields FROM Samples ORDER BY Id", ReadRecord, cancel);

    /// <summary>The samples of one experiment by id.</summary>
    public IEnumerable<Record> SamplesOf(int experiment, CancellationToken cancel) => Stream(
        $"""
        SELECT Id, Accession, Fields FROM Samples
        WHERE Id IN (SELECT SampleId FROM Memberships WHERE ExperimentId = {experiment.ToString(CultureInfo.InvariantCulture)}) ORDER BY Id
        """, ReadRecord, cancel);

    /// <summary>Who belongs to whom, each pair once, by sample, then experiment.</summary>
    public IEnumerable<(int Sample, int Experiment)> Memberships(CancellationToken cancel) => Stream(
        "SELECT DISTINCT SampleId, ExperimentId FROM Memberships ORDER BY SampleId, ExperimentId",
        row => (row.GetInt32(0), row.GetInt32(1)), cancel);

    private static Record ReadRecord(SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), Fields.Parse(row.GetString(2)));

    /// <summary>Rows of a statement, one at a time, on a connection of its own.</summary>
    internal IEnumerable<T> Stream<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancel)
    {
        var context = Take();
        try
        {
            using var command = context.Connection.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                cancel.ThrowIfCancellationRequested();
                yield return read(rows);
            }
        }
        finally
        {
            GiveBack(context);
        }
    }

    /// <summary>One that nobody uses. They are kept, as setting one up costs more than most of what it is asked.</summary>
    private CatalogContext Take()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out var context) ? context : new CatalogContext(CatalogFiles.OpenImmutable(File));
    }

    private void GiveBack(CatalogContext context)
    {
        if (_disposed)
            Close(context);
        else
            _idle.Add(context);
    }

    private static void Close(CatalogContext context)
    {
        context.Dispose();
        context.Connection.Dispose();
    }

    private T Use<T>(Func<CatalogContext, T> work)
    {
        var context = Take();
        try
        {
            return work(context);
        }
        finally
        {
            GiveBack(context);
        }
    }

    private async Task<T> QueryAsync<T>(Func<CatalogContext, T> query, CancellationToken cancel)
    {
        var context = Take();
        try
        {
            return await SqliteInterrupt.RunAsync(context.Connection, () => query(context), cancel);
        }
        finally
        {
            GiveBack(context);
        }
    }

    private Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel) =>
        QueryAsync(context => work(context.Connection), cancel);

    private static Expression<Func<CatalogRow, Record>> ToRecord =>
        row => new Record(row.Id, row.Accession, Fields.Parse(row.Fields));

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var context))
            Close(context);
        _hold.Dispose();
    }
}
