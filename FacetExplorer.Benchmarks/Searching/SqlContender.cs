using System.Globalization;
using FacetExplorer.Search;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>COUNT(DISTINCT) in SQLite, a table of values for each facet, all indexed: what a portal without a search engine would write.</summary>
internal sealed class SqlContender : IContender
{
    private readonly GeoCatalog _catalog;
    private readonly SqliteConnection _connection;
    private Question? _found;

    public SqlContender(GeoCatalog catalog, string file)
    {
        _catalog = catalog;
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; PRAGMA temp_store=MEMORY");
        Run("BEGIN; CREATE TABLE experiments(id INTEGER PRIMARY KEY); CREATE VIRTUAL TABLE titles USING fts5(title, content=''); CREATE TABLE members(experiment INTEGER, sample INTEGER, PRIMARY KEY(experiment, sample)) WITHOUT ROWID");
        var experiments = Enumerable.Range(0, catalog.Shape.Experiments);
        Fill("INSERT INTO experiments VALUES($0)", experiments.Select(e => (object[])[e]));
        Fill("INSERT INTO titles(rowid, title) VALUES($0, $1)", experiments.Select(e => (object[])[e, catalog.Titles[e]]));
        Fill("INSERT INTO members VALUES($0, $1)", experiments.SelectMany(e => catalog.SamplesOf(e).Select(s => (object[])[e, s])));
        foreach (var facet in catalog.Facets)
        {
            Run($"CREATE TABLE {facet.Key}(record INTEGER, value TEXT, PRIMARY KEY(record, value)) WITHOUT ROWID");
            var records = Enumerable.Range(0, facet.OfSamples ? catalog.Shape.Samples : catalog.Shape.Experiments);
            Fill($"INSERT INTO {facet.Key} VALUES($0, $1)", records.SelectMany(r => facet.Of(r).Select(v => (object[])[r, v])));
            if (facet.OfSamples)
                Run($"CREATE TABLE {Union(facet)}(record INTEGER, value TEXT, PRIMARY KEY(record, value)) WITHOUT ROWID; INSERT INTO {Union(facet)} SELECT DISTINCT experiment, value FROM members JOIN {facet.Key} ON record = sample; CREATE INDEX {Union(facet)}_by_value ON {Union(facet)}(value, record)");
            Run($"CREATE INDEX {facet.Key}_by_value ON {facet.Key}(value, record)");
        }
        Run("COMMIT; ANALYZE; CREATE TEMP TABLE found(id INTEGER PRIMARY KEY); CREATE TEMP TABLE hits(experiment INTEGER, sample INTEGER, PRIMARY KEY(experiment, sample)) WITHOUT ROWID");
    }

    public string Name => "SQLite COUNT(DISTINCT)";

    public Task AskAsync(Question question, int round, CancellationToken cancel) => CountAsync(question, cancel);

    public Task<Counted> CountAsync(Question question, CancellationToken cancel) => Task.Run(() =>
    {
        _found = null;
        Find(question);
        var (experiments, samples) = Rows(
            $"SELECT COUNT(DISTINCT found.id), COUNT(DISTINCT hits.sample) FROM found {Join(question)} hits ON hits.experiment = found.id", r => (r.GetInt64(0), r.GetInt64(1))).Single();
        return new Counted(experiments, samples, _catalog.Facets.ToDictionary(facet => facet.Key, IReadOnlyDictionary<string, (long, long)> (facet) => CountFacet(facet, question.Without(facet))));
    }, cancel);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private Dictionary<string, (long, long)> CountFacet(GeoFacet facet, Question question)
    {
        Find(question);
        var sql = facet.OfSamples && question.Scope == Scope.Sample
            ? $"SELECT value, COUNT(DISTINCT sample), COUNT(DISTINCT experiment) FROM hits JOIN {facet.Key} ON record = sample GROUP BY value"
            : $"SELECT value, COUNT(DISTINCT sample), COUNT(DISTINCT id) FROM found JOIN {(facet.OfSamples ? Union(facet) : facet.Key)} ON record = id {Join(question)} hits ON experiment = id GROUP BY value";
        return Rows(sql, r => (Value: r.GetString(0), Samples: r.GetInt64(1), Experiments: r.GetInt64(2))).ToDictionary(r => r.Value, r => (r.Samples, r.Experiments));
    }

    /// <summary>Experiments without samples count where samples are not narrowed.</summary>
    private string Join(Question question) => question.Scope == Scope.Sample && question.Filters.Any(filter => Facet(filter).OfSamples) ? "JOIN" : "LEFT JOIN";

    /// <summary>Puts what matches into tables, unless it is there from the facet before.</summary>
    private void Find(Question question)
    {
        if (_found is { } found && found.Words == question.Words && found.Filters.SequenceEqual(question.Filters) && found.Scope == question.Scope)
            return;
        _found = null;
        using var command = _connection.CreateCommand();
        var (ofExperiments, ofSamples) = (new List<string>(), new List<string>());
        if (!question.Words.IsEmpty)
        {
            ofExperiments.Add("id IN (SELECT rowid FROM titles WHERE titles MATCH $words)");
            command.Parameters.AddWithValue("$words", string.Join(' ', question.Words));
        }
        foreach (var (filter, i) in question.Filters.Select((filter, i) => (filter, i)))
        {
            command.Parameters.AddWithValue($"$value{i}", filter.Value);
            if (Facet(filter).OfSamples && question.Scope == Scope.Sample)
                ofSamples.Add($"sample IN (SELECT record FROM {filter.Facet} WHERE value = $value{i})");
            else
                ofExperiments.Add($"id IN (SELECT record FROM {(Facet(filter).OfSamples ? Union(Facet(filter)) : filter.Facet)} WHERE value = $value{i})");
        }
        command.CommandText = $"""
            DELETE FROM found; INSERT INTO found SELECT id FROM experiments {Where(ofExperiments)};
            DELETE FROM hits; INSERT INTO hits SELECT experiment, sample FROM found JOIN members ON experiment = id {Where(ofSamples)}
            """;
        command.ExecuteNonQuery();
        _found = question;
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static string Where(List<string> conditions) => conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";

    private static string Union(GeoFacet facet) => $"{facet.Key}_of_experiments";

    private GeoFacet Facet((string Facet, string Value) filter) => _catalog.Facets.First(facet => facet.Key == filter.Facet);

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Fill(string sql, IEnumerable<object[]> rows)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var row in rows)
        {
            while (command.Parameters.Count < row.Length)
                command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}"), row[command.Parameters.Count]);
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = row[i];
            command.ExecuteNonQuery();
        }
    }
}
