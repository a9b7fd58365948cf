using System.Runtime.CompilerServices;
using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>What the rows of a download are.</summary>
public enum DownloadOf
{
    /// <summary>The matching experiments.</summary>
    Experiments,

    /// <summary>The matching samples, each once.</summary>
    Samples,

    /// <summary>The pairs of a matching sample and a matching experiment it belongs to.</summary>
    Memberships,
}

/// <summary>One row of a download.</summary>
/// <param name="Cells">What every row has, in the order of <see cref="Download.Columns"/>: texts, numbers and lists of texts.</param>
/// <param name="Fields">The fields of the record; null for a pair, which has none.</param>
public sealed record DownloadRow(IReadOnlyList<object> Cells, Fields? Fields);

/// <summary>All that a search matches in one generation, by accession in code-point order. Holds that generation; in memory is a bit a record.</summary>
public sealed class Download : IDisposable
{
    /// <summary>What rows of invented data say of themselves.</summary>
    public const string DemoNotice = "invented data, do not cite";

    /// <summary>Records at a time.</summary>
    internal const int Piece = 100;

    private const int AccessionsAtOnce = 10_000;

    private readonly GenerationLease _lease;
    private readonly IdSet _experiments, _counted, _samples;

    internal Download(GenerationLease lease, Matches matches) =>
        (_lease, Matches, _experiments, _counted, _samples) = (lease, matches, matches.Experiments, matches.Counted, matches.Samples);

    /// <summary>All that matches.</summary>
    internal Matches Matches { get; }

    /// <summary>The generation's records.</summary>
    internal CatalogReader Reader => _lease.Reader;

    /// <summary>What is told of samples in place of all their fields; none for all of them.</summary>
    public IReadOnlyList<SampleColumn> SampleColumns { get; init; } = [];

    /// <summary>The generation it is of.</summary>
    public Generation Generation => _lease.Generation;

    /// <summary>Matching experiments.</summary>
    public long Experiments => _experiments.Count;

    /// <summary>Matching samples, each counted once.</summary>
    public long Samples => _samples.Count;

    /// <summary>Pairs of a matching sample and a matching experiment.</summary>
    public long Memberships => Matches.Memberships;

    /// <summary>The names of the cells that every row has.</summary>
    public IReadOnlyList<string> Columns(DownloadOf what)
    {
        string[] columns = what switch
        {
            DownloadOf.Experiments => ["accession", "samples", "matching"],
            DownloadOf.Samples => ["accession", "experiments"],
            _ => ["sample", "experiment"],
        };
        return Generation.IsDemo ? [.. columns, "notice"] : columns;
    }

    /// <summary>The names of all fields that any row has, in code-point order, the title first.</summary>
    public async Task<IReadOnlyList<string>> FieldNamesAsync(DownloadOf what, CancellationToken cancel)
    {
        if (what == DownloadOf.Memberships)
            return [];
        var ofSamples = what == DownloadOf.Samples;
        if (ofSamples && SampleColumns.Count > 0)
            return [.. SampleColumns.Select(c => c.Name)];
        var names = ofSamples && Matches.SampleFields is { } known ? known : await ReadFieldNamesAsync(ofSamples, cancel);
        return [.. names.OrderBy(name => !RecordFields.Title.Contains(name)).ThenBy(name => name, CodePointOrder.Instance)];
    }

