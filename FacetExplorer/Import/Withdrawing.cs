using System.Globalization;
using FacetExplorer.Catalog;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Import;

/// <summary>Writes down which accessions an import removes, so that their pages can say so.</summary>
/// <param name="connection">Where the new generation is written.</param>
/// <param name="before">The schema name of the generation before.</param>
internal sealed class Withdrawing(SqliteConnection connection, string before)
{
    private static readonly (Level Level, string Table)[] Levels = [(Level.Experiment, "Experiments"), (Level.Sample, "Samples")];

    /// <summary>Takes over what had been withdrawn before, and the history, from a generation that is not the one being written on.</summary>
    public void TakeOver()
    {
        foreach (var table in new[] { "Withdrawals", "Versions" })
            if (GenerationCheck.Scalar(connection, $"SELECT COUNT(*) FROM {before}.sqlite_master WHERE name = '{table}'") == 1)
                Execute($"INSERT INTO main.{table} SELECT * FROM {before}.{table}");
    }

    /// <summary>What was there and is not.</summary>
    public void Withdraw(DateTimeOffset at)
    {
        foreach (var (level, table) in Levels)
        {
            var gone = $"NOT EXISTS (SELECT 1 FROM main.{table} b WHERE b.Accession = a.Accession)";
            Execute($"""
                INSERT OR REPLACE INTO main.Withdrawals(Level, Accession, Date)
                SELECT {(int)level}, Accession, '{at.ToString("O", CultureInfo.InvariantCulture)}' FROM (
                    SELECT a.Accession FROM {before}.{table} a WHERE {gone}
                    UNION ALL SELECT x.Accession FROM {before}.Aliases x JOIN {before}.{table} a ON a.Id = x.RecordId WHERE x.Level = {(int)level} AND {gone})
                """);
        }
    }

    /// <summary>What is there again is not withdrawn.</summary>
    public void Return()
    {
        foreach (var (level, table) in Levels)
            Execute($"""
                DELETE FROM main.Withdrawals WHERE Level = {(int)level} AND (
                    EXISTS (SELECT 1 FROM main.{table} b WHERE b.Accession = Withdrawals.Accession)
                    OR EXISTS (SELECT 1 FROM main.Aliases x WHERE x.Level = {(int)level} AND x.Accession = Withdrawals.Accession))
                """);
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
