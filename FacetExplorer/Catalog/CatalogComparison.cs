using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>What became of a record or a membership.</summary>
internal enum Change { Added, Changed, Removed }

/// <summary>Compares two generations that are attached to one connection: all of them, or what one source says in each.</summary>
/// <param name="connection">The connection.</param>
/// <param name="before">The schema name of the older one.</param>
/// <param name="after">The schema name of the newer one.</param>
internal sealed class CatalogComparison(SqliteConnection connection, string before, string after)
{
    /// <summary>The source in question; null for all.</summary>
    public int? Source { get; init; }

    /// <summary>Whether the newer one was made of a copy of the older one: then a record has the same id in both, which is the faster way.</summary>
    public bool SameIds { get; init; }

    /// <summary>All numbers.</summary>
    public CatalogChanges Count() => new(Count(Level.Experiment), Count(Level.Sample), CountMemberships());

    /// <summary>The accessions of records that were added, changed or removed, in code-point order.</summary>
    public IEnumerable<string> Records(Level level, Change change, int? limit = null) => Rows(
        $"SELECT Accession FROM ({Both(level)}) WHERE {Is(change)} ORDER BY Accession{Limit(limit)}", row => row.GetString(0));

    /// <summary>The memberships that were added or removed, in code-point order.</summary>
    public IEnumerable<(string Sample, string Experiment)> Memberships(Change change, int? limit = null) => Rows(
        $"""
        SELECT s.Accession, e.Accession FROM ({Lost(change)}) m JOIN {Where(change)}.Samples s ON s.Id = m.SampleId
        JOIN {Where(change)}.Experiments e ON e.Id = m.ExperimentId ORDER BY s.Accession, e.Accession{Limit(limit)}
        """, row => (row.GetString(0), row.GetString(1)));

    /// <summary>The numbers of experiments, or of samples.</summary>
    public Changes Count(Level level) => Rows(
        $"""
        SELECT TOTAL({Is(Change.Added)}), TOTAL({Is(Change.Changed)}), TOTAL({Is(Change.Removed)}), TOTAL(Said = Says) FROM ({Both(level)})
        """, row => new Changes(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))).Single();

    private Changes CountMemberships()
    {
        var added = Number($"SELECT COUNT(*) FROM ({Lost(Change.Added)})");
        return new Changes(added, 0, Number($"SELECT COUNT(*) FROM ({Lost(Change.Removed)})"), Number($"SELECT COUNT(*) FROM ({Pairs(after)})") - added);
    }

    private static string Is(Change change) => change switch
    {
        Change.Added => "(Said IS NULL AND Says IS NOT NULL)",
        Change.Removed => "(Said IS NOT NULL AND Says IS NULL)",
        _ => "(Said <> Says)",
    };

    /// <summary>Each record with what was said of it and what is; null where nothing was or is.</summary>
    private string Both(Level level)
    {
        var table = level == Level.Experiment ? "Experiments" : "Samples";
        var same = SameIds ? "a.Id = b.Id" : "a.Accession = b.Accession";
        return $"""
            SELECT b.Accession AS Accession, {Said(level, before, "a")} AS Said, {Said(level, after, "b")} AS Says
            FROM {after}.{table} b LEFT JOIN {before}.{table} a ON {same}
            UNION ALL SELECT a.Accession, {Said(level, before, "a")}, NULL FROM {before}.{table} a
            WHERE NOT EXISTS (SELECT 1 FROM {after}.{table} b WHERE {same})
            """;
    }

    /// <summary>The record's fields; of a source its own, empty ones of a sample it only lists.</summary>
    private string Said(Level level, string schema, string row)
    {
        if (Source is not { } source)
            return $"{row}.Fields";
        var listed = level == Level.Experiment ? "NULL" : $"(SELECT '{{}}' FROM {schema}.Memberships m WHERE m.SampleId = {row}.Id AND m.SourceId = {Text(source)} LIMIT 1)";
        return $"""
            COALESCE(CASE WHEN {row}.FileId IN (SELECT Id FROM {schema}.Files WHERE SourceId = {Text(source)}) THEN {row}.Fields END,
            (SELECT c.Fields FROM {schema}.Contributions c WHERE c.Level = {(int)level} AND c.RecordId = {row}.Id AND c.SourceId = {Text(source)}), {listed})
            """;
    }

    private string Where(Change change) => change == Change.Added ? after : before;

    /// <summary>The memberships that only one of the two has.</summary>
    private string Lost(Change change)
    {
        var (here, there) = change == Change.Added ? (after, before) : (before, after);
        var source = Source is { } of ? $" AND n.SourceId = {Text(of)}" : "";
        return SameIds
            ? $"SELECT SampleId, ExperimentId FROM ({Pairs(here)}) m WHERE NOT EXISTS (SELECT 1 FROM {there}.Memberships n WHERE n.SampleId = m.SampleId AND n.ExperimentId = m.ExperimentId{source})"
            : $"""
            SELECT SampleId, ExperimentId FROM ({Pairs(here)}) m JOIN {here}.Samples s ON s.Id = m.SampleId JOIN {here}.Experiments e ON e.Id = m.ExperimentId
            WHERE NOT EXISTS (SELECT 1 FROM {there}.Samples t CROSS JOIN {there}.Experiments f CROSS JOIN {there}.Memberships n
                WHERE t.Accession = s.Accession AND f.Accession = e.Accession AND n.SampleId = t.Id AND n.ExperimentId = f.Id{source})
            """;
    }

    private string Pairs(string schema) =>
        $"SELECT DISTINCT SampleId, ExperimentId FROM {schema}.Memberships{(Source is { } source ? $" WHERE SourceId = {Text(source)}" : "")}";

    private static string Limit(int? limit) => limit is { } most ? $" LIMIT {Text(most)}" : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private long Number(string sql) => GenerationCheck.Scalar(connection, sql);

    private IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return read(rows);
    }
}
