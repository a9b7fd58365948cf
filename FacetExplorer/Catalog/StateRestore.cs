using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FacetExplorer.Catalog;

/// <summary>
/// Puts a backup in a state folder. Everything is unpacked aside and checked first; then an empty folder gets it with <c>current</c> last,
/// and a folder that is replaced is exchanged as a whole.
/// </summary>
internal sealed class StateRestore
{
    private const string Aside = "restore.tmp";
    private const long LongestContents = 64 << 20;

    private readonly CatalogFiles _files;
    private readonly string _backup, _staging;
    private readonly CancellationToken _cancel;

    private StateRestore(CatalogFiles files, string backup, string staging, CancellationToken cancel) =>
        (_files, _backup, _staging, _cancel) = (files, backup, staging, cancel);

    /// <summary>Restores a backup into an empty folder, or in place of what is there.</summary>
    /// <exception cref="BackupException">It cannot be; what was there is as it was.</exception>
    public static BackupContents Run(CatalogFiles files, string backup, bool replace, CancellationToken cancel)
    {
        if (Directory.Exists(files.Folder) && Directory.ResolveLinkTarget(files.Folder, returnFinalTarget: true) is { } linked)
            files = new CatalogFiles(linked.FullName);
        var isEmpty = IsEmpty(files);
        if (!isEmpty && !replace)
            throw new BackupException($"{files.Folder} is not empty: name another folder with --catalog, or replace what is there with --replace.");
        if (!File.Exists(backup))
            throw new BackupException($"There is no backup {backup}.");
        var isNew = !Directory.Exists(files.Folder);
        Directory.CreateDirectory(files.Folder);
        var inFolder = Path.Combine(files.Folder, Aside);
        var restore = new StateRestore(files, backup, isEmpty ? inFolder : $"{files.Folder}.{Aside}", cancel);
        try
        {
            using var alone = Lock(files);
            if (isEmpty && !IsEmpty(files))
                throw new BackupException($"{files.Folder} was filled by someone else just now.");
            return isEmpty ? restore.IntoEmpty() : restore.InPlace();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            throw new BackupException($"{backup} was not restored: {e.Message}", e);
        }
        finally
        {
            if (isNew && files.CurrentNumber() is null)
                Directory.Delete(files.Folder, recursive: true);
        }
    }

    /// <summary>What a restore that was stopped left counts for nothing.</summary>
    private static bool IsEmpty(CatalogFiles files) =>
        !Directory.Exists(files.Folder)
        || Directory.EnumerateFileSystemEntries(files.Folder).All(entry => entry == files.LockFile || entry == files.LastImportFile)
        || Directory.Exists(Path.Combine(files.Folder, Aside)) && !File.Exists(files.CurrentFile);

