using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Tests.Engines;

/// <summary>What a clause asks, as a URL says it and as SQL does. No value stands for "missing".</summary>
internal sealed record SqlClause(string Facet, bool Excluded, params string?[] Values)
{
    public IEnumerable<string> Parameters => Values.Select(v => v is null
        ? $"{Facet}.missing={(Excluded ? "false" : "true")}"
        : $"{Facet}{(Excluded ? ".not" : "")}={Uri.EscapeDataString(v)}");
}

/// <summary>
/// Experiments and samples of JSON Lines in plain tables of values, counted by <c>COUNT(DISTINCT …)</c>: e and s are rows of records,
/// m memberships, v what each record has for each facet.
/// </summary>
internal sealed class SqlCounts : IDisposable
{
    private readonly SqliteConnection _db = new("Data Source=:memory:");
    private readonly List<(string Key, bool OfSamples, bool IsDate, string[] Sources)> _facets = [];

    public IEnumerable<string> Keys => _facets.Select(f => f.Key);

    public SqlCounts(string facetsFile, IEnumerable<string> experiments, IEnumerable<string> samples)
    {
        using var shipped = JsonDocument.Parse(File.ReadAllText(facetsFile));
        foreach (var facet in shipped.RootElement.GetProperty("Facets").EnumerateObject())
            _facets.Add((facet.Name, facet.Value.GetProperty("Level").GetString() == "sample",
                facet.Value.TryGetProperty("Kind", out var kind) && kind.GetString() == "date",
                facet.Value.TryGetProperty("Fields", out var fields) ? [.. fields.EnumerateArray().Select(f => f.GetString()!)] : [facet.Name]));
        _db.Open();
        Run("""
            CREATE TABLE e(id INTEGER PRIMARY KEY, accession TEXT UNIQUE);
            CREATE TABLE s(id INTEGER PRIMARY KEY, accession TEXT UNIQUE);
            CREATE TABLE m(e INTEGER, s INTEGER, PRIMARY KEY(e, s)) WITHOUT ROWID;
            CREATE INDEX m_s ON m(s);
            CREATE TABLE v(facet TEXT, record INTEGER, value TEXT, PRIMARY KEY(facet, record, value)) WITHOUT ROWID;
            CREATE TABLE x(e INTEGER PRIMARY KEY);
            CREATE TABLE y(s INTEGER PRIMARY KEY);
            """);
        using var transaction = _db.BeginTransaction();
        foreach (var sample in Merged(samples))
            Insert("s", sample, ofSamples: true);
        foreach (var experiment in Merged(experiments))
        {
            Insert("e", experiment, ofSamples: false);
            foreach (var sample in experiment.Samples)
                Run("INSERT OR IGNORE INTO s(accession) VALUES($0); INSERT INTO m SELECT e.id, s.id FROM e, s WHERE e.accession = $1 AND s.accession = $0", sample, experiment.Accession);
        }
        transaction.Commit();
    }

    public void Dispose() => _db.Dispose();

