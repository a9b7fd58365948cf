using FacetExplorer.Search;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>A loop over everything that keeps each pair it has seen: slow, and what the others are held against.</summary>
internal sealed class NaiveContender(GeoCatalog catalog) : IContender
{
    public string Name => "naive loop";

    public Task AskAsync(Question question, int round, CancellationToken cancel) => CountAsync(question, cancel);

    public Task<Counted> CountAsync(Question question, CancellationToken cancel) => Task.Run(() =>
    {
        var found = Find(question, cancel);
        var facets = catalog.Facets.ToDictionary(facet => facet.Key, IReadOnlyDictionary<string, (long, long)> (facet) =>
        {
            var others = question.Without(facet);
            return Count(facet, others, others == question ? found : Find(others, cancel), cancel);
        });
        return new Counted(found.Experiments.Count, found.Samples.Count, facets);
    }, cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private (List<int> Experiments, HashSet<int> Samples) Find(Question question, CancellationToken cancel)
    {
        var experiments = new List<int>();
        var samples = new HashSet<int>();
        for (var e = 0; e < catalog.Shape.Experiments; e++)
        {
            cancel.ThrowIfCancellationRequested();
            if (!Matches(question, e))
                continue;
            var matching = catalog.SamplesOf(e).Where(s => Matches(question, s, Scope.Sample)).ToList();
            if (matching.Count == 0 && question is { Scope: Scope.Sample } && question.Filters.Any(filter => Facet(filter.Facet).OfSamples))
                continue;
            experiments.Add(e);
            samples.UnionWith(matching);
        }
        return (experiments, samples);
    }

    private Dictionary<string, (long, long)> Count(GeoFacet facet, Question question, (List<int> Experiments, HashSet<int> Samples) found, CancellationToken cancel)
    {
        var seen = new Dictionary<string, (HashSet<int> Samples, HashSet<int> Experiments)>();
        foreach (var e in found.Experiments)
        {
            cancel.ThrowIfCancellationRequested();
            var own = facet.OfSamples ? [] : facet.Of(e).ToList();
            var union = facet.OfSamples && question.Scope == Scope.Experiment
                ? catalog.SamplesOf(e).SelectMany(facet.Of).Distinct().ToList() : own;
            foreach (var value in union)
                Seen(value).Experiments.Add(e);
            foreach (var s in catalog.SamplesOf(e).Where(s => Matches(question, s, Scope.Sample)))
                foreach (var value in facet.OfSamples && question.Scope == Scope.Sample ? facet.Of(s) : union)
                {
                    Seen(value).Samples.Add(s);
                    Seen(value).Experiments.Add(e);
                }
        }
        return seen.ToDictionary(value => value.Key, value => ((long)value.Value.Samples.Count, (long)value.Value.Experiments.Count));

        (HashSet<int> Samples, HashSet<int> Experiments) Seen(string value)
        {
            if (!seen.TryGetValue(value, out var sets))
                seen.Add(value, sets = ([], []));
            return sets;
        }
    }

    private GeoFacet Facet(string key) => catalog.Facets.First(facet => facet.Key == key);

    private bool Matches(Question question, int e)
    {
        var words = catalog.Titles[e].Split(' ');
        return question.Words.All(word => word.EndsWith('*') ? words.Any(w => w.StartsWith(word[..^1], StringComparison.Ordinal)) : words.Contains(word))
            && question.Filters.All(filter => Facet(filter.Facet) is var facet
                && (facet.OfSamples
                    ? question.Scope == Scope.Sample || catalog.SamplesOf(e).Any(s => Has(facet, s, filter.Value))
                    : Has(facet, e, filter.Value)));
    }

    /// <summary>Whether a sample is counted: in scope experiment each of a matching experiment is.</summary>
    private bool Matches(Question question, int s, Scope scope) => question.Scope != scope
        || question.Filters.All(filter => Facet(filter.Facet) is var facet && (!facet.OfSamples || Has(facet, s, filter.Value)));

    private static bool Has(GeoFacet facet, int record, string value) => facet.Of(record).Contains(value);
}