    private async Task<HashSet<string>> ReadFieldNamesAsync(bool ofSamples, CancellationToken cancel)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var piece in (ofSamples ? _samples : _experiments).InPieces(Piece))
            foreach (var record in ofSamples ? await _lease.Reader.SamplesAsync(piece, cancel) : await _lease.Reader.ExperimentsAsync(piece, cancel))
                names.UnionWith(record.Fields.Names);
        return names;
    }

    /// <summary>The first accessions of the matching samples or experiments.</summary>
    public async Task<IReadOnlyList<string>> AccessionsAsync(DownloadOf what, int most, CancellationToken cancel)
    {
        var accessions = new List<string>();
        await foreach (var piece in InOrderAsync(what == DownloadOf.Experiments, cancel))
        {
            accessions.AddRange(piece.Select(p => p.Accession));
            if (accessions.Count >= most)
                return accessions[..most];
        }
        return accessions;
    }

    /// <summary>The rows, read as they are taken.</summary>
    public async IAsyncEnumerable<DownloadRow> RowsAsync(DownloadOf what, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var piece in InOrderAsync(what == DownloadOf.Experiments, cancel))
            foreach (var row in await ReadAsync(what, piece, cancel))
                yield return Generation.IsDemo ? row with { Cells = [.. row.Cells, DemoNotice] } : row;
    }

    /// <inheritdoc />
    public void Dispose() => _lease.Dispose();

    /// <summary>A page of the samples, with all their fields.</summary>
    internal async Task<IReadOnlyList<SampleRow>> SamplesAsync(int page, int size, CancellationToken cancel)
    {
        var (skip, found) = ((page - 1) * size, new List<int>());
        await foreach (var piece in InOrderAsync(false, cancel))
        {
            found.AddRange(piece.Skip(skip).Take(size - found.Count).Select(p => p.Id));
            skip = Math.Max(0, skip - piece.Length);
            if (found.Count == size)
                break;
        }
        var experiments = await ExperimentsOfAsync([.. found], cancel);
        return [.. (await _lease.Reader.SamplesAsync(found, cancel)).Select(r => new SampleRow(r.Accession, experiments[r.Id], r.Fields))];
    }

    private async IAsyncEnumerable<(int Id, string Accession)[]> InOrderAsync(bool experiments, [EnumeratorCancellation] CancellationToken cancel)
    {
        var wanted = experiments ? _experiments : _samples;
        if (!experiments && wanted.Count <= AccessionsAtOnce)
        {
            var few = await _lease.Reader.AccessionsOfSamplesAsync([.. wanted.InPieces(Piece).SelectMany(piece => piece)], cancel);
            foreach (var piece in few.OrderBy(s => s.Value, CodePointOrder.Instance).Select(s => (s.Key, s.Value)).Chunk(Piece))
                yield return piece;
            yield break;
        }
        for (var (last, left) = ("", wanted.Count); left > 0;)
        {
            var next = experiments
                ? await _lease.Reader.ExperimentsAfterAsync(last, AccessionsAtOnce, cancel)
                : await _lease.Reader.SamplesAfterAsync(last, AccessionsAtOnce, cancel);
            last = next[^1].Accession;
            foreach (var piece in next.Where(n => wanted.Contains(n.Id)).Chunk(Piece))
            {
                left -= piece.Length;
                yield return piece;
            }
        }
    }

    private Task<IEnumerable<DownloadRow>> ReadAsync(DownloadOf what, (int Id, string Accession)[] piece, CancellationToken cancel) => what switch
    {
        DownloadOf.Experiments => ReadExperimentsAsync([.. piece.Select(p => p.Id)], cancel),
        DownloadOf.Samples => ReadSamplesAsync([.. piece.Select(p => p.Id)], cancel),
        _ => ReadMembershipsAsync(piece, cancel),
    };

    private async Task<IEnumerable<DownloadRow>> ReadExperimentsAsync(int[] ids, CancellationToken cancel)
    {
        var (samples, matching) = (ids.ToDictionary(id => id, _ => 0L), ids.ToDictionary(id => id, _ => 0L));
        await _lease.Reader.ForEachSampleOfAsync(ids, (experiment, sample) =>
        {
            samples[experiment] += _counted.Contains(sample) ? 1 : 0;
            matching[experiment] += _samples.Contains(sample) ? 1 : 0;
        }, cancel);
        return (await _lease.Reader.ExperimentsAsync(ids, cancel)).Select(r => new DownloadRow([r.Accession, samples[r.Id], matching[r.Id]], r.Fields));
    }

    private async Task<IEnumerable<DownloadRow>> ReadSamplesAsync(int[] ids, CancellationToken cancel)
    {
        var experiments = await ExperimentsOfAsync(ids, cancel);
        return (await _lease.Reader.SamplesAsync(ids, cancel)).Select(r => new DownloadRow(
            [r.Accession, experiments[r.Id]], SampleColumns.Count == 0 ? r.Fields : Fields.Of(SampleColumns.Select(c => (c.Name, c.Of(r.Fields))))));
    }

    private async Task<IEnumerable<DownloadRow>> ReadMembershipsAsync((int Id, string Accession)[] samples, CancellationToken cancel)
    {
        var experiments = await ExperimentsOfAsync([.. samples.Select(s => s.Id)], cancel);
        return samples.SelectMany(s => experiments[s.Id].Select(e => new DownloadRow([s.Accession, e], null)));
    }

    /// <summary>The accessions of the matching experiments of each of these samples, in order.</summary>
    private async Task<Dictionary<int, IReadOnlyList<string>>> ExperimentsOfAsync(int[] samples, CancellationToken cancel)
    {
        var pairs = new List<(int Sample, int Experiment)>();
        await _lease.Reader.ForEachExperimentOfAsync(samples, (sample, experiment) =>
        {
            if (_experiments.Contains(experiment))
                pairs.Add((sample, experiment));
        }, cancel);
        var accessions = await _lease.Reader.AccessionsOfExperimentsAsync([.. pairs.Select(p => p.Experiment).Distinct()], cancel);
        return pairs.GroupBy(p => p.Sample).ToDictionary(
            g => g.Key, IReadOnlyList<string> (g) => [.. g.Select(p => accessions[p.Experiment]).Order(CodePointOrder.Instance)]);
    }
}
