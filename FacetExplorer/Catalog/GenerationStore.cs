namespace FacetExplorer.Catalog;

/// <summary>The state folder as a reader sees it: serves one generation whole, and moves to the next without a gap.</summary>
public sealed class GenerationStore : IAsyncDisposable
{
    private readonly Func<CatalogReader, CancellationToken, Task<IDisposable?>>? _prepare;
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly Lock _swap = new();
    private OpenGeneration? _open;
    private (int Number, DateTime Written) _served;

    /// <summary>Opens nothing yet: <see cref="RefreshAsync"/> does.</summary>
    /// <param name="folder">The state folder; it need not exist.</param>
    /// <param name="prepare">Makes the engine's index for a generation about to be served; disposed of with it.</param>
    public GenerationStore(string folder, Func<CatalogReader, CancellationToken, Task<IDisposable?>>? prepare = null)
    {
        Files = new CatalogFiles(folder);
        _prepare = prepare;
    }

    /// <summary>Names and places in the state folder.</summary>
    public CatalogFiles Files { get; }

    /// <summary>The generation served now, or null.</summary>
    public Generation? Current
    {
        get
        {
            lock (_swap)
                return _open?.Reader.Generation;
        }
    }

    /// <summary>Another generation is served.</summary>
    public event Action? Changed;

    /// <inheritdoc cref="CatalogFiles.FileBeside"/>
    public string FileBeside(int number, string suffix) => Files.FileBeside(number, suffix);

    /// <summary>Opens and prepares what the file <c>current</c> names, then serves it; false when that is served already.</summary>
    /// <remarks>When it fails, the old generation stays.</remarks>
    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            if (Files.CurrentNumber() is not { } number)
                return false;
            var file = Files.GenerationFile(number);
            // The time tells when the folder was emptied and begun anew, with the same numbers.
            var served = (number, File.GetLastWriteTimeUtc(file));
            if (served == _served)
                return false;
            var next = await OpenAsync(file, cancel);
            _served = served;
            OpenGeneration? old;
            lock (_swap)
                (old, _open) = (_open, next);
            old?.Release();
        }
        finally
        {
            _refreshing.Release();
        }
        Changed?.Invoke();
        return true;
    }

    private async Task<OpenGeneration> OpenAsync(string file, CancellationToken cancel)
    {
        var reader = await Task.Run(() => CatalogReader.Open(file), cancel);
        try
        {
            return new OpenGeneration(reader, _prepare is null ? null : await _prepare(reader, cancel));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Holds the generation that is served now until it is disposed of.</summary>
    /// <exception cref="CatalogUnavailableException">None is served.</exception>
    public GenerationLease Lease()
    {
        lock (_swap)
            return _open?.Lease() ?? throw new CatalogUnavailableException(
                $"There is no catalog in {Files.Folder} yet: import one, or start the server with Catalog:Demo=true.");
    }

    /// <summary>Serves nothing any more; what is leased stays open until it is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _refreshing.WaitAsync();
        OpenGeneration? old;
        lock (_swap)
            (old, _open) = (_open, null);
        old?.Release();
        _refreshing.Release();
    }
}

/// <summary>A generation with its index, closed when the store and the last lease have let go.</summary>
internal sealed class OpenGeneration(CatalogReader reader, IDisposable? index)
{
    private int _holders = 1;

    public CatalogReader Reader => reader;
    public IDisposable? Index => index;

    /// <summary>Only while someone holds it: the store, under its lock.</summary>
    public GenerationLease Lease()
    {
        Interlocked.Increment(ref _holders);
        return new GenerationLease(this);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        index?.Dispose();
        reader.Dispose();
    }
}

/// <summary>One whole generation for as long as a request needs it.</summary>
public sealed class GenerationLease : IDisposable
{
    private OpenGeneration? _held;

    internal GenerationLease(OpenGeneration held) => _held = held;

    /// <summary>Which one.</summary>
    public Generation Generation => Reader.Generation;

    /// <summary>Its records.</summary>
    public CatalogReader Reader => Held.Reader;

    /// <summary>What the engine prepared for it.</summary>
    public IDisposable? Index => Held.Index;

    private OpenGeneration Held => _held ?? throw new ObjectDisposedException(nameof(GenerationLease));

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _held, null)?.Release();
}