    private static FileStream Lock(CatalogFiles files)
    {
        try
        {
            return new FileStream(files.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new BackupException($"An import into {files.Folder} is running: wait for it to end.", e);
        }
    }

    private BackupContents IntoEmpty()
    {
        Clear();
        try
        {
            var contents = Unpack();
            var current = Path.Combine(_staging, Path.GetFileName(_files.CurrentFile));
            foreach (var entry in Directory.EnumerateFileSystemEntries(_staging).Where(entry => entry != current).ToList())
                Move(entry, Path.Combine(_files.Folder, Path.GetFileName(entry)));
            DurableFile.SyncFolder(_files.Folder);
            DurableFile.Publish(current, _files.CurrentFile);
            Directory.Delete(_staging);
            return contents;
        }
        catch when (!File.Exists(_files.CurrentFile))
        {
            Clear();
            throw;
        }
    }

    /// <summary>Everything but the lock, which is held.</summary>
    private void Clear()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(_files.Folder).Where(entry => entry != _files.LockFile).ToList())
            Delete(entry);
    }

    private BackupContents InPlace()
    {
        Delete(_staging);
        try
        {
            var contents = Unpack();
            Exchange(_staging, _files.Folder);
            DurableFile.SyncFolder(Path.GetDirectoryName(_files.Folder)!);
            return contents;
        }
        finally
        {
            // Before the exchange what was unpacked, after it what was replaced.
            Delete(_staging);
        }
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }

    private BackupContents Unpack()
    {
        using var zip = ZipFile.OpenRead(_backup);
        var contents = Contents(zip);
        var free = new DriveInfo(_files.Folder).AvailableFreeSpace;
        var needed = contents.Files.Sum(file => file.Length);
        if (needed > free)
            throw new BackupException($"{_backup} needs {needed} bytes, and there are {free} where {_files.Folder} is.");
        Directory.CreateDirectory(_staging);
        if (!OperatingSystem.IsWindows())
            new DirectoryInfo(_staging).UnixFileMode = new DirectoryInfo(_files.Folder).UnixFileMode;
        foreach (var file in contents.Files)
            Unpack(zip.GetEntry(file.Path)!, file);
        var unpacked = new CatalogFiles(_staging);
        if (unpacked.CurrentNumber() != contents.Generation)
            throw new InvalidDataException($"it says that generation {contents.Generation} is current, and holds {unpacked.CurrentNumber()?.ToString(null, null) ?? "none"}.");
        if (GenerationCheck.Problems(unpacked.GenerationFile(contents.Generation), _cancel) is { Count: > 0 } problems)
            throw new InvalidDataException($"generation {contents.Generation} in it is damaged: {string.Join("; ", problems.Take(5))}.");
        return contents;
    }

    private static BackupContents Contents(ZipArchive zip)
    {
        if (zip.GetEntry(BackupContents.Entry) is not { Length: <= LongestContents } entry)
            throw new InvalidDataException($"it is no backup: {BackupContents.Entry} is not in it.");
        using var bytes = new MemoryStream();
        using (var packed = entry.Open())
            if (CheckedCopy.Run(packed, bytes, LongestContents, CancellationToken.None).Length > LongestContents)
                throw new InvalidDataException($"{BackupContents.Entry} is longer than {LongestContents} bytes.");
        var contents = JsonSerializer.Deserialize<BackupContents>(bytes.ToArray(), BackupContents.Json) ?? throw new InvalidDataException($"{BackupContents.Entry} is empty.");
        if (contents.Format != BackupContents.CurrentFormat)
            throw new InvalidDataException($"it has layout {contents.Format}, this program reads layout {BackupContents.CurrentFormat}.");
        var names = contents.Files.Select(file => file.Path).Append(BackupContents.Entry).ToList();
        if (names.Find(name => !IsBelow(name)) is { } outside)
            throw new InvalidDataException($"\"{outside}\" in it is no place below a folder.");
        if (!names.Order(StringComparer.Ordinal).SequenceEqual(zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal)) || contents.Files.Any(file => file.Length < 0))
            throw new InvalidDataException($"its files are not those that {BackupContents.Entry} names.");
        return contents;
    }

    /// <summary>Whether a name leads nowhere but down, on every system.</summary>
    private static bool IsBelow(string name) =>
        name.Split('/').All(part => part is not ("" or "." or ".." or Aside) && !part.Any(c => char.IsControl(c) || c is '\\' or ':'));

    private void Unpack(ZipArchiveEntry entry, BackupFile file)
    {
        var target = Path.Combine(_staging, file.Path);
        CreatePrivate(Path.GetDirectoryName(target)!);
        using var packed = entry.Open();
        using var unpacked = file.Path.Contains('/', StringComparison.Ordinal)
            ? new FileStream(target, StateBackup.Options(FileMode.CreateNew, FileAccess.Write))
            : new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        if (CheckedCopy.Run(packed, unpacked, file.Length, _cancel) != (file.Length, file.Sha256))
            throw new InvalidDataException($"{file.Path} in it is damaged: it is not the {file.Length} bytes that were backed up.");
        unpacked.Flush(flushToDisk: true);
    }

    /// <summary>Catalogs are for whoever may read the state folder; keys and the like stand in folders of their own.</summary>
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>In one step where the system can, so that at no instant there is neither.</summary>
    private static void Exchange(string unpacked, string folder)
    {
        if (OperatingSystem.IsLinux() && RenameAt2(AtWorkingFolder, Path0(unpacked), AtWorkingFolder, Path0(folder), RenameExchange) == 0)
            return;
        var replaced = $"{folder}.replaced.tmp";
        Directory.Move(folder, replaced);
        try
        {
            Directory.Move(unpacked, folder);
        }
        catch
        {
            Directory.Move(replaced, folder);
            throw;
        }
        Directory.Move(replaced, unpacked);
    }

    private const int AtWorkingFolder = -100;
    private const uint RenameExchange = 2;

    private static byte[] Path0(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameAt2(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);
}
