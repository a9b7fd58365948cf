using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>What may be large, read in pieces that the caller bounds; no connection is held between them.</summary>
public sealed partial class CatalogReader
{
    /// <summary>So many records may be passed by for one that is wanted.</summary>
    private const int MostPassedBy = 3;

    /// <summary>The next experiments by accession in code-point order, from the first one after an accession on.</summary>
    public Task<IReadOnlyList<(int Id, string Accession)>> ExperimentsAfterAsync(string accession, int count, CancellationToken cancel) =>
        AfterAsync("SELECT Id, Accession FROM Experiments WHERE Accession > $after ORDER BY Accession LIMIT $count", accession, count, cancel);

    /// <summary>The next samples, likewise.</summary>
    public Task<IReadOnlyList<(int Id, string Accession)>> SamplesAfterAsync(string accession, int count, CancellationToken cancel) =>
        AfterAsync("SELECT Id, Accession FROM Samples WHERE Accession > $after ORDER BY Accession LIMIT $count", accession, count, cancel);

    /// <summary>These experiments, in the order asked; unknown ones are left out.</summary>
    public Task<IReadOnlyList<Record>> ExperimentsAsync(IReadOnlyCollection<int> ids, CancellationToken cancel) =>
        RecordsAsync("SELECT Id, Accession, Fields FROM Experiments WHERE Id", ids, cancel);

    /// <summary>These samples, likewise.</summary>
    public Task<IReadOnlyList<Record>> SamplesAsync(IReadOnlyCollection<int> ids, CancellationToken cancel) =>
        RecordsAsync("SELECT Id, Accession, Fields FROM Samples WHERE Id", ids, cancel);

    private async Task<IReadOnlyList<Record>> RecordsAsync(string selection, IReadOnlyCollection<int> ids, CancellationToken cancel)
    {
        var records = new List<Record>();
        if (AreClose(ids))
            await RunAsync(connection => ReadThrough(connection, selection, [.. ids], records, cancel), cancel);
        else
            await EachAsync($"{selection} = $key", ids, (_, row) => records.Add(ReadRecord(row)), cancel);
        return records;
    }

    /// <summary>Whether ids ascend and so many lie among those between them that one reading of all these is quicker than one of each.</summary>
    private static bool AreClose(IReadOnlyCollection<int> ids)
    {
        var (first, last) = (0, 0);
        foreach (var id in ids)
        {
            if (id <= last)
                return false;
            (first, last) = (first == 0 ? id : first, id);
        }
        return ids.Count > 1 && last - first < MostPassedBy * ids.Count;
    }

    private static bool ReadThrough(SqliteConnection connection, string selection, HashSet<int> ids, List<Record> records, CancellationToken cancel)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"{selection} BETWEEN $first AND $last ORDER BY Id";
        command.Parameters.AddWithValue("$first", ids.Min());
        command.Parameters.AddWithValue("$last", ids.Max());
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (ids.Contains(rows.GetInt32(0)))
                records.Add(ReadRecord(rows));
        }
        return true;
    }

    /// <summary>The accessions of these experiments.</summary>
    public Task<IReadOnlyDictionary<int, string>> AccessionsOfExperimentsAsync(IReadOnlyCollection<int> ids, CancellationToken cancel) =>
        AccessionsOfAsync("SELECT Accession FROM Experiments WHERE Id = $key", ids, cancel);

    /// <summary>The accessions of these samples.</summary>
    public Task<IReadOnlyDictionary<int, string>> AccessionsOfSamplesAsync(IReadOnlyCollection<int> ids, CancellationToken cancel) =>
        AccessionsOfAsync("SELECT Accession FROM Samples WHERE Id = $key", ids, cancel);

    private async Task<IReadOnlyDictionary<int, string>> AccessionsOfAsync(string sql, IReadOnlyCollection<int> ids, CancellationToken cancel)
    {
        var accessions = new Dictionary<int, string>();
        await EachAsync(sql, ids, (id, row) => accessions.Add(id, row.GetString(0)), cancel);
        return accessions;
    }

    /// <summary>Hands on each of these experiments with each of its samples, however many sources state it.</summary>
    public Task ForEachSampleOfAsync(IReadOnlyCollection<int> experiments, Action<int, int> experimentAndSample, CancellationToken cancel) =>
        EachAsync("SELECT DISTINCT SampleId FROM Memberships WHERE ExperimentId = $key ORDER BY SampleId",
            experiments, (id, row) => experimentAndSample(id, row.GetInt32(0)), cancel);

    /// <summary>Hands on each of these samples with each of its experiments, likewise.</summary>
    public Task ForEachExperimentOfAsync(IReadOnlyCollection<int> samples, Action<int, int> sampleAndExperiment, CancellationToken cancel) =>
        EachAsync("SELECT DISTINCT ExperimentId FROM Memberships WHERE SampleId = $key ORDER BY ExperimentId",
            samples, (id, row) => sampleAndExperiment(id, row.GetInt32(0)), cancel);

    /// <summary>Hands on each of these samples with each of its accessions, its own and alternate ones.</summary>
    public Task ForEachAccessionOfAsync(IReadOnlyCollection<int> samples, Action<int, string> sampleAndAccession, CancellationToken cancel) =>
        EachAsync("SELECT Accession FROM Samples WHERE Id = $key UNION SELECT Accession FROM Aliases WHERE Level = 1 AND RecordId = $key",
            samples, (id, row) => sampleAndAccession(id, row.GetString(0)), cancel);

    private Task<IReadOnlyList<(int Id, string Accession)>> AfterAsync(string sql, string accession, int count, CancellationToken cancel) =>
        RunAsync<IReadOnlyList<(int, string)>>(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$after", accession);
            command.Parameters.AddWithValue("$count", count);
            using var rows = command.ExecuteReader();
            var found = new List<(int, string)>();
            while (rows.Read())
                found.Add((rows.GetInt32(0), rows.GetString(1)));
            return found;
        }, cancel);

    /// <summary>Runs a statement once a key, so that an index gives each answer and nothing is sorted or kept aside.</summary>
    private async Task EachAsync<TKey>(string sql, IReadOnlyCollection<TKey> keys, Action<TKey, SqliteDataReader> read, CancellationToken cancel) =>
        await RunAsync(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            var parameter = command.Parameters.Add(new SqliteParameter { ParameterName = "$key" });
            foreach (var key in keys)
            {
                cancel.ThrowIfCancellationRequested();
                parameter.Value = key;
                using var rows = command.ExecuteReader();
                while (rows.Read())
                    read(key, rows);
            }
            return true;
        }, cancel);
}
