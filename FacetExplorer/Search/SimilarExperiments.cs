using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>What an experiment may share with others: a word of its title, or a value of a facet.</summary>
/// <param name="Facet">The facet; null for a word.</param>
/// <param name="Text">The value, or the word's token.</param>
/// <param name="Shown">The value, or the word as the title has it.</param>
/// <param name="Weight">The logarithm of all experiments through those that have it: the rarer, the more it says.</param>
internal sealed record Feature(FacetDefinition? Facet, string Text, string Shown, double Weight);

/// <summary>An experiment with what it shares.</summary>
/// <param name="Hit">The experiment.</param>
/// <param name="Shared">What it shares, the weightiest first.</param>
internal sealed record Similar(Hit Hit, IReadOnlyList<Feature> Shared)
{
    /// <summary>The sum of the weights of what is shared.</summary>
    public double Score { get; } = Shared.Sum(f => f.Weight);
}

/// <summary>An experiment and those like it, the most similar first.</summary>
internal sealed record SimilarTo(Hit Hit, IReadOnlyList<Similar> Others);

/// <summary>
/// "More like this": candidates are the experiments that share most of the title's words, and those with one of the rarest values; each
/// is scored by all it shares.
/// </summary>
internal sealed class SimilarExperiments(
    SearchService search, VocabularyCache vocabularies, GenerationStore store, FacetRegistry facets, IOptions<SearchOptions> options)
{
    /// <summary>Of an experiment that has more features only the weightiest count.</summary>
    private const int MostFeatures = 50;

    /// <summary>The values by which candidates are looked for.</summary>
    private const int MostValues = 8;

    private static readonly int Page = SearchRequest.Sizes[^1];

    private readonly List<FacetDefinition> _facets = [.. facets.All.Where(f => f.Kind == FacetKind.Terms)];

    /// <summary>The experiments most like the one with this accession, its own or an alternate one; null where there is none in the generation.</summary>
    public Task<(Generation Generation, SimilarTo? Found)> ToAsync(string accession, int count, CancellationToken cancel) =>
        TimeLimit.RunAsync(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), token => FindAsync(Value.OfTyped(accession), count, token), cancel);

    private async Task<(Generation Generation, SimilarTo? Found)> FindAsync(string accession, int count, CancellationToken cancel)
    {
        using var lease = store.Lease();
        if (await lease.Reader.FindExperimentAsync(accession, cancel) is not { } record || await HitsAsync([record.Accession], cancel) is not [var hit])
            return (lease.Generation, null);
        var vocabulary = await vocabularies.CurrentAsync(cancel);
        var features = FeaturesOf(hit, vocabulary);
        var candidates = (await WithWordsAsync(features, record.Id, vocabulary, lease.Reader, cancel)).Concat(await WithValuesAsync(features, cancel));
        var others = candidates
            .Where(other => other.Accession != hit.Accession)
            .DistinctBy(other => other.Accession, StringComparer.Ordinal)
            .Select(other => new Similar(other, SharedWith(other, features)))
            .Where(other => other.Shared.Count > 0)
            .OrderByDescending(other => other.Score).ThenBy(other => other.Hit.Accession, CodePointOrder.Instance)
            .Take(count);
        return (lease.Generation, new SimilarTo(hit, [.. others]));
    }

    private List<Feature> FeaturesOf(Hit hit, Vocabulary vocabulary)
    {
        var words = TextAnalyzer.Words(hit.Title ?? "").Select(word => (Token: TextAnalyzer.Stem(word), Word: word)).DistinctBy(w => w.Token)
            .Select(w => new Feature(null, w.Token, w.Word, Weight(vocabulary.ExperimentsWith(w.Token))));
        var values = from facet in _facets
                     from value in hit.Values[facet.Key]
                     let having = vocabulary.ExperimentsWith(facet, value)
                     where having is not null
                     select new Feature(facet, value.Text, value.Text, Weight(having.Value));
        return [.. words.Concat(values).Where(f => f.Weight > 0).OrderByDescending(f => f.Weight).Take(MostFeatures)];

        // What an import brought since the vocabulary was made is as rare as can be.
        double Weight(long having) => Math.Log((double)vocabulary.Experiments / Math.Max(1, having));
    }

    private static List<Feature> SharedWith(Hit other, List<Feature> features)
    {
        var tokens = TextAnalyzer.Tokens(other.Title ?? "").ToHashSet(StringComparer.Ordinal);
        return features.FindAll(f => f.Facet is null ? tokens.Contains(f.Text) : other.Values[f.Facet.Key].Any(v => v.Text == f.Text));
    }

    /// <summary>The experiments whose titles share the weightiest words, of all there are.</summary>
    private async Task<IReadOnlyList<Hit>> WithWordsAsync(
        List<Feature> features, int self, Vocabulary vocabulary, CatalogReader catalog, CancellationToken cancel)
    {
        var weights = new Dictionary<int, double>();
        foreach (var word in features.Where(f => f.Facet is null))
            foreach (var id in vocabulary.TitlesWith(word.Text))
                weights[id] = weights.GetValueOrDefault(id) + word.Weight;
        weights.Remove(self);
        var heaviest = weights.OrderByDescending(w => w.Value).ThenBy(w => w.Key).Take(Page).Select(w => w.Key).ToList();
        return await HitsAsync([.. (await catalog.ExperimentsAsync(heaviest, cancel)).Select(e => e.Accession)], cancel);
    }

    /// <summary>Of the experiments with each of the rarest values those with the most samples of it.</summary>
    private async Task<IReadOnlyList<Hit>> WithValuesAsync(List<Feature> features, CancellationToken cancel)
    {
        var hits = new List<Hit>();
        foreach (var value in features.Where(f => f.Facet is not null).Take(MostValues))
        {
            var request = SearchRequest.All.With(value.Facet!, new FacetValue(value.Text)) with { Facets = [], Size = Page };
            hits.AddRange((await search.SearchAsync(request, cancel)).Hits);
        }
        return hits;
    }

    private async Task<IReadOnlyList<Hit>> HitsAsync(IReadOnlyCollection<string> accessions, CancellationToken cancel)
    {
        if (accessions.Count == 0)
            return [];
        var found = await search.SearchAsync(SearchRequest.All with { Listed = AccessionList.Of(accessions, wholeExperiments: true), Facets = [], Size = Page }, cancel);
        return [.. found.Hits.Where(hit => accessions.Contains(hit.Accession))]; // not those of a sample by the same name
    }
}
