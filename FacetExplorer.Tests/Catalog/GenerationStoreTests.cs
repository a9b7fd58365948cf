using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Tests.Import;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Tests.Catalog;

public sealed class GenerationStoreTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void ImportNumber(int number) => _catalog.Import(
        new ImportRequest([_catalog.Write("samples.jsonl", [.. Enumerable.Range(0, number).Select(i => $$"""{"accession": "S{{i}}", "n": {{number}}}""")])]) { Replace = true });

    [Fact]
    public async Task EmptyFolder_HasNothingToLease()
    {
        await using var store = new GenerationStore(_catalog.Folder);
        Assert.False(await store.RefreshAsync(Cancel));
        Assert.Null(store.Current);
        Assert.Contains(_catalog.Folder, Assert.Throws<CatalogUnavailableException>(store.Lease).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_MovesOn_AndTheOldOneClosesAfterItsLastLease()
    {
        var indexes = new List<Index>();
        await using var store = new GenerationStore(_catalog.Folder, (reader, _) =>
        {
            indexes.Add(new Index(reader.Generation.Number));
            return Task.FromResult<IDisposable?>(indexes[^1]);
        });
        var changes = 0;
        store.Changed += () => changes++;
        ImportNumber(1);
        Assert.True(await store.RefreshAsync(Cancel));
        Assert.False(await store.RefreshAsync(Cancel));
        var first = store.Lease();
        var second = store.Lease();
        ImportNumber(2);
        Assert.True(await store.RefreshAsync(Cancel));
        using (var now = store.Lease())
            Assert.Equal((2, 2), (now.Generation.Number, ((Index)now.Index!).Number));
        Assert.Equal((1, 1L), (first.Generation.Number, first.Generation.Samples));
        first.Dispose();
        first.Dispose();
        Assert.False(indexes[0].IsDisposed);
        Assert.Single(second.Reader.Samples(Cancel));
        second.Dispose();
        Assert.True(indexes[0].IsDisposed);
        Assert.False(indexes[1].IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => second.Reader);
        Assert.Equal(2, changes);
    }

    [Fact]
    public async Task Older_AreOpenedWhenAskedFor_AFewAtATime()
    {
        var indexes = new List<Index>();
        ImportNumber(1);
        File.WriteAllText(new CatalogFiles(_catalog.Folder).KeptMark(1), "");
        for (var number = 2; number <= 4; number++)
            ImportNumber(number);
        await using var store = new GenerationStore(_catalog.Folder, (reader, _) =>
        {
            indexes.Add(new Index(reader.Generation.Number));
            return Task.FromResult<IDisposable?>(indexes[^1]);
        }, olderOpen: 2);
        await store.RefreshAsync(Cancel);
        foreach (var number in (int?[])[null, 4, 3, 2, 3, 1])
            using (var lease = await store.LeaseAsync(number, Cancel))
                Assert.Equal((number ?? 4, (long)(number ?? 4)), (lease.Generation.Number, lease.Generation.Samples));
        Assert.Equal([(4, false), (3, false), (2, true), (1, false)], indexes.Select(i => (i.Number, i.IsDisposed)));

        Assert.Equal(5, (await Assert.ThrowsAsync<GenerationNotKeptException>(() => store.LeaseAsync(5, Cancel))).Number);
        File.WriteAllText(store.Files.GenerationFile(2), "damaged");
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.LeaseAsync(2, Cancel));
        await store.DisposeAsync();
        Assert.All(indexes, index => Assert.True(index.IsDisposed));
    }

    [Fact]
    public async Task FolderBegunAnew_IsNoticedUnderTheSameNumber()
    {
        await using var store = new GenerationStore(_catalog.Folder);
        ImportNumber(1);
        await store.RefreshAsync(Cancel);
        Directory.Delete(_catalog.Folder, recursive: true);
        Assert.False(await store.RefreshAsync(Cancel));
        ImportNumber(3);
        Assert.True(await store.RefreshAsync(Cancel));
        Assert.Equal((1, 3L), (store.Current!.Number, store.Current.Samples));
    }

    [Fact]
    public async Task FailedPreparation_KeepsTheOldGeneration()
    {
        await using var store = new GenerationStore(_catalog.Folder, (reader, _) =>
            reader.Generation.Number == 1 ? Task.FromResult<IDisposable?>(null) : throw new InvalidOperationException("no index"));
        ImportNumber(1);
        await store.RefreshAsync(Cancel);
        ImportNumber(2);
        Assert.False(await store.RefreshAsync(Cancel));
        Assert.Equal("Generation 2 cannot be served: no index", store.Trouble!.Message);
        Assert.Equal(1, store.Current!.Number);
        using var lease = store.Lease();
        Assert.Single(lease.Reader.Samples(Cancel));
    }

    [Fact]
    public async Task ConcurrentReaders_NeverSeeHalfAGeneration()
    {
        await using var store = new GenerationStore(_catalog.Folder);
        ImportNumber(1);
        await store.RefreshAsync(Cancel);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            for (; !done.IsCancellationRequested || reads == 0; reads++)
            {
                using var lease = store.Lease();
                var samples = lease.Reader.Samples(Cancel).ToList();
                Assert.Equal(lease.Generation.Number, samples.Count);
                Assert.All(samples, sample => Assert.Equal($"{samples.Count}", sample.Fields["n"].Single()));
                Assert.NotNull(await lease.Reader.FindSampleAsync($"S{samples.Count - 1}", Cancel));
            }
            return reads;
        }, Cancel)).ToList();
        for (var number = 2; number <= 12; number++)
        {
            ImportNumber(number);
            Assert.True(await store.RefreshAsync(Cancel));
        }
        await done.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
        Assert.Equal(12, store.Current!.Number);
    }

    [Fact]
    public async Task OldGenerations_GoWithTheirIndex_UnlessSomeoneReadsThem()
    {
        await using var store = new GenerationStore(_catalog.Folder);
        ImportNumber(1);
        File.WriteAllText(store.FileBeside(1, "text.db"), "index");
        await store.RefreshAsync(Cancel);
        for (var number = 2; number <= 5; number++)
            ImportNumber(number);
        Assert.Equal([1, 3, 4, 5], store.Files.Numbers());
        using (var lease = store.Lease())
            Assert.Single(lease.Reader.Samples(Cancel));
        await store.RefreshAsync(Cancel);
        ImportNumber(6);
        Assert.Equal([4, 5, 6], store.Files.Numbers());
        Assert.False(File.Exists(store.FileBeside(1, "text.db")));
    }

    [Fact]
    public void Check_FindsDamage()
    {
        ImportNumber(200);
        var file = _catalog.Files.GenerationFile(1);
        Assert.Empty(GenerationCheck.Problems(file, Cancel));

        // An earlier version of the program kept no checksum.
        File.Delete(file + FileSeal.Suffix);
        Change(file, "UPDATE Samples SET Fields = '{\"n\":7}' WHERE Id = 3");
        Assert.Contains("content hash", Assert.Single(GenerationCheck.Problems(file, Cancel)), StringComparison.Ordinal);
        Change(file, "DELETE FROM Samples WHERE Id = 3");
        Assert.Contains(GenerationCheck.Problems(file, Cancel), problem => problem.StartsWith("samples: the generation says 200, the file holds 199", StringComparison.Ordinal));
        Change(file, "PRAGMA foreign_keys=OFF; INSERT INTO Memberships VALUES(1, 77, 1, 1)");
        Assert.Contains("Memberships", Assert.Single(GenerationCheck.Problems(file, Cancel)), StringComparison.Ordinal);

        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(bytes.Length / 2, 4096).Fill(0x5A);
        File.WriteAllBytes(file, bytes);
        Assert.NotEmpty(GenerationCheck.Problems(file, Cancel));
    }

    private static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _catalog.Dispose();

    private sealed class Index(int number) : IDisposable
    {
        public int Number => number;
        public bool IsDisposed { get; private set; }
        public void Dispose() => IsDisposed = true;
    }
}
