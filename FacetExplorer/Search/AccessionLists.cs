using System.Text.Json;
using FacetExplorer.Catalog;
using Microsoft.Extensions.Caching.Memory;

namespace FacetExplorer.Search;

/// <summary>
/// Readers' lists on disk, one file a list, by what they hold. When they take up too much room, those go that nobody used for the longest
/// time; using one is written down once an hour, as the time of its file.
/// </summary>
public sealed class AccessionLists : IDisposable
{
    private const int KeptInMemory = 100;

    /// <summary>What a file takes up at least.</summary>
    private const long Block = 4096;

    private static readonly TimeSpan NotedAgainAfter = TimeSpan.FromHours(1);

    private readonly MemoryCache _recent = new(new MemoryCacheOptions { SizeLimit = KeptInMemory });
    private readonly Lock _writing = new();
    private readonly string _folder;
    private readonly long _mostBytes;
    private readonly TimeProvider _time;

    /// <param name="state">The state folder.</param>
    /// <param name="megabytes">What all lists together may take up.</param>
    /// <param name="time">Says when a list was used.</param>
    public AccessionLists(string state, int megabytes, TimeProvider time) =>
        (_folder, _mostBytes, _time) = (Path.Combine(Path.GetFullPath(state), "lists"), megabytes * 1024L * 1024L, time);

    /// <summary>The list of this name, or null where there is none, or none any more.</summary>
    public AccessionList? Find(string hash)
    {
        if (!AccessionList.IsHash(hash))
            return null;
        if (_recent.TryGetValue(hash, out (AccessionList List, long Noted) known) && _time.GetElapsedTime(known.Noted) < NotedAgainAfter)
            return known.List;
        if (Load(hash) is not { } list)
            return null;
        Note(list);
        return list;
    }

    /// <summary>Keeps a list, and makes room for it.</summary>
    /// <exception cref="SearchUnavailableException">The disk does not take it.</exception>
    public void Keep(AccessionList list)
    {
        try
        {
            lock (_writing)
            {
                Directory.CreateDirectory(_folder);
                if (Load(list.Hash) is null)
                    DurableFile.Write(FileOf(list.Hash), System.Text.Encoding.UTF8.GetString(list.Json));
                Note(list);
                Prune(list.Hash);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SearchUnavailableException("The list could not be kept; the server's log says why.", e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _recent.Dispose();

    private string FileOf(string hash) => Path.Combine(_folder, $"{hash}.json");

    private AccessionList? Load(string hash)
    {
        try
        {
            var list = AccessionList.Of(JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(FileOf(hash))) ?? []);
            return list.Hash == hash ? list : null; // another one is damaged
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Note(AccessionList list)
    {
        _recent.Set(list.Hash, (list, _time.GetTimestamp()), new MemoryCacheEntryOptions { Size = 1 });
        try
        {
            File.SetLastWriteTimeUtc(FileOf(list.Hash), _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed meanwhile, or a folder that only can be read: it is used all the same.
        }
    }

    private void Prune(string newest)
    {
        long taken = 0;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles().OrderByDescending(f => f.LastWriteTimeUtc).ToList())
        {
            taken += Math.Max(Block, file.Length);
            if (taken <= _mostBytes || file.Name == $"{newest}.json")
                continue;
            file.Delete();
            _recent.Remove(Path.GetFileNameWithoutExtension(file.Name));
        }
    }
}
