using System.Collections.Concurrent;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Memory;

namespace FacetExplorer.Engines.Embedded;

/// <summary>Finds experiments by text in the FTS5 file of a generation. What a text matches is kept, as a click on a facet keeps the text.</summary>
internal sealed class TextIndex : IDisposable
{
    private const int KeptTexts = 64;

    // Title, publication title, accession, description, submitter, other values.
    private const string Weights = "10, 6, 5, 3, 2, 1";

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = KeptTexts });
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    private TextIndex(string file)
    {
        // Opened at once, so that the file may be deleted by a later import while this generation is still in use.
        for (var i = 0; i < Environment.ProcessorCount; i++)
            _idle.Add(Open(file));
    }

    /// <summary>The index file of a generation.</summary>
    public static string FileOf(CatalogReader catalog) => Path.ChangeExtension(catalog.File, "text.db");

    /// <summary>Opens the index of a generation; where it is missing, damaged or of another version it is written first.</summary>
    public static TextIndex Open(CatalogReader catalog, CancellationToken cancel)
    {
        var file = FileOf(catalog);
        if (!IsUsable(file, cancel))
            TextIndexWriter.Write(catalog, file, null, cancel);
        return new TextIndex(file);
    }

    /// <summary>The experiments that match; null where the text has neither letter nor digit and is no accession, and so asks for nothing.</summary>
    public async Task<TextMatches?> MatchAsync(TextQuery query, CatalogReader catalog, Snapshot snapshot, CancellationToken cancel)
    {
        if (_kept.TryGetValue(query.Source, out TextMatches? kept))
            return kept;
        var scores = query.Terms.IsEmpty ? [] : await ScoresAsync(query, snapshot, cancel);
        var named = await catalog.ExperimentsNamedAsync([.. query.Accessions], cancel);
        if (query.Terms.IsEmpty && named.Count == 0)
            return null;
        foreach (var id in named)
            scores[snapshot.IndexOf(id)] = double.PositiveInfinity;
        return _kept.Set(query.Source, new TextMatches(scores), new MemoryCacheEntryOptions { Size = 1 });
    }

    private async Task<Dictionary<int, double>> ScoresAsync(TextQuery query, Snapshot snapshot, CancellationToken cancel)
    {
        var required = query.Terms.Where(t => !t.Excluded).Select(Phrase).Distinct().ToList();
        var excluded = query.Terms.Where(t => t.Excluded).Select(Phrase).Distinct().ToList();
        var none = string.Join(" OR ", excluded);
        if (required.Count == 0)
        {
            var without = await FindAsync(none, snapshot, cancel);
            return Enumerable.Range(0, snapshot.ExperimentCount).Where(e => !without.ContainsKey(e)).ToDictionary(e => e, _ => 0.0);
        }
        var all = string.Join(" AND ", required);
        return await FindAsync(excluded.Count == 0 ? all : $"({all}) NOT ({none})", snapshot, cancel);
    }

    /// <summary>A term in FTS5's syntax; tokens hold nothing but letters and digits.</summary>
    private static string Phrase(TextTerm term)
    {
        var whole = $"\"{string.Join(' ', term.Tokens)}\"";
        return term.Prefix is { } prefix ? $"({whole} OR \"{string.Join(' ', term.Tokens[..^1].Add(prefix))}\" *)" : whole;
    }

    private async Task<Dictionary<int, double>> FindAsync(string match, Snapshot snapshot, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        _idle.TryTake(out var connection);
        try
        {
            return await SqliteInterrupt.RunAsync(connection!, () => Find(connection!, match, snapshot), cancel);
        }
        finally
        {
            _idle.Add(connection!);
            _free.Release();
        }
    }

    private static Dictionary<int, double> Find(SqliteConnection connection, string match, Snapshot snapshot)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid, -bm25(text, {Weights}) FROM text WHERE text MATCH @match";
        command.Parameters.AddWithValue("@match", match);
        using var rows = command.ExecuteReader();
        var scores = new Dictionary<int, double>();
        while (rows.Read())
            scores.Add(snapshot.IndexOf(rows.GetInt32(0)), rows.GetDouble(1));
        return scores;
    }

    private static bool IsUsable(string file, CancellationToken cancel)
    {
        if (!File.Exists(file) || !FileSeal.Exists(file) || FileSeal.Problem(file, cancel) is not null)
            return false;
        try
        {
            using var connection = Open(file);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version";
            return command.ExecuteScalar() is (long)TextIndexWriter.Version;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
            connection.Dispose();
        _free.Dispose();
        _kept.Dispose();
    }
}
