using System.Globalization;
using FacetExplorer.Catalog;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Import;

/// <summary>
/// Makes the files of one import all that their source says: first what it said before is forgotten, as if it had never been imported,
/// then, when the files are read, what nobody says any more is removed. A record keeps its id all the while, so it has the same one when
/// it returns; and most rows are only marked meanwhile, as most of them return as they were.
/// </summary>
internal sealed class SourceUpdate(SqliteConnection connection, int source)
{
    /// <summary>The file of a membership that is forgotten: no file has this number.</summary>
    public const int Forgotten = 0;

    private const int Batch = 10_000;

    private static readonly (Level Level, string Table, string Key)[] Levels = [(Level.Experiment, "Experiments", "ExperimentId"), (Level.Sample, "Samples", "SampleId")];

    private readonly string _files = string.Create(CultureInfo.InvariantCulture, $"(SELECT Id FROM Files WHERE SourceId = {source})");

    /// <summary>Forgets records, alternate accessions, memberships and files of the source.</summary>
    public void Forget(Func<Level, RecordTable> tables, CancellationToken cancel)
    {
        foreach (var (level, table, _) in Levels)
            Execute($"""
                DELETE FROM Aliases WHERE Level = {(int)level} AND RecordId IN (SELECT Id FROM {table} WHERE FileId IN {_files});
                UPDATE {table} SET FileId = NULL WHERE FileId IN {_files};
                """, cancel);
        Execute($"""
            CREATE TEMP TABLE Shared(Level INTEGER, RecordId INTEGER, PRIMARY KEY(Level, RecordId)) WITHOUT ROWID;
            INSERT INTO Shared SELECT Level, RecordId FROM Contributions WHERE SourceId = {source};
            DELETE FROM Contributions WHERE SourceId = {source};
            DELETE FROM Aliases WHERE (Level, RecordId) IN (SELECT Level, RecordId FROM Shared);
            """, cancel);
        foreach (var (level, table, _) in Levels)
        {
            DescribeByOne(level, table, cancel);
            MergeAgain(level, table, tables(level), cancel);
        }
        Execute($"""
            UPDATE Memberships SET FileId = {Forgotten} WHERE SourceId = {source};
            DELETE FROM Files WHERE SourceId = {source};
            """, cancel);
    }

    /// <summary>A record that one other source describes is that source's.</summary>
    private void DescribeByOne(Level level, string table, CancellationToken cancel) => Execute(
        $"""
        UPDATE {table} SET (Fields, FileId) = (SELECT c.Fields, c.FileId FROM Contributions c WHERE c.Level = {(int)level} AND c.RecordId = {table}.Id)
        WHERE Id IN (SELECT s.RecordId FROM Shared s WHERE s.Level = {(int)level}
            AND (SELECT COUNT(*) FROM Contributions c WHERE c.Level = {(int)level} AND c.RecordId = s.RecordId) = 1);
        DELETE FROM Contributions WHERE Level = {(int)level} AND RecordId IN (SELECT RecordId FROM Shared WHERE Level = {(int)level})
            AND EXISTS (SELECT 1 FROM {table} WHERE Id = RecordId AND FileId IS NOT NULL);
        """, cancel);

    private void MergeAgain(Level level, string table, RecordTable records, CancellationToken cancel)
    {
        using var next = new SqlStatement(connection,
            $"""
            SELECT t.Id, t.Accession, t.Fields, t.FileId FROM Shared s JOIN {table} t ON t.Id = s.RecordId
            WHERE s.Level = {(int)level} AND s.RecordId > $after ORDER BY s.RecordId LIMIT {Batch}
            """, "$after");
        var last = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            var batch = next.Rows(row => (Id: row.GetInt32(0), Accession: row.GetString(1), Fields: row.GetString(2), IsOnes: !row.IsDBNull(3)), last);
            foreach (var (id, accession, fields, isOnes) in batch)
                if (!isOnes)
                    records.MergeAgain(id, accession);
                else if (fields.Contains(RecordParser.AlternatesKey, StringComparison.Ordinal))
                    records.SetAliases(id, accession, fields);
            last = batch.Count == 0 ? int.MaxValue : batch[^1].Id;
        } while (last < int.MaxValue);
    }

    /// <summary>Removes the memberships that did not return, and the records that nobody describes and no experiment lists.</summary>
    public void RemoveRest(CancellationToken cancel)
    {
        Execute($"DELETE FROM Memberships WHERE FileId = {Forgotten}", cancel);
        foreach (var (level, table, key) in Levels)
            Execute($"""
                DELETE FROM {table} WHERE {IsUndescribed(level, table)} AND NOT EXISTS (SELECT 1 FROM Memberships m WHERE m.{key} = {table}.Id);
                UPDATE {table} SET Fields = '{RecordTable.Nothing}' WHERE {IsUndescribed(level, table)} AND Fields <> '{RecordTable.Nothing}';
                """, cancel);
    }

    private static string IsUndescribed(Level level, string table) =>
        $"FileId IS NULL AND NOT EXISTS (SELECT 1 FROM Contributions c WHERE c.Level = {(int)level} AND c.RecordId = {table}.Id)";

    private void Execute(FormattableString sql, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var interrupt = cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
        using var command = connection.CreateCommand();
        command.CommandText = sql.ToString(CultureInfo.InvariantCulture);
        command.ExecuteNonQuery();
    }
}
