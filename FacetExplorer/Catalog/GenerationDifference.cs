using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>Two generations side by side; both stay while they are compared.</summary>
internal sealed class GenerationDifference : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=file::memory:;Pooling=False");
    private readonly CancellationTokenRegistration _interrupt;

    /// <exception cref="CatalogUnavailableException">One of them cannot be read.</exception>
    public GenerationDifference(string from, string to, CancellationToken cancel)
    {
        From = CatalogReader.Open(from);
        To = CatalogReader.Open(to);
        _connection.Open();
        foreach (var (file, name) in new[] { (from, "older"), (to, "newer") })
        {
            using var attach = _connection.CreateCommand();
            attach.CommandText = $"ATTACH $file AS {name}";
            attach.Parameters.AddWithValue("$file", CatalogFiles.ImmutableUri(file));
            attach.ExecuteNonQuery();
        }
        Comparison = new CatalogComparison(_connection, "older", "newer");
        _interrupt = cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(_connection.Handle));
    }

    public CatalogReader From { get; }

    public CatalogReader To { get; }

    public CatalogComparison Comparison { get; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _connection.Dispose();
        From.Dispose();
        To.Dispose();
    }
}
