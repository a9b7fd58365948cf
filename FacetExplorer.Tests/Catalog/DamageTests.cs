using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Tests.Import;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Tests.Catalog;

/// <summary>Generation files that are no longer what they were written as.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Something in every table: two sources, a record that both describe, an alternate accession, memberships.</summary>
    private string MakeGenerations(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            _catalog.Write($"source-{number}/experiments.jsonl",
                $$"""{"accession": "E{{number}}", "title": "Experiment {{number}}", "sample_accession_codes": ["S0", "S{{number}}"], "alternate_accessions": ["A{{number}}"]}""");
            _catalog.Write($"source-{number}/samples.jsonl", $$"""{"accession": "S0", "from": "{{number}}"}""", $$"""{"accession": "S{{number}}", "organism": "mouse"}""");
            _catalog.Import(_catalog.PathOf($"source-{number}"));
        }
        return _catalog.Files.GenerationFile(count);
    }

    public static TheoryData<string> Damages => ["flip", "truncate", "empty", "missing", "schema", "table", "seal", "text"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ADamagedGeneration_IsNotServed_ButTheNewestSoundOneBeforeIt(string damage)
    {
        var file = MakeGenerations(3);
        Damage(file, damage);
        await using var store = new GenerationStore(_catalog.Folder);
        Assert.True(await store.RefreshAsync(Cancel));
        Assert.Equal((2, 3L), (store.Current!.Number, store.Current.Samples));
        Assert.Contains("Generation 3 cannot be served: ", store.Trouble!.Message, StringComparison.Ordinal);
        Assert.False(await store.RefreshAsync(Cancel));
        Assert.NotNull(store.Trouble);
        using (var lease = store.Lease())
            Assert.Equal(3, lease.Reader.Samples(Cancel).Count());

        Damage(_catalog.Files.GenerationFile(2), "flip");
        await using var later = new GenerationStore(_catalog.Folder);
        Assert.True(await later.RefreshAsync(Cancel));
        Assert.Equal(1, later.Current!.Number);
        Assert.Equal(1, _catalog.Files.Numbers()[0]);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ARunningServer_KeepsWhatItServes_AndMovesOnWhenAllIsWellAgain(string damage)
    {
        MakeGenerations(1);
        await using var store = new GenerationStore(_catalog.Folder);
        await store.RefreshAsync(Cancel);
        var file = MakeGenerations(2);
        var sound = File.ReadAllBytes(file);
        var seal = File.ReadAllBytes(file + FileSeal.Suffix);
        Damage(file, damage);
        Assert.False(await store.RefreshAsync(Cancel));
        Assert.Equal(1, store.Current!.Number);
        Assert.NotNull(store.Trouble);
        File.WriteAllBytes(file, sound);
        File.WriteAllBytes(file + FileSeal.Suffix, seal);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        Assert.True(await store.RefreshAsync(Cancel));
        Assert.Equal(2, store.Current!.Number);
        Assert.Null(store.Trouble);
    }

    [Theory]
    [InlineData("")]
    [InlineData("generation-00")]
    [InlineData("../generation-000003.db")]
    [InlineData(null)]
    public async Task CurrentThatNamesNothing_IsSaid_AndTheNewestIsServed(string? current)
    {
        MakeGenerations(3);
        File.Delete(_catalog.Files.CurrentFile);
        if (current is not null)
            File.WriteAllText(_catalog.Files.CurrentFile, current);
        await using var store = new GenerationStore(_catalog.Folder);
        Assert.True(await store.RefreshAsync(Cancel));
        Assert.Equal(3, store.Current!.Number);
        Assert.Contains(_catalog.Files.CurrentFile, store.Trouble!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenNothingIsSound_NothingIsServed_AndTheReasonIsSaid()
    {
        Damage(MakeGenerations(1), "flip");
        await using var store = new GenerationStore(_catalog.Folder);
        Assert.False(await store.RefreshAsync(Cancel));
        Assert.Null(store.Current);
        Assert.Contains("generation-000001.db is not as it was written", Assert.Throws<CatalogUnavailableException>(store.Lease).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsBuiltOnADamagedGeneration_ButItCanBeReplaced()
    {
        Damage(MakeGenerations(2), "text");
        var more = _catalog.Write("more.jsonl", """{"accession": "S9"}""");
        var refused = Assert.Throws<ImportException>(() => _catalog.Import(more));
        Assert.Contains("generation-000002.db is not as it was written", refused.Message, StringComparison.Ordinal);
        Assert.Contains("generations rollback 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], _catalog.Files.Numbers());

        var report = _catalog.Import(new ImportRequest([more]) { Replace = true });
        Assert.Equal((1L, 2), (report.Samples, report.Replaced!.Value));
        File.WriteAllText(_catalog.Files.CurrentFile, "generation-000001.db\n");
        Assert.Equal(3, _catalog.Import(more).Samples);
    }

    [Fact]
    public void AChangeAnywhereInTheFile_IsFound()
    {
        var file = MakeGenerations(2);
        var bytes = File.ReadAllBytes(file);
        Assert.Empty(GenerationCheck.Problems(file, Cancel));
        for (var at = 0; at < bytes.Length; at += 251)
        {
            bytes[at] ^= 0x10;
            File.WriteAllBytes(file, bytes);
            Assert.True(GenerationCheck.Problems(file, Cancel).Count > 0, $"a flipped bit in byte {at} of {bytes.Length}");
            bytes[at] ^= 0x10;
        }
        File.WriteAllBytes(file, bytes);
        Assert.Empty(GenerationCheck.Problems(file, Cancel));
    }

    [Fact]
    public void AChangeInAnyColumnOfAnyTable_IsFound()
    {
        MakeGenerations(2);
        _catalog.Write("source-2/experiments.jsonl", """{"accession": "E2", "title": "Experiment 2", "sample_accession_codes": ["S0"], "alternate_accessions": ["A2"]}""");
        _catalog.Write("source-2/samples.jsonl", """{"accession": "S0", "from": "2"}""");
        _catalog.Import(new ImportRequest([_catalog.PathOf("source-2")]) { Source = "source-2", IsWhole = true, AcceptRemovals = true });
        var file = _catalog.Files.GenerationFile(3);
        var sound = File.ReadAllBytes(file);
        var columns = Columns(file);
        Assert.Equal(10, columns.DistinctBy(column => column.Table).Count());
        foreach (var (table, column) in columns)
        {
            Change(file, $"PRAGMA ignore_check_constraints=1; UPDATE {table} SET {column} = COALESCE(CAST({column} AS TEXT), '') || '1' WHERE rowid = (SELECT MIN(rowid) FROM {table})");
            Assert.True(GenerationCheck.Problems(file, Cancel).Count > 0, $"{table}.{column}");
            File.WriteAllBytes(file, sound);
        }
    }

    private static List<(string Table, string Column)> Columns(string file)
    {
        using var connection = CatalogFiles.OpenImmutable(file);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
        using var rows = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (rows.Read())
            columns.Add((rows.GetString(0), rows.GetString(1)));
        return columns;
    }

    private static void Damage(string file, string how)
    {
        var bytes = File.ReadAllBytes(file);
        switch (how)
        {
            case "flip":
                bytes[bytes.Length * 2 / 3] ^= 1;
                File.WriteAllBytes(file, bytes);
                break;
            case "truncate":
                File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
                break;
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "missing":
                File.Delete(file);
                break;
            case "schema":
                File.Delete(file + FileSeal.Suffix);
                Change(file, "UPDATE Generations SET Schema = 999");
                break;
            case "table":
                File.Delete(file + FileSeal.Suffix);
                Change(file, "DROP TABLE Generations");
                break;
            case "seal":
                File.WriteAllText(file + FileSeal.Suffix, "?");
                break;
            default:
                Change(file, "UPDATE Samples SET Fields = '{\"organism\":\"house\"}'");
                break;
        }
    }

    private static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _catalog.Dispose();
}
