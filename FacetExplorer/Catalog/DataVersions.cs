namespace FacetExplorer.Catalog;

/// <summary>A data version that was asked for, beside the one that is served now.</summary>
/// <param name="Number">Which one.</param>
/// <param name="CreatedAt">When it was made; null where nobody knows any more.</param>
/// <param name="IsKept">Whether it answered; else the one served now did.</param>
/// <param name="Current">The one that is served now.</param>
/// <param name="Experiments">What became of experiments since; null where nobody knows any more.</param>
public sealed record AskedVersion(int Number, DateTimeOffset? CreatedAt, bool IsKept, Generation Current, Changes? Experiments);

/// <summary>Tells what changed since a data version: by comparing both where it is kept, else by what each import since wrote down.</summary>
public sealed class DataVersions(GenerationStore store, CatalogContentsCache contents)
{
    private volatile AskedVersion? _last;

    /// <summary>What is known of a version.</summary>
    /// <param name="number">Which one.</param>
    /// <param name="kept">It, where it is kept and answered.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public async Task<AskedVersion> SinceAsync(int number, Generation? kept, CancellationToken cancel)
    {
        if (_last is { } last && last.Number == number && last.IsKept == kept is not null && last.Current == store.Current && (kept is null || last.CreatedAt == kept.CreatedAt))
            return last;
        using var lease = store.Lease();
        return _last = kept is null ? await ToldAsync(number, lease.Generation, cancel) : await ComparedAsync(kept, lease, cancel);
    }

    private async Task<AskedVersion> ComparedAsync(Generation kept, GenerationLease current, CancellationToken cancel)
    {
        using var older = await store.LeaseAsync(kept.Number, cancel);
        return await Task.Run(() =>
        {
            using var difference = new GenerationDifference(older.Reader.File, current.Reader.File, cancel);
            return new AskedVersion(kept.Number, kept.CreatedAt, true, current.Generation, difference.Comparison.Count(Level.Experiment));
        }, cancel);
    }

    private async Task<AskedVersion> ToldAsync(int number, Generation current, CancellationToken cancel)
    {
        var versions = (await contents.ReadAsync(cancel)).Versions;
        var since = versions.Where(v => v.Number > number && v.Number <= current.Number).ToList();
        var isWhole = number < current.Number && since.Count == current.Number - number;
        return new AskedVersion(
            number, versions.FirstOrDefault(v => v.Number == number)?.CreatedAt, false, current, isWhole ? Sum(since.Select(v => v.Changes.Experiments)) : null);
    }

    private static Changes Sum(IEnumerable<Changes> changes) =>
        changes.Aggregate((a, b) => new Changes(a.Added + b.Added, a.Changed + b.Changed, a.Removed + b.Removed, b.Unchanged));
}
