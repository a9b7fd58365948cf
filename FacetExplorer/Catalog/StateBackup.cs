using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace FacetExplorer.Catalog;

/// <summary>A backup could not be made or restored; what was there before is as it was.</summary>
public sealed class BackupException : Exception
{
    /// <summary>With the text the user sees.</summary>
    public BackupException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>What a backup holds; its last entry.</summary>
/// <param name="Format">The layout of the backup.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Generation">The generation that was current.</param>
/// <param name="Files">Every file, by its place in the state folder.</param>
internal sealed record BackupContents(int Format, DateTimeOffset CreatedAt, int Generation, IReadOnlyList<BackupFile> Files)
{
    public const string Entry = "backup.json";
    public const int CurrentFormat = 1;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">Its place below the state folder, with slashes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
internal sealed record BackupFile(string Path, long Length, string Sha256);

/// <summary>
/// Writes the state folder into a zip file while others use it. Generations never change once they are there and are held against being
/// removed; an import that runs meanwhile is not in the backup, as <c>current</c> is the one that was read at first.
/// </summary>
internal sealed class StateBackup : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CatalogFiles _files;
    private readonly List<FileStream> _held = [];
    private readonly List<string> _leftOut = [];
    private readonly List<BackupFile> _written = [];

    private StateBackup(CatalogFiles files) => _files = files;

    /// <summary>Writes a backup, in place of an earlier one of that name.</summary>
    /// <returns>What it holds, and why older generations were left out.</returns>
    /// <exception cref="BackupException">There is nothing sound to back up.</exception>
    public static (BackupContents Contents, IReadOnlyList<string> LeftOut) Write(CatalogFiles files, string target, TimeProvider clock, CancellationToken cancel)
    {
        target = Path.GetFullPath(target);
        if (target.StartsWith(files.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BackupException($"The backup {target} would lie in the folder it is of: name a file elsewhere.");
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        using var backup = new StateBackup(files);
        try
        {
            BackupContents contents;
            // It holds the keys that protect what readers send.
            using (var file = new FileStream(temporary, Options(FileMode.CreateNew, FileAccess.Write)))
                contents = backup.Write(file, clock, cancel);
            DurableFile.Publish(temporary, target);
            return (contents, backup._leftOut);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A file that only its owner may read.</summary>
    internal static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private BackupContents Write(FileStream file, TimeProvider clock, CancellationToken cancel)
    {
        var current = HoldGenerations(cancel);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var path in _held.Select(held => held.Name).SelectMany(Beside).Concat(Others()))
            Add(zip, path, cancel);
        AddCurrent(zip, current);
        var contents = new BackupContents(BackupContents.CurrentFormat, clock.GetUtcNow(), current, _written);
        using var entry = zip.CreateEntry(BackupContents.Entry).Open();
        JsonSerializer.Serialize(entry, contents, BackupContents.Json);
        return contents;
    }

    /// <summary>Holds the current generation and the sound ones that were current, as readers do.</summary>
    private int HoldGenerations(CancellationToken cancel)
    {
        var current = HoldCurrent(cancel);
        foreach (var other in _files.Numbers().Where(number => number != current && _files.IsPublished(number)))
            try
            {
                Hold(_files.GenerationFile(other), cancel);
            }
            catch (FileNotFoundException)
            {
                // An import let it go.
            }
            catch (BackupException e)
            {
                _leftOut.Add(e.Message);
            }
        return current;
    }

    private int HoldCurrent(CancellationToken cancel)
    {
        for (var number = Current(); ; number = Current())
            try
            {
                Hold(_files.GenerationFile(number), cancel);
                return number;
            }
            catch (FileNotFoundException) when (Current() != number)
            {
                // Imports went on and let it go before it was held.
            }
            catch (FileNotFoundException e)
            {
                throw new BackupException($"{e.Message} {_files.CurrentFile} names it.", e);
            }
    }

    private int Current() => _files.CurrentNumber() ?? throw new BackupException($"There is no catalog in {_files.Folder} to back up.");

    private void Hold(string file, CancellationToken cancel)
    {
        var held = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        _held.Add(held);
        if (FileSeal.Problem(file, cancel) is not { } problem)
            return;
        _held.Remove(held);
        held.Dispose();
        throw new BackupException($"{file} is damaged: {problem}.");
    }

    /// <summary>A generation's file and those beside it.</summary>
    private static IEnumerable<string> Beside(string generation) => Directory
        .EnumerateFiles(Path.GetDirectoryName(generation)!, $"{Path.GetFileNameWithoutExtension(generation)}.*")
        .Where(file => !IsTemporary(file)).Order(StringComparer.Ordinal);

    /// <summary>What else is kept: keys, and whatever readers have stored.</summary>
    private IEnumerable<string> Others() => Directory.EnumerateFiles(_files.Folder, "*", SearchOption.AllDirectories)
        .Where(file => file != _files.LockFile && file != _files.CurrentFile && file != _files.LastImportFile && !IsTemporary(file)
            && !Path.GetFileName(file).StartsWith("generation-", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static bool IsTemporary(string file) => Path.GetFileName(file).Contains(".tmp", StringComparison.Ordinal);

    private void Add(ZipArchive zip, string path, CancellationToken cancel)
    {
        FileStream content;
        try
        {
            content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return; // what is not a generation may go at any time
        }
        using (content)
            Add(zip, Path.GetRelativePath(_files.Folder, path).Replace(Path.DirectorySeparatorChar, '/'), content, cancel);
    }

    private void AddCurrent(ZipArchive zip, int number)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(_files.GenerationFile(number)) + "\n"));
        Add(zip, Path.GetFileName(_files.CurrentFile), content, CancellationToken.None);
    }

    private void Add(ZipArchive zip, string name, Stream content, CancellationToken cancel)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        var (length, sum) = CheckedCopy.Run(content, entry, long.MaxValue, cancel);
        _written.Add(new BackupFile(name, length, sum));
    }

    public void Dispose()
    {
        foreach (var held in _held)
            held.Dispose();
    }
}

/// <summary>Copies and sums.</summary>
internal static class CheckedCopy
{
    /// <summary>Copies up to a number of bytes.</summary>
    /// <returns>How many there were (one more than <paramref name="most"/> when there are more), and their checksum.</returns>
    public static (long Length, string Sha256) Run(Stream from, Stream to, long most, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[1 << 16];
        var length = 0L;
        for (int read; (read = from.Read(piece)) > 0; length += read)
        {
            cancel.ThrowIfCancellationRequested();
            if (length + read > most)
                return (most + 1, "");
            hash.AppendData(piece, 0, read);
            to.Write(piece, 0, read);
        }
        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
