namespace FacetExplorer.Catalog;

/// <summary>A data version that is not kept, or not where the search is answered.</summary>
public sealed class GenerationNotKeptException(int number, string message) : Exception(message)
{
    /// <summary>Which one.</summary>
    public int Number { get; } = number;
}

/// <summary>
/// Kept generations that are not served now, opened when one is asked for: a few at a time, those asked for last. One that is let go
/// is closed after its last lease.
/// </summary>
internal sealed class OlderGenerations(CatalogFiles files, int most, Func<string, CancellationToken, Task<OpenGeneration>> open) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private readonly List<(DateTime Written, OpenGeneration Generation)> _open = [];

    /// <summary>Holds one until it is disposed of.</summary>
    /// <exception cref="GenerationNotKeptException">It is not kept.</exception>
    /// <exception cref="CatalogUnavailableException">It cannot be read.</exception>
    public async Task<GenerationLease> LeaseAsync(int number, CancellationToken cancel)
    {
        await _opening.WaitAsync(cancel);
        try
        {
            var file = files.GenerationFile(number);
            if (most == 0 || !File.Exists(file) || !files.IsPublished(number))
                throw new GenerationNotKeptException(number, FormattableString.Invariant($"Data version {number} is not kept."));
            var written = File.GetLastWriteTimeUtc(file);
            var at = _open.FindIndex(o => o.Generation.Reader.Generation.Number == number && o.Written == written);
            var found = at < 0 ? (written, await open(file, cancel)) : _open[at];
            if (at >= 0)
                _open.RemoveAt(at);
            _open.Add(found);
            while (_open.Count > most)
            {
                _open[0].Generation.Release();
                _open.RemoveAt(0);
            }
            return found.Item2.Lease();
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        _open.ForEach(o => o.Generation.Release());
        _open.Clear();
        _opening.Release();
    }
}
