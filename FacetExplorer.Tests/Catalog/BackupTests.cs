using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Search;
using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Catalog;

public sealed class BackupTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private string Zip => _catalog.PathOf("backup.zip");

    private CatalogFiles Other => new(_catalog.PathOf("other"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BackupContents Backup() => StateBackup.Write(_catalog.Files, Zip, TimeProvider.System, Cancel).Contents;

    private BackupContents Restore(bool replace = false) => StateRestore.Run(Other, Zip, replace, Cancel);

    private void Import(params string[] samples) =>
        _catalog.Import(_catalog.Write("samples.jsonl", [.. samples.Select(sample => $$"""{"accession": "{{sample}}"}""")]));

    private static Dictionary<string, string> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "import.lock").ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    [Fact]
    public void EverythingIsRestored_ButForTemporaryFilesAndImportsUnderWay()
    {
        Import("S1");
        Import("S2");
        Directory.CreateDirectory(Path.Combine(_catalog.Folder, "keys"));
        File.WriteAllText(Path.Combine(_catalog.Folder, "keys", "key-1.xml"), "<key/>");
        File.WriteAllText(_catalog.Files.FileBeside(2, "text.db"), "index");
        using var lists = new AccessionLists(_catalog.Folder, megabytes: 1, TimeProvider.System);
        lists.Keep(AccessionList.Of(["S1", "S2"]));
        var expected = FilesOf(_catalog.Folder);
        File.WriteAllText(Path.Combine(_catalog.Folder, "lists", "one.json.tmp"), "half");
        File.WriteAllText(_catalog.Files.GenerationFile(4) + ".tmp", "half");
        File.WriteAllText(_catalog.Files.GenerationFile(3), "not yet current");

        Assert.Equal(2, Backup().Generation);
        Restore();
        Assert.Equal(expected, FilesOf(Other.Folder));
        using var reader = CatalogReader.Open(Other.GenerationFile(2));
        Assert.Equal(2, reader.Samples(Cancel).Count());
        using var restored = new AccessionLists(Other.Folder, megabytes: 1, TimeProvider.System);
        Assert.NotNull(restored.Find(AccessionList.Of(["S2", "S1"]).Hash));
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        foreach (var path in OperatingSystem.IsWindows() ? [] : new[] { Zip, Path.Combine(Other.Folder, "keys"), Path.Combine(Other.Folder, "keys", "key-1.xml") })
            Assert.Equal(default, new FileInfo(path).UnixFileMode & Others);
    }

    [Fact]
    public async Task WhileImportsGoOn_EveryBackupIsOneWholeGeneration()
    {
        Import("S0");
        using var done = new CancellationTokenSource();
        var importing = Task.Run(() =>
        {
            for (var number = 2; !done.IsCancellationRequested; number++)
                Import([.. Enumerable.Range(0, number).Select(i => $"S{i}")]);
        }, Cancel);
        for (var i = 0; i < 15; i++)
        {
            var contents = Backup();
            Assert.Equal(contents, Restore(replace: i > 0), ByGeneration);
            using var reader = CatalogReader.Open(Other.GenerationFile(Other.CurrentNumber()!.Value));
            Assert.Equal((contents.Generation, contents.Generation), (reader.Generation.Number, reader.Samples(Cancel).Count()));
            Assert.All(Other.Numbers(), number => Assert.Empty(GenerationCheck.Problems(Other.GenerationFile(number), Cancel)));
        }
        await done.CancelAsync();
        await importing;
    }

    private static bool ByGeneration(BackupContents a, BackupContents b) => a.Generation == b.Generation;

    [Fact]
    public void ARunningImport_KeepsARestoreAway_AndWhatIsThereIsNotReplacedUnasked()
    {
        Import("S1");
        Backup();
        Restore();
        Assert.Contains("--replace", Assert.Throws<BackupException>(() => Restore()).Message, StringComparison.Ordinal);
        using (_catalog.Prepare(new ImportRequest([_catalog.Write("more.jsonl", """{"accession": "S2"}""")])))
            Assert.Contains("is running", Assert.Throws<BackupException>(() => StateRestore.Run(_catalog.Files, Zip, replace: true, Cancel)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Other.Folder, "stray"), "");
        Restore(replace: true);
        Assert.False(File.Exists(Path.Combine(Other.Folder, "stray")));
        Assert.Equal(["backup.zip", "more.jsonl", "other", "samples.jsonl", "state"], Directory.EnumerateFileSystemEntries(_catalog.PathOf("")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatAStoppedRestoreLeft_IsInNobodysWay()
    {
        Import("S1");
        Backup();
        Directory.CreateDirectory(Path.Combine(Other.Folder, "restore.tmp", "keys"));
        File.WriteAllText(Other.GenerationFile(1), "moved, and then the machine stopped");
        Restore();
        Assert.Equal(FilesOf(_catalog.Folder), FilesOf(Other.Folder));
        Directory.CreateDirectory(Other.Folder + ".restore.tmp");
        Restore(replace: true);
        Assert.False(Directory.Exists(Other.Folder + ".restore.tmp"));
    }

    [Fact]
    public void ADamagedGeneration_IsNotBackedUp()
    {
        Import("S1");
        Import("S2");
        File.AppendAllText(_catalog.Files.GenerationFile(1), "x");
        var (contents, leftOut) = StateBackup.Write(_catalog.Files, Zip, TimeProvider.System, Cancel);
        Assert.Contains("generation-000001.db is not as it was written", Assert.Single(leftOut), StringComparison.Ordinal);
        Assert.DoesNotContain(contents.Files, file => file.Path.Contains("000001", StringComparison.Ordinal));
        File.AppendAllText(_catalog.Files.GenerationFile(2), "x");
        var before = File.ReadAllBytes(Zip);
        Assert.Contains("is damaged", Assert.Throws<BackupException>(Backup).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Zip));
        Assert.Contains("no catalog", Assert.Throws<BackupException>(() => StateBackup.Write(Other, Zip, TimeProvider.System, Cancel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACatalogFolderThatIsALink_StaysOne_AndWhereItLeadsIsRestored()
    {
        Import("S1");
        Backup();
        var real = Directory.CreateDirectory(_catalog.PathOf("disk"));
        Directory.CreateSymbolicLink(Other.Folder, real.FullName);
        Restore();
        Restore(replace: true);
        Assert.Equal(real.FullName, new DirectoryInfo(Other.Folder).LinkTarget);
        Assert.Equal(FilesOf(_catalog.Folder), FilesOf(real.FullName));
    }

    [Theory]
    [InlineData(nameof(DiskStep.Flush))]
    [InlineData(nameof(DiskStep.Rename))]
    [InlineData(null)]
    public void ARestoreThatFailsOrIsCancelled_LeavesNothing(string? failing)
    {
        Import("S1");
        Backup();
        using var cancel = new CancellationTokenSource();
        if (failing is null)
            cancel.Cancel();
        DurableFile.Before.Value = (step, _) =>
        {
            if (step.ToString() == failing)
                throw new IOException("no space left");
        };
        Assert.ThrowsAny<Exception>(() => StateRestore.Run(Other, Zip, replace: false, cancel.Token));
        DurableFile.Before.Value = null;
        Assert.False(Directory.Exists(Other.Folder));
        Restore();
        Assert.ThrowsAny<Exception>(() => StateRestore.Run(Other, Zip, replace: true, new CancellationToken(canceled: true)));
        Assert.Equal(FilesOf(_catalog.Folder), FilesOf(Other.Folder));
        Assert.False(Directory.Exists(Other.Folder + ".restore.tmp"));
    }

    public static TheoryData<string> Evils => ["no zip", "cut", "no list", "empty list", "layout", "outside", "absolute", "backslash", "more", "fewer", "longer", "shorter", "bit", "current", "no current", "generation", "bomb", "list bomb"];

    [Theory]
    [MemberData(nameof(Evils))]
    public void ABackupThatIsNoneOrWasTamperedWith_IsRefused_AndWhatWasThereStays(string evil)
    {
        Import("S1");
        Backup();
        Restore();
        var before = FilesOf(Other.Folder);
        Spoil(evil);
        var refused = Assert.Throws<BackupException>(() => Restore(replace: true));
        Assert.StartsWith(Zip, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, FilesOf(Other.Folder));

        Directory.Delete(Other.Folder, recursive: true);
        Assert.Throws<BackupException>(() => Restore());
        Assert.Equal(["backup.zip", "samples.jsonl", "state"], Directory.EnumerateFileSystemEntries(_catalog.PathOf("")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void Spoil(string evil)
    {
        switch (evil)
        {
            case "no zip":
                File.WriteAllText(Zip, "no zip at all");
                return;
            case "cut":
                File.WriteAllBytes(Zip, File.ReadAllBytes(Zip)[..^200]);
                return;
        }
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Update);
        var list = JsonNode.Parse(Read(zip, "backup.json"))!;
        var files = list["files"]!.AsArray();
        switch (evil)
        {
            case "no list":
                zip.GetEntry("backup.json")!.Delete();
                return;
            case "empty list":
                zip.GetEntry("backup.json")!.Delete();
                Put(zip, [], "backup.json", "null"u8.ToArray());
                return;
            case "layout":
                list["format"] = 99;
                break;
            case "outside" or "absolute" or "backslash":
                Put(zip, files, evil switch { "outside" => "keys/../../evil", "absolute" => "/tmp/evil", _ => "..\\evil" }, "evil"u8.ToArray());
                break;
            case "more":
                Put(zip, [], "keys/unlisted.xml", "x"u8.ToArray());
                break;
            case "fewer":
                zip.GetEntry("current")!.Delete();
                break;
            case "longer":
                files[0]!["length"] = 7;
                break;
            case "shorter":
                files[0]!["length"] = 1L << 20;
                break;
            case "bit":
                files[0]!["sha256"] = new string('0', 64);
                break;
            case "current":
                list["generation"] = 5;
                break;
            case "no current":
                zip.GetEntry("current")!.Delete();
                files.Remove(files.First(file => (string)file!["path"]! == "current"));
                break;
            case "generation":
                var name = files.First(file => (string)file!["path"]! == "generation-000001.db")!;
                zip.GetEntry("generation-000001.db")!.Delete();
                files.Remove(name);
                Put(zip, files, "generation-000001.db", new byte[5000]);
                break;
            case "bomb":
                Put(zip, files, "zeros", new byte[20_000_000]);
                files[^1]!["length"] = 10;
                break;
            case "list bomb":
                zip.GetEntry("backup.json")!.Delete();
                Put(zip, [], "backup.json", new byte[70_000_000]);
                return;
        }
        zip.GetEntry("backup.json")!.Delete();
        Put(zip, [], "backup.json", Encoding.UTF8.GetBytes(list.ToJsonString()));
    }

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static void Put(ZipArchive zip, JsonArray files, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content);
        files.Add(JsonSerializer.SerializeToNode(new BackupFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), BackupContents.Json));
    }

    public void Dispose() => _catalog.Dispose();
}
