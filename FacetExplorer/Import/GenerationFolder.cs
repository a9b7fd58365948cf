using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>The state folder as the one import that runs sees it.</summary>
internal sealed class GenerationFolder : IDisposable
{
    /// <summary>Generations kept, the current one included, so that readers in other processes are not left behind.</summary>
    private const int Kept = 3;

    /// <summary>What Linux, macOS and Windows call a file that another process holds.</summary>
    private static readonly int[] IsHeld = [11, 35, unchecked((int)0x80070020)];

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
            throw e is IOException && IsHeld.Contains(e.HResult)
                ? new BusyException($"Another import into {files.Folder} is running: wait for it to end.", e)
                : new ImportException($"The folder {files.Folder} cannot be written: {e.Message}", e);
        }
        try
        {
            Current = files.CurrentNumber();
            RemoveLeftovers();
            Next = 1 + Math.Max(Current ?? 0, files.Numbers() is [.., var last] ? last : 0);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public int? Current { get; private set; }

    /// <summary>Higher than any number there has been, also after an older generation was made current.</summary>
    public int Next { get; }

    public string Temporary => _files.GenerationFile(Next) + ".tmp";

    /// <summary>Makes the new generation current, and lets the oldest go.</summary>
    public void Publish(int number)
    {
        MakeCurrent(number);
        Prune(Kept);
    }

    /// <summary>Makes another generation current; those that come after it are marked, so that they are not taken for leftovers.</summary>
    public void RollBack(int number)
    {
        foreach (var later in _files.Numbers().Where(later => later > number))
            DurableFile.Write(_files.PublishedMark(later), "");
        MakeCurrent(number);
    }

    private void MakeCurrent(int number)
    {
        DurableFile.Write(_files.CurrentFile, Path.GetFileName(_files.GenerationFile(number)) + "\n");
        Current = number;
    }

    /// <summary>Removes all but the last generations, the current one, kept ones, and those that somebody reads.</summary>
    /// <returns>What was removed, and what only a reader saved.</returns>
    public (IReadOnlyList<int> Removed, IReadOnlyList<int> Read) Prune(int last)
    {
        var old = _files.Numbers().SkipLast(last).Where(number => number != Current && !_files.IsKept(number))
            .ToLookup(number => IsUnread(_files.GenerationFile(number)));
        foreach (var number in old[true])
            Remove(number);
        return ([.. old[true]], [.. old[false]]);
    }

    /// <summary>Says whether a generation is never to be pruned.</summary>
    public void Keep(int number, bool keep)
    {
        if (keep)
            DurableFile.Write(_files.KeptMark(number), "");
        else
            File.Delete(_files.KeptMark(number));
    }

    /// <summary>What killed imports left: temporary files, and generations that never became current.</summary>
    private void RemoveLeftovers()
    {
        foreach (var temporary in Directory.EnumerateFiles(_files.Folder, "*.tmp*"))
            File.Delete(temporary);
        if (Current is null && _files.Numbers() is [.., > 1 and var last])
            throw new ImportException($"{_files.CurrentFile} is missing although there are generations: write {Path.GetFileName(_files.GenerationFile(last))} into it, or empty the folder.");
        foreach (var unpublished in _files.Numbers().Where(number => number > (Current ?? 0) && !_files.IsPublished(number)))
            Remove(unpublished);
    }

    /// <summary>Removes what stands beside a generation, then the generation: killed in between, it is still whole.</summary>
    public void Remove(int number)
    {
        var generation = _files.GenerationFile(number);
        foreach (var file in _files.FilesOf(number).Where(file => file != generation))
            File.Delete(file);
        File.Delete(generation);
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
