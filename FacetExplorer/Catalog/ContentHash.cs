using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>
/// A sum over everything a generation holds, independent of order, ids and import times: equal content, equal hash.
/// </summary>
internal static class ContentHash
{
    private static string Described(string table) =>
        $"""
        SELECT r.Accession, r.Fields, COALESCE(s.Name, '') FROM {table} r
        LEFT JOIN Files f ON f.Id = r.FileId LEFT JOIN Sources s ON s.Id = f.SourceId
        """;

    private static string Contributed(string table, Level level) =>
        $"""
        SELECT r.Accession, c.Fields, s.Name FROM Contributions c
        JOIN {table} r ON r.Id = c.RecordId JOIN Sources s ON s.Id = c.SourceId WHERE c.Level = {(int)level}
        """;

    private const string Listed =
        """
        SELECT a.Accession, e.Accession, s.Name FROM Memberships m
        JOIN Samples a ON a.Id = m.SampleId JOIN Experiments e ON e.Id = m.ExperimentId JOIN Sources s ON s.Id = m.SourceId
        ORDER BY m.SampleId
        """;

    /// <summary>The hash of a whole file.</summary>
    public static string Of(SqliteConnection connection, CancellationToken cancel)
    {
        UInt128 sum = 0;
        Add('E', Described("Experiments"));
        Add('S', Described("Samples"));
        Add('e', Contributed("Experiments", Level.Experiment));
        Add('s', Contributed("Samples", Level.Sample));
        Add('M', Listed);
        return sum.ToString("x32", CultureInfo.InvariantCulture);

        void Add(char kind, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            var hash = new XxHash128();
            while (rows.Read())
            {
                cancel.ThrowIfCancellationRequested();
                hash.Append([(byte)kind]);
                for (var column = 0; column < 3; column++)
                {
                    hash.Append(MemoryMarshal.AsBytes<char>(rows.GetString(column)));
                    // No text holds half a surrogate pair, so it parts them without ambiguity.
                    hash.Append([0x00, 0xD8]);
                }
                sum = unchecked(sum + hash.GetCurrentHashAsUInt128());
                hash.Reset();
            }
        }
    }
}
