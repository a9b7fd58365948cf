using System.Globalization;

namespace FacetExplorer.Catalog;

/// <summary>What was there and is no more.</summary>
public sealed partial class CatalogReader
{
    private const int HistorySince = 2;

    /// <summary>When the experiment with this accession, its own or an alternate one, was removed; null when there was none, or is one.</summary>
    public Task<DateTimeOffset?> WithdrawnExperimentAsync(string accession, CancellationToken cancel) => WithdrawnAsync(Level.Experiment, accession, cancel);

    /// <summary>When the sample with this accession was removed, likewise.</summary>
    public Task<DateTimeOffset?> WithdrawnSampleAsync(string accession, CancellationToken cancel) => WithdrawnAsync(Level.Sample, accession, cancel);

    private async Task<DateTimeOffset?> WithdrawnAsync(Level level, string accession, CancellationToken cancel)
    {
        if (Schema < HistorySince || Value.Of(accession) is not { } wanted)
            return null;
        var date = await QueryAsync(context => context.Withdrawals
            .Where(withdrawal => withdrawal.Level == level && withdrawal.Accession == wanted).Select(withdrawal => withdrawal.Date).SingleOrDefault(), cancel);
        return date is null ? null : DateTimeOffset.Parse(date, CultureInfo.InvariantCulture);
    }
}
