using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>A value of a terms or tree facet with its unfiltered counts.</summary>
internal sealed record ListedValue(FacetDefinition Facet, FacetValue Value, Count Samples, long Experiments);

/// <summary>An experiment that has a title.</summary>
internal sealed record TitledExperiment(int Id, string Accession, string Title);

/// <summary>The words of a generation's titles and facet values: what there is to complete, to correct by, and to tell the rare from the common.</summary>
internal sealed class Vocabulary
{
    private readonly IReadOnlyList<int> _titled;
    private readonly WordIndex _titles, _valueWords;
    private readonly IReadOnlyList<ListedValue> _values;
    private readonly Dictionary<(string Facet, string Value), long> _experiments;

    /// <param name="experiments">How many experiments there are.</param>
    /// <param name="titles">Experiments with a title, best first.</param>
    /// <param name="values">Values of terms and tree facets, best first.</param>
    public Vocabulary(long experiments, IReadOnlyList<TitledExperiment> titles, IReadOnlyList<ListedValue> values)
    {
        (Experiments, _titled, _values) = (experiments, [.. titles.Select(t => t.Id)], values);
        _titles = new WordIndex([.. titles.Select(t => t.Title)]);
        _valueWords = new WordIndex([.. values.Select(v => v.Value.Text)]);
        _experiments = values.ToDictionary(v => (v.Facet.Key, v.Value.Text), v => v.Experiments);
        Spelling = new Spelling(_titles.Words.Select(w => (w.Word, (long)w.Texts.Count))
            .Concat(_valueWords.Words.Select(w => (w.Word, w.Texts.Sum(v => values[v].Experiments)))));
    }

    /// <summary>How many experiments there are.</summary>
    public long Experiments { get; }

    /// <summary>All words.</summary>
    public Spelling Spelling { get; }

    /// <summary>The ids of the first experiments in whose title a word begins with each of these.</summary>
    public IReadOnlyList<int> TitlesBeginning(IReadOnlyCollection<string> beginnings, int limit) =>
        [.. _titles.Beginning(beginnings, limit).Select(i => _titled[i])];

    /// <summary>The ids of the experiments with a token in their title.</summary>
    public IEnumerable<int> TitlesWith(string token) => _titles.With(token).Select(i => _titled[i]);

    /// <summary>In how many titles a token is.</summary>
    public long ExperimentsWith(string token) => _titles.With(token).Count;

    /// <summary>How many experiments have a value; null where it is not listed.</summary>
    public long? ExperimentsWith(FacetDefinition facet, FacetValue value) =>
        _experiments.TryGetValue((facet.Key, value.Text), out var experiments) ? experiments : null;

    /// <summary>The first values in which a word begins with each of these.</summary>
    public IReadOnlyList<ListedValue> ValuesBeginning(IReadOnlyCollection<string> beginnings, int limit) =>
        [.. _valueWords.Beginning(beginnings, limit).Select(i => _values[i])];
}

/// <summary>The vocabulary of the current generation, made when it is first asked for and shared by all readers.</summary>
internal sealed class VocabularyCache(ISearchEngine engine, GenerationStore store, FacetRegistry facets) : IDisposable
{
    /// <summary>Of more titles those of the experiments with the fewest samples are left out.</summary>
    private const int MostTitles = 250_000;

    /// <summary>Of a facet's values those with the fewest samples beyond these are left out.</summary>
    private const int MostValues = 10_000;

    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private Generation? _generation;
    private Task<Vocabulary>? _made;

    /// <summary>The vocabulary of the generation served now.</summary>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    /// <exception cref="SearchUnavailableException">The engine cannot answer now.</exception>
    public Task<Vocabulary> CurrentAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            // By reference: a folder that was emptied and begun anew has the same numbers.
            if (_made is null or { IsFaulted: true } || !ReferenceEquals(_generation, store.Current))
            {
                _generation = store.Current;
                _made = Task.Run(() => MakeAsync(_disposed.Token), CancellationToken.None);
            }
            return _made.WaitAsync(cancel);
        }
    }

    private async Task<Vocabulary> MakeAsync(CancellationToken cancel)
    {
        using var lease = store.Lease();
        var values = new List<ListedValue>();
        foreach (var facet in facets.All.Where(f => f.IsOfTexts)) // one at a time: servers limit the buckets of an answer
        {
            var request = (SearchRequest.All with { Facets = [facet], Size = 0 }).WithList(facet, new FacetList(MostValues, Order: new BucketOrder(BucketOrderKey.Samples, true)));
            var response = await engine.SearchAsync(request, cancel);
            values.AddRange(response.Facets.Single().Buckets.Select(b => new ListedValue(facet, b.Value!, b.Samples, b.Experiments)));
        }
        return new Vocabulary(lease.Generation.Experiments, Titles(lease.Reader, cancel), [.. values.OrderByDescending(v => v.Samples.Value)]);
    }

    private static List<TitledExperiment> Titles(CatalogReader catalog, CancellationToken cancel)
    {
        var samples = catalog.SampleCounts(cancel).ToDictionary();
        return [.. catalog.Experiments(cancel)
            .Select(e => (e.Id, e.Accession, Title: RecordFields.TitleOf(e.Fields)))
            .Where(e => e.Title is not null)
            .Select(e => new TitledExperiment(e.Id, e.Accession, e.Title!))
            .OrderByDescending(e => samples.GetValueOrDefault(e.Id))
            .ThenBy(e => e.Accession, CodePointOrder.Instance)
            .Take(MostTitles)];
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }
}
