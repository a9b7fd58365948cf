using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>What is wrong with a generation file.</summary>
public static class GenerationCheck
{
    /// <summary>The number of pairs of sample and experiment, whoever states them.</summary>
    internal const string CountMemberships = "SELECT COUNT(*) FROM (SELECT DISTINCT SampleId, ExperimentId FROM Memberships)";

    /// <summary>Checks a published file whole: its checksum, its pages, its references, and whether it holds what it says.</summary>
    /// <returns>One line a problem; none when it is sound.</returns>
    public static IReadOnlyList<string> Problems(string file, CancellationToken cancel)
    {
        try
        {
            return FileSeal.Problem(file, cancel) is { } changed ? [changed, .. Within(file, cancel)] : Within(file, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [e.Message];
        }
    }

    private static IReadOnlyList<string> Within(string file, CancellationToken cancel)
    {
        try
        {
            using var connection = CatalogFiles.OpenImmutable(file);
            var problems = Structure(connection, cancel);
            return problems.Count > 0 ? problems : Content(file, connection, cancel);
        }
        catch (Exception e) when (e is SqliteException or CatalogUnavailableException or InvalidOperationException or FormatException)
        {
            return [e.Message];
        }
    }

    /// <summary>Damage that SQLite itself can find, and rows that point nowhere.</summary>
    internal static IReadOnlyList<string> Structure(SqliteConnection connection, CancellationToken cancel)
    {
        using var interrupt = cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
        cancel.ThrowIfCancellationRequested();
        var damage = Rows(connection, "PRAGMA integrity_check", row => row.GetString(0));
        if (damage is not ["ok"])
            return damage;
        return
        [
            .. Rows(connection, "PRAGMA foreign_key_check", row => $"a row of {row.GetString(0)} points to a missing row of {row.GetString(2)}").Distinct(),
            .. Dangling(connection, "Aliases"),
            .. Dangling(connection, "Contributions"),
        ];
    }

    /// <summary>These tables serve both levels, so no foreign key can guard them.</summary>
    private static List<string> Dangling(SqliteConnection connection, string table) => Rows(connection,
        $"""
        SELECT COUNT(*) FROM {table} t WHERE NOT EXISTS (
            SELECT 1 FROM Experiments WHERE t.Level = {(int)Level.Experiment} AND Id = t.RecordId
            UNION ALL SELECT 1 FROM Samples WHERE t.Level = {(int)Level.Sample} AND Id = t.RecordId) HAVING COUNT(*) > 0
        """, row => $"{row.GetInt64(0)} rows of {table} point to missing records");

    private static List<string> Content(string file, SqliteConnection connection, CancellationToken cancel)
    {
        using var reader = CatalogReader.Open(file);
        var says = reader.Generation;
        var problems = new List<string>();
        Compare("experiments", says.Experiments, Scalar(connection, "SELECT COUNT(*) FROM Experiments"));
        Compare("samples", says.Samples, Scalar(connection, "SELECT COUNT(*) FROM Samples"));
        Compare("memberships", says.Memberships, Scalar(connection, CountMemberships));
        Compare("content hash", says.ContentHash, ContentHash.Of(connection, cancel));
        return problems;

        void Compare<T>(string what, T said, T found)
        {
            if (!Equals(said, found))
                problems.Add($"{what}: the generation says {said}, the file holds {found}");
        }
    }

    internal static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static List<string> Rows(SqliteConnection connection, string sql, Func<SqliteDataReader, string> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
            lines.Add(read(rows));
        return lines;
    }
}
