using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>A pair of indexes that can be searched.</summary>
internal sealed record IndexedGeneration(IndexPair Names, Generation Generation, IReadOnlyDictionary<FacetDefinition, FacetValues> Values)
{
    /// <summary>A facet with more values than this is asked for the top of its list first.</summary>
    public int MostListed { get; } = Math.Min(2000, BucketLimit.ValuesOfEach([.. Values.Values]));
}

/// <summary>Finds the pair the aliases point to, once a search, and keeps what is known of it.</summary>
internal sealed class IndexCatalog(ElasticsearchClient client, IndexNames names, FacetRegistry facets, string configuration) : IDisposable
{
    private const int ValuesAtOnce = 10_000;

    private readonly SemaphoreSlim _reading = new(1);
    private volatile IndexedGeneration? _known;
    private IndexedGeneration? _older;
    private volatile bool _versionChecked;

    public async Task<IndexedGeneration> CurrentAsync(CancellationToken cancel)
    {
        if (!_versionChecked)
        {
            await ServerVersionCheck.CheckAsync(client, cancel);
            _versionChecked = true;
        }
        var pair = PairOf(await client.AliasesAsync(names.Aliases, cancel));
        if (_known is { } known && known.Names == pair)
            return known;
        await _reading.WaitAsync(cancel);
        try
        {
            return _known is { } meanwhile && meanwhile.Names == pair ? meanwhile : _known = await ReadAsync(pair, cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The newest complete pair of another generation, where there is one.</summary>
    /// <exception cref="GenerationNotKeptException">There is none.</exception>
    public async Task<IndexedGeneration> OlderAsync(int number, CancellationToken cancel)
    {
        var metas = await client.MetasAsync(names.All, cancel);
        var pair = metas.Where(m => m.Value is { Complete: true } meta && meta.Configuration == configuration && meta.Generation.Number == number)
            .Select(m => names.PairOf(m.Key)).Distinct().Where(p => p.Indexes.All(metas.ContainsKey)).OrderBy(p => p.Version, StringComparer.Ordinal).LastOrDefault()
            ?? throw new GenerationNotKeptException(number, FormattableString.Invariant($"There is no search index of data version {number}."));
        await _reading.WaitAsync(cancel);
        try
        {
            return _older is { } known && known.Names == pair ? known : _older = await ReadAsync(pair, cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private IndexPair PairOf(IReadOnlyDictionary<string, string[]> aliases)
    {
        var indexes = names.Aliases.Select(alias => aliases.GetValueOrDefault(alias, [])).ToList();
        if (indexes.Any(i => i.Length == 0))
            throw ElasticsearchException.Refused(404, $"there is no alias {string.Join(" or ", names.Aliases)}: run index");
        var pair = indexes[0] is [var experiments] && experiments.StartsWith(names.Experiments, StringComparison.Ordinal) ? names.PairOf(experiments) : null;
        return pair is not null && indexes[1] is [var cohorts] && cohorts == pair.Cohorts
            ? pair
            : throw WrongIndex($"the aliases {string.Join(" and ", names.Aliases)} point to {string.Join(", ", indexes.SelectMany(i => i))}, which is no pair");
    }

    private async Task<IndexedGeneration> ReadAsync(IndexPair pair, CancellationToken cancel)
    {
        var metas = await client.MetasAsync(string.Join(',', pair.Indexes), cancel);
        foreach (var index in pair.Indexes)
            if (metas.GetValueOrDefault(index) is not { } meta || meta.Configuration != configuration)
                throw WrongIndex($"{index} was made for other facets, for other counted samples or by another version: run index");
        var values = new Dictionary<FacetDefinition, FacetValues>();
        foreach (var facet in facets.All)
            values.Add(facet, new FacetValues(facet, await ValuesAsync(pair.Experiments, facet, cancel)));
        BucketLimit.Check(values.Values.Select(v => (v.Facet, v.Cells.Count)));
        return new IndexedGeneration(pair, metas[pair.Experiments]!.Generation, values);
    }

    private async Task<IReadOnlyList<FacetValue>> ValuesAsync(string index, FacetDefinition facet, CancellationToken cancel)
    {
        var values = new List<FacetValue>();
        for (Dictionary<string, string>? after = null; ;)
        {
            var body = new SearchBody
            {
                Aggs = new()
                {
                    ["values"] = new Aggregation
                    {
                        Composite = new CompositeAggregation(ValuesAtOnce, [new() { ["value"] = new CompositeSource(new CompositeTerms(IndexFields.Values(facet))) }]) { After = after },
                    },
                },
            };
            var page = (await client.SearchAsync([(index, body)], cancel))[0].Aggregations!["values"];
            values.AddRange(page.Buckets.Select(b => b.Keys!["value"]).Where(text => text != IndexFields.Missing).Select(text =>
                FacetValue.Read(facet.Kind, text) ?? throw WrongIndex($"{index} has {text} as a value of {facet.Key}")));
            if (page.Buckets.Count < ValuesAtOnce)
                return values;
            after = page.Keys;
        }
    }

    private static ElasticsearchException WrongIndex(string cause) => new("The search index does not fit this catalog.", cause);
}
