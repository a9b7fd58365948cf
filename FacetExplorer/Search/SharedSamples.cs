using System.Runtime.InteropServices;
using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>How many matching samples each matching experiment has, and how many each two of them both have.</summary>
internal sealed class SharedSamples
{
    /// <summary>More pairs than this are not counted.</summary>
    public const int MostPairs = 500_000;

    private const int BytesOfEntry = 32;

    private readonly Dictionary<int, long> _matching = [], _shared = [];
    private readonly Dictionary<(int First, int Second), long> _pairs = [];

    private SharedSamples() { }

    /// <summary>Whether there are so many pairs that they were not counted.</summary>
    public bool AreTooMany { get; private set; }

    /// <summary>Each two experiments that share samples, by id, the smaller one first, with how many.</summary>
    public IReadOnlyDictionary<(int First, int Second), long> Pairs => _pairs;

    /// <summary>Bytes in memory, roughly.</summary>
    public long Bytes => (long)(_matching.Count + _shared.Count + _pairs.Count) * BytesOfEntry;

    /// <summary>Its matching samples.</summary>
    public long Matching(int experiment) => _matching.GetValueOrDefault(experiment);

    /// <summary>Those of them that another matching experiment has as well.</summary>
    public long Shared(int experiment) => _shared.GetValueOrDefault(experiment);

    /// <summary>Counts them: samples of the same experiments are told apart from others experiment by experiment, then counted together.</summary>
    public static async Task<SharedSamples> FindAsync(CatalogReader catalog, Matches matches, CancellationToken cancel)
    {
        var classes = new Classes();
        foreach (var piece in matches.Experiments.InPieces(Download.Piece))
            await catalog.ForEachSampleOfAsync(piece, (experiment, sample) =>
            {
                if (matches.Samples.Contains(sample))
                    classes.Add(experiment, sample);
            }, cancel);
        var found = new SharedSamples();
        foreach (var (experiments, samples) in classes.All())
        {
            cancel.ThrowIfCancellationRequested();
            found.Add(experiments, samples);
        }
        return found;
    }

    private void Add(List<int> experiments, long samples)
    {
        foreach (var experiment in experiments)
        {
            Increase(_matching, experiment, samples);
            if (experiments.Count > 1)
                Increase(_shared, experiment, samples);
        }
        for (var i = 0; i < experiments.Count && !AreTooMany; i++)
        {
            for (var j = i + 1; j < experiments.Count; j++)
                Increase(_pairs, (experiments[i], experiments[j]), samples);
            AreTooMany = _pairs.Count > MostPairs;
        }
        if (AreTooMany)
            _pairs.Clear();
    }

    private static void Increase<T>(Dictionary<T, long> counts, T key, long samples) where T : notnull =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += samples;

    /// <summary>The samples by the experiments they belong to. A class is one experiment more than another class; class 0 is of none.</summary>
    private sealed class Classes
    {
        private readonly List<(int Parent, int Experiment, long Samples)> _classes = [(0, 0, 0)];
        private readonly Dictionary<(int Class, int Experiment), int> _next = [];
        private int[] _ofSample = [];

        /// <summary>Experiments come in ascending order.</summary>
        public void Add(int experiment, int sample)
        {
            if (sample >= _ofSample.Length)
                Array.Resize(ref _ofSample, Math.Max(sample + 1, 2 * _ofSample.Length));
            var before = _ofSample[sample];
            ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(_next, (before, experiment), out var known);
            if (!known)
            {
                next = _classes.Count;
                _classes.Add((before, experiment, 0));
            }
            var all = CollectionsMarshal.AsSpan(_classes);
            all[before].Samples--;
            all[next].Samples++;
            _ofSample[sample] = next;
        }

        /// <summary>Those with samples, each with its experiments in ascending order.</summary>
        public IEnumerable<(List<int> Experiments, long Samples)> All() =>
            _classes.Skip(1).Where(c => c.Samples > 0).Select(c => (ExperimentsOf(c.Parent, c.Experiment), c.Samples));

        private List<int> ExperimentsOf(int parent, int last)
        {
            var experiments = new List<int> { last };
            for (; parent != 0; parent = _classes[parent].Parent)
                experiments.Add(_classes[parent].Experiment);
            experiments.Reverse();
            return experiments;
        }
    }
}
