using System.Globalization;

namespace FacetExplorer.Catalog;

/// <summary>
/// The state folder as a reader sees it: serves one generation whole, and moves to the next without a gap. Where the one that
/// <c>current</c> names is damaged, it serves the newest older one that is not.
/// </summary>
public sealed class GenerationStore : IAsyncDisposable
{
    private readonly Func<CatalogReader, CancellationToken, Task<IDisposable?>>? _prepare;
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly Lock _swap = new();
    private readonly OlderGenerations _older;
    private OpenGeneration? _open;
    private readonly Dictionary<(int Number, DateTime Written), string> _damaged = [];
    private (int Number, DateTime Written) _served;

    /// <summary>Opens nothing yet: <see cref="RefreshAsync"/> does.</summary>
    /// <param name="folder">The state folder; it need not exist.</param>
    /// <param name="prepare">Makes the engine's index for a generation about to be served; disposed of with it.</param>
    /// <param name="olderOpen">How many generations that are not served now may be open beside it.</param>
    public GenerationStore(string folder, Func<CatalogReader, CancellationToken, Task<IDisposable?>>? prepare = null, int olderOpen = CatalogOptions.DefaultOpenVersions)
    {
        Files = new CatalogFiles(folder);
        _prepare = prepare;
        _older = new OlderGenerations(Files, olderOpen, OpenSoundAsync);
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

    /// <summary>Why what <c>current</c> names is not served; null while it is.</summary>
    public CatalogUnavailableException? Trouble { get; private set; }

    /// <summary>What readers should know of <see cref="Trouble"/>, or null.</summary>
    public string? Notice => Trouble is not null && Current is { } older
        ? string.Create(CultureInfo.InvariantCulture, $"A newer data version cannot be read, so this is version {older.Number}. The server's log says why.")
        : null;

    /// <summary>Another generation is served.</summary>
    public event Action? Changed;

    /// <inheritdoc cref="CatalogFiles.FileBeside"/>
    public string FileBeside(int number, string suffix) => Files.FileBeside(number, suffix);

    /// <summary>Opens and prepares what the file <c>current</c> names, then serves it; false when that is served already.</summary>
    /// <remarks>When it fails, <see cref="Trouble"/> says why, and the newest one before it that can be served is.</remarks>
    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        bool moved;
        await _refreshing.WaitAsync(cancel);
        try
        {
            moved = await MoveAsync(cancel);
        }
        finally
        {
            _refreshing.Release();
        }
        if (moved)
            Changed?.Invoke();
        return moved;
    }

    private async Task<bool> MoveAsync(CancellationToken cancel)
    {
        var candidates = Candidates(out var trouble);
        var moved = false;
        foreach (var number in candidates)
        {
            var file = Files.GenerationFile(number);
            // The time tells when the folder was emptied and begun anew, with the same numbers.
            var candidate = (number, File.GetLastWriteTimeUtc(file));
            if (candidate == _served)
                break;
            try
            {
                var next = await OpenAsync(file, candidate, cancel);
                _served = candidate;
                OpenGeneration? old;
                lock (_swap)
                    (old, _open) = (_open, next);
                old?.Release();
                moved = true;
                break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                trouble ??= new CatalogUnavailableException($"Generation {number.ToString(CultureInfo.InvariantCulture)} cannot be served: {e.Message}", e);
            }
        }
        Trouble = trouble;
        return moved;
    }

    /// <summary>What may be served, best first: what <c>current</c> names and all before it; all there are when it does not say.</summary>
    private IEnumerable<int> Candidates(out CatalogUnavailableException? trouble)
    {
        trouble = null;
        var all = Files.Numbers().Reverse();
        try
        {
            if (Files.CurrentNumber() is { } current)
                return all.Where(number => number < current).Prepend(current);
        }
        catch (CatalogUnavailableException e)
        {
            trouble = e;
            return all;
        }
        // A first import that was killed leaves its generation without a name; nobody knows whether it is whole.
        if (all.FirstOrDefault() <= 1)
            return [];
        trouble = new CatalogUnavailableException($"{Files.CurrentFile} is missing although there are generations.");
        return all;
    }

    /// <summary>What is damaged is not read through again before it changes.</summary>
    private async Task<OpenGeneration> OpenAsync(string file, (int, DateTime) candidate, CancellationToken cancel)
    {
        if (!_damaged.TryGetValue(candidate, out var damage))
        {
            (var open, damage) = await PrepareAsync(file, cancel);
            if (open is not null)
                return open;
            _damaged.Add(candidate, damage!);
        }
        throw new CatalogUnavailableException($"its file is damaged: {damage}.");
    }

    private async Task<OpenGeneration> OpenSoundAsync(string file, CancellationToken cancel) =>
        await PrepareAsync(file, cancel) is var (open, damage) && open is not null ? open
            : throw new CatalogUnavailableException($"{file} is damaged: {damage}.");

    /// <summary>Opens a file and makes its index while its checksum is worked out, as both take long; where it is damaged, says how instead.</summary>
    private async Task<(OpenGeneration? Open, string? Damage)> PrepareAsync(string file, CancellationToken cancel)
    {
        var check = Task.Run(() => FileSeal.Problem(file, cancel), cancel);
        var opening = PrepareAsync(file, check, cancel);
        try
        {
            if (await check is not { } damage)
                return (await opening, null);
            await ReleaseAsync(opening);
            return (null, damage);
        }
        catch
        {
            await ReleaseAsync(opening);
            throw;
        }
    }

    private async Task<OpenGeneration> PrepareAsync(string file, Task<string?> check, CancellationToken cancel)
    {
        var reader = await Task.Run(() => CatalogReader.Open(file, check), cancel);
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

    /// <summary>Closes what is opened in vain, whatever became of it.</summary>
    private static async Task ReleaseAsync(Task<OpenGeneration> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            (await opening).Release();
    }

    /// <summary>Holds the generation that is served now until it is disposed of.</summary>
    /// <exception cref="CatalogUnavailableException">None is served.</exception>
    public GenerationLease Lease()
    {
        lock (_swap)
            return _open?.Lease() ?? throw Trouble ?? new CatalogUnavailableException(
                $"There is no catalog in {Files.Folder} yet: import one, or start the server with Catalog:Demo=true.");
    }

    /// <summary>Holds the generation of this number, or the one that is served now, until it is disposed of.</summary>
    /// <exception cref="GenerationNotKeptException">It is not kept.</exception>
    /// <exception cref="CatalogUnavailableException">It cannot be read, or none is served.</exception>
    public async Task<GenerationLease> LeaseAsync(int? number, CancellationToken cancel) =>
        number is { } asked && asked != Current?.Number ? await _older.LeaseAsync(asked, cancel) : Lease();

    /// <summary>Serves nothing any more; what is leased stays open until it is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _refreshing.WaitAsync();
        OpenGeneration? old;
        lock (_swap)
            (old, _open) = (_open, null);
        old?.Release();
        await _older.DisposeAsync();
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
