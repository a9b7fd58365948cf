using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>The state folder as the one import that runs sees it.</summary>
internal sealed class GenerationFolder : IDisposable
{
    /// <summary>Generations kept, the current one included, so that readers in other processes are not left behind.</summary>
    private const int Kept = 3;

    private readonly CatalogFiles _files;
    private readonly FileStream _lock;

    /// <exception cref="ImportException">Another import is running.</exception>
    public GenerationFolder(CatalogFiles files)
    {
        _files = files;
        try
        {
            Directory.CreateDirectory(files.Folder);
            _lock = new FileStream(files.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(files.LockFile)
                ? new BusyException($"Another import into {files.Folder} is running: wait for it to end.", e)
                : new ImportException($"The folder {files.Folder} cannot be written: {e.Message}", e);
        }
        try
        {
            Current = files.CurrentNumber();
            RemoveLeftovers();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public int? Current { get; }

    public int Next => (Current ?? 0) + 1;

    public string Temporary => _files.GenerationFile(Next) + ".tmp";

    /// <summary>Makes the generation current, and lets the oldest go that nobody reads.</summary>
    public void Publish(int number)
    {
        DurableFile.Write(_files.CurrentFile, Path.GetFileName(_files.GenerationFile(number)) + "\n");
        foreach (var old in _files.Numbers().SkipLast(Kept))
            if (IsUnread(_files.GenerationFile(old)))
                Remove(old);
    }

    /// <summary>What killed imports left: temporary files, and generations that never became current.</summary>
    private void RemoveLeftovers()
    {
        foreach (var temporary in Directory.EnumerateFiles(_files.Folder, "*.tmp*"))
            File.Delete(temporary);
        if (Current is null && _files.Numbers() is [.., > 1 and var last])
            throw new ImportException($"{_files.CurrentFile} is missing although there are generations: write {Path.GetFileName(_files.GenerationFile(last))} into it, or empty the folder.");
        foreach (var unpublished in _files.Numbers().Where(number => number >= Next))
            Remove(unpublished);
    }

    public void Remove(int number)
    {
        foreach (var file in Directory.EnumerateFiles(_files.Folder, Path.GetFileName(_files.FileBeside(number, "*"))))
            File.Delete(file);
    }

    /// <summary>A reader holds its file open for shared reading.</summary>
    private static bool IsUnread(string file)
    {
        try
        {
            using var alone = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _lock.Dispose();
}
