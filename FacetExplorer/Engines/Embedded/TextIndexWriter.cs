using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Search;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// Writes a generation's full-text index into its own file beside the generation: one FTS5 row an experiment, fed with the analyzer's
/// tokens. Non-ASCII characters are token characters to the <c>ascii</c> tokenizer and tokens hold nothing but letters and digits, so
/// FTS5 splits exactly at the blanks. Between two values stands a token that no query has, so that phrases never cross values.
/// </summary>
internal static class TextIndexWriter
{
    /// <summary>Goes up with every change of the analyzer or of this layout; an index of another version is written anew.</summary>
    public const int Version = 1;

    private const char ValueEnd = '\uE000';
    private const int ReportEvery = 500;

    /// <summary>Writes the index under a temporary name, renames it into place and seals it.</summary>
    public static void Write(CatalogReader catalog, string file, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var connection = new SqliteConnection($"Data Source={temporary};Pooling=False"))
            {
                connection.Open();
                WriteRows(catalog, connection, progress, cancel);
            }
            DurableFile.Publish(temporary, file);
            FileSeal.Write(file, cancel);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteRows(CatalogReader catalog, SqliteConnection connection, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        Execute(connection, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
        Execute(connection, """
            CREATE VIRTUAL TABLE text USING fts5(title, publication_title, accession, description, submitter, other, content='', tokenize='ascii');
            """);
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO text(rowid, title, publication_title, accession, description, submitter, other) VALUES (@id, @c0, @c1, @c2, @c3, @c4, @c5)";
        var id = insert.Parameters.Add("@id", SqliteType.Integer);
        var columns = Enumerable.Range(0, ExperimentText.Columns).Select(i => insert.Parameters.Add($"@c{i}", SqliteType.Text)).ToArray();
        long done = 0;
        foreach (var experiment in catalog.Experiments(cancel))
        {
            id.Value = experiment.Id;
            var texts = ExperimentText.Of(experiment, catalog.SamplesOf(experiment.Id, cancel));
            for (var i = 0; i < columns.Length; i++)
                columns[i].Value = Tokens(texts[i]);
            insert.ExecuteNonQuery();
            if (++done % ReportEvery == 0)
                progress?.Report(new IndexProgress(done, catalog.Generation.Experiments));
        }
        Execute(connection, "INSERT INTO text(text) VALUES ('optimize')");
        Execute(connection, $"PRAGMA user_version={Version}");
        transaction.Commit();
        progress?.Report(new IndexProgress(done, catalog.Generation.Experiments));
    }

    /// <summary>The tokens of a column.</summary>
    private static string Tokens(IReadOnlyList<string> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            foreach (var token in TextAnalyzer.Tokens(value))
                text.Append(token).Append(' ');
            text.Append(ValueEnd).Append(' ');
        }
        return text.ToString();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
