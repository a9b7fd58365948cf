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
    private const int KeptBytes = 64 << 20;

    /// <summary>More matches than this are not ranked by how often and in how long a text words occur.</summary>
    private const int MostRankedByText = 5_000;

    // Title, publication title, accession, description, submitter, other values.
    private const string Weights = "10, 6, 5, 3, 2, 1";

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = KeptBytes });
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
        {
            catalog.WaitUntilSound(cancel);
            TextIndexWriter.Write(catalog, file, null, cancel);
        }
        return new TextIndex(file);
    }

    /// <summary>The experiments that match; null where the text has neither letter nor digit and is no accession, and so asks for nothing.</summary>
    public async Task<TextMatches?> MatchAsync(TextQuery query, CatalogReader catalog, Snapshot snapshot, CancellationToken cancel)
    {
        if (_kept.TryGetValue(query.Source, out TextMatches? kept))
            return kept;
        var named = await catalog.ExperimentsNamedAsync([.. query.Accessions], cancel);
        if (query.Terms.IsEmpty && named.Count == 0)
            return null;
        var matches = query.Terms.IsEmpty ? new TextMatches(snapshot.ExperimentCount) : await FindAsync(query, snapshot, cancel);
        foreach (var id in named)
            matches.Add(snapshot.IndexOf(id), double.PositiveInfinity);
        return _kept.Set(query.Source, matches, new MemoryCacheEntryOptions { Size = matches.Size });
    }

    private async Task<TextMatches> FindAsync(TextQuery query, Snapshot snapshot, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        _idle.TryTake(out var connection);
        try
        {
            return await SqliteInterrupt.RunAsync(connection!, () => Find(connection!, query, snapshot), cancel);
        }
        finally
        {
            _idle.Add(connection!);
            _free.Release();
        }
    }

    /// <summary>
    /// Few matches are ranked by BM25. It looks up the length of every match, which for a common word takes most of a search and says little,
    /// as the word says little: many matches are ranked by whether the title has all words, then by samples.
    /// </summary>
    private static TextMatches Find(SqliteConnection connection, TextQuery query, Snapshot snapshot)
    {
        var matches = new TextMatches(snapshot.ExperimentCount);
        var required = string.Join(" AND ", query.Terms.Where(t => !t.Excluded).Select(Phrase).Distinct());
        var excluded = string.Join(" OR ", query.Terms.Where(t => t.Excluded).Select(Phrase).Distinct());
        if (required.Length == 0)
        {
            for (var e = 0; e < snapshot.ExperimentCount; e++)
                matches.Add(e, Size(e));
            foreach (var (e, _) in Rows(connection, "0", excluded, snapshot))
                matches.Experiments.Remove(e);
            return matches;
        }
        var match = excluded.Length == 0 ? required : $"({required}) NOT ({excluded})";
        foreach (var (e, _) in Rows(connection, "0", match, snapshot))
            matches.Add(e, Size(e));
        var (score, among) = matches.Experiments.Count <= MostRankedByText ? ($"-bm25(text, {Weights})", match) : ("1", $"{{title}} : ({required})");
        foreach (var (e, value) in Rows(connection, score, among, snapshot))
            if (matches.Experiments.Contains(e))
                matches.Add(e, value + Size(e));
        return matches;

        // Less than one, whatever the number of samples.
        double Size(int e) => Math.Log2(1 + snapshot.ExperimentSizes[e]) / 32;
    }

    private static IEnumerable<(int Experiment, double Score)> Rows(SqliteConnection connection, string score, string match, Snapshot snapshot)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid, {score} FROM text WHERE text MATCH @match";
        command.Parameters.AddWithValue("@match", match);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return (snapshot.IndexOf(rows.GetInt32(0)), rows.GetDouble(1));
    }

    /// <summary>A term in FTS5's syntax; tokens hold nothing but letters and digits.</summary>
    private static string Phrase(TextTerm term)
    {
        var whole = $"\"{string.Join(' ', term.Tokens)}\"";
        return term.Prefix is { } prefix ? $"({whole} OR \"{string.Join(' ', term.Tokens[..^1].Add(prefix))}\" *)" : whole;
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