    public long Number(string sql)
    {
        using var command = _db.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Matching samples and experiments.</summary>
    public (long Samples, long Experiments) Totals(IReadOnlyList<SqlClause> clauses, bool experimentScope)
    {
        Match(clauses, experimentScope);
        return (Number("SELECT COUNT(*) FROM y"), Number("SELECT COUNT(*) FROM x"));
    }

    /// <summary>Samples and experiments of every value of a facet ("" is missing), its own clauses left out; and how many records have a value.</summary>
    public (Dictionary<string, (long Samples, long Experiments)> Buckets, long Recorded) Count(string key, IReadOnlyList<SqlClause> clauses, bool experimentScope)
    {
        Match([.. clauses.Where(c => c.Facet != key)], experimentScope);
        var (_, ofSamples, isDate, _) = _facets.Single(f => f.Key == key);
        var value = isDate ? "substr(v.value, 1, 4)" : "v.value";
        var having = $"LEFT JOIN v ON v.facet = '{key}' AND v.record =";
        var sql = (ofSamples, experimentScope) switch
        {
            (true, false) => $"""
                SELECT coalesce({value}, '') AS bucket, COUNT(DISTINCT y.s), COUNT(DISTINCT m.e)
                FROM x JOIN m ON m.e = x.e JOIN y ON y.s = m.s {having} y.s GROUP BY bucket
                """,
            (true, true) => $"""
                WITH has AS (SELECT DISTINCT coalesce({value}, '') AS bucket, x.e FROM x JOIN m ON m.e = x.e {having} m.s)
                SELECT bucket, COUNT(DISTINCT m.s), COUNT(DISTINCT has.e) FROM has JOIN m ON m.e = has.e GROUP BY bucket
                """,
            _ => $"""
                SELECT coalesce({value}, '') AS bucket, COUNT(DISTINCT y.s), COUNT(DISTINCT x.e)
                FROM x {having} x.e LEFT JOIN m ON m.e = x.e LEFT JOIN y ON y.s = m.s GROUP BY bucket
                """,
        };
        var buckets = new Dictionary<string, (long, long)>();
        using var command = _db.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
            buckets.Add(rows.GetString(0), (rows.GetInt64(1), rows.GetInt64(2)));
        return (buckets, Number(ofSamples
            ? $"SELECT COUNT(DISTINCT s) FROM y JOIN v ON v.facet = '{key}' AND v.record = y.s"
            : $"SELECT COUNT(DISTINCT e) FROM x JOIN v ON v.facet = '{key}' AND v.record = x.e"));
    }

    private string? _matched;

    /// <summary>Fills x with the matching experiments and y with the matching samples.</summary>
    private void Match(IReadOnlyList<SqlClause> clauses, bool experimentScope)
    {
        if (_matched == (_matched = $"{experimentScope} {string.Join('&', clauses.SelectMany(c => c.Parameters))}"))
            return;
        var ofSamples = clauses.Where(c => _facets.Single(f => f.Key == c.Facet).OfSamples).ToList();
        var forExperiments = clauses.Except(ofSamples).Select(c => Holds(c, "e.id"))
            .Concat(experimentScope ? ofSamples.Select(HoldsForSomeSample) : []);
        var forSamples = experimentScope ? [] : ofSamples.Select(c => Holds(c, "m.s")).ToList();
        Run($"DELETE FROM x; DELETE FROM y; INSERT INTO x SELECT e.id FROM e WHERE {All(forExperiments)}");
        Run($"INSERT INTO y SELECT DISTINCT m.s FROM x JOIN m ON m.e = x.e WHERE {All(forSamples)}");
        if (forSamples.Count > 0)
            Run("DELETE FROM x WHERE NOT EXISTS (SELECT 1 FROM m JOIN y ON y.s = m.s WHERE m.e = x.e)");
    }

    private static string All(IEnumerable<string> conditions) => string.Join(" AND ", conditions.Append("1"));

    private string Holds(SqlClause clause, string record) => (clause.Excluded ? "NOT " : "") + Lists(clause, record);

    private string HoldsForSomeSample(SqlClause clause) =>
        $"{(clause.Excluded ? "NOT " : "")}EXISTS (SELECT 1 FROM m WHERE m.e = e.id AND {Lists(clause, "m.s")})";

    private string Lists(SqlClause clause, string record)
    {
        var value = _facets.Single(f => f.Key == clause.Facet).IsDate ? "substr(v.value, 1, 4)" : "v.value";
        var any = $"EXISTS (SELECT 1 FROM v WHERE v.facet = '{clause.Facet}' AND v.record = {record}";
        var listed = clause.Values.OfType<string>().Select(v => $"'{v.Replace("'", "''", StringComparison.Ordinal)}'");
        return $"({any} AND {value} IN ({string.Join(", ", listed)})){(clause.Values.Contains(null) ? $" OR NOT {any})" : "")})";
    }

    /// <summary>Records whose accessions differ only in outer blanks are one; the later wins where it has a value.</summary>
    private static IEnumerable<PlainRecord> Merged(IEnumerable<string> lines)
    {
        var merged = new Dictionary<string, PlainRecord>();
        foreach (var record in lines.Select(PlainRecord.Read))
            if (!merged.TryAdd(record.Accession, record))
            {
                foreach (var (field, values) in record.Fields.Where(f => f.Value.Count > 0))
                    merged[record.Accession].Fields[field] = values;
                merged[record.Accession].Samples.UnionWith(record.Samples);
            }
        return merged.Values;
    }

    private void Insert(string table, PlainRecord record, bool ofSamples)
    {
        Run($"INSERT INTO {table}(accession) VALUES($0)", record.Accession);
        foreach (var facet in _facets.Where(f => f.OfSamples == ofSamples))
            foreach (var value in facet.Sources.Select(field => record.Fields.GetValueOrDefault(field, [])).FirstOrDefault(v => v.Count > 0, []))
                Run($"INSERT INTO v SELECT $0, id, $1 FROM {table} WHERE accession = $2", facet.Key, value, record.Accession);
    }

    private void Run(string sql, params string[] values)
    {
        using var command = _db.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i}", values[i]);
        command.ExecuteNonQuery();
    }
}
