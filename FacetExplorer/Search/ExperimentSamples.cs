using System.Runtime.InteropServices;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>
/// The samples of one experiment with what each has for every sample-level facet, counted or not, as the pages of records show all there is.
/// Immutable.
/// </summary>
internal sealed class ExperimentSamples
{
    private readonly int[] _ids;
    private readonly List<Column> _columns;

    private ExperimentSamples(int[] ids, List<Column> columns) => (_ids, _columns) = (ids, columns);

    /// <summary>How many there are.</summary>
    public int Count => _ids.Length;

    /// <summary>Reads them, in the order of their accessions.</summary>
    public static ExperimentSamples Read(IEnumerable<Record> samples, FacetRegistry facets)
    {
        var columns = facets.All.Where(f => f.Level == FacetLevel.Sample).Select(f => new Column(f)).ToList();
        var read = new List<(string Accession, int Id, int Row)>();
        foreach (var sample in samples)
        {
            columns.ForEach(column => column.Add(sample.Fields));
            read.Add((sample.Accession, sample.Id, read.Count));
        }
        read.Sort((a, b) => CodePointOrder.Instance.Compare(a.Accession, b.Accession));
        columns.ForEach(column => column.Arrange([.. read.Select(r => r.Row)]));
        return new ExperimentSamples([.. read.Select(r => r.Id)], columns);
    }

    /// <summary>The ids of the samples for which every clause holds, and for each facet that is recorded at all the counts without its own clauses (rule 6).</summary>
    public (IReadOnlyList<int> Ids, IReadOnlyList<FacetCounts> Facets) Find(SearchRequest request)
    {
        var tests = _columns.Select(column => column.Test(request)).ToList();
        var counts = _columns.Select(column => new int[column.Sets.Count]).ToList();
        var ids = new List<int>();
        for (var row = 0; row < _ids.Length; row++)
        {
            var (failures, failing) = (0, -1);
            for (var c = 0; c < _columns.Count; c++)
                if (!tests[c][_columns[c].Rows[row]])
                    (failures, failing) = (failures + 1, c);
            if (failures == 0)
                ids.Add(_ids[row]);
            for (var c = 0; c < _columns.Count; c++)
                if (failures == 0 || (failures == 1 && failing == c))
                    counts[c][_columns[c].Rows[row]]++;
        }
        return (ids, [.. _columns.Zip(counts).Where(c => c.First.IsRecorded).Select(c => c.First.Counts(request, c.Second))]);
    }

    /// <summary>One facet: the distinct sets of values that samples have, and which of them each has.</summary>
    private sealed class Column(FacetDefinition facet)
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public List<IReadOnlyList<FacetValue>> Sets { get; } = [];

        public List<int> Rows { get; private set; } = [];

        public bool IsRecorded => Sets.Exists(set => set.Count > 0);

        public void Add(Fields fields)
        {
            var values = FacetValue.Of(facet, fields);
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, string.Concat(values.Select(v => $"{v.Text.Length}:{v.Text}")), out var known);
            if (!known)
            {
                number = Sets.Count;
                Sets.Add(values);
            }
            Rows.Add(number);
        }

        public void Arrange(IReadOnlyList<int> order) => Rows = [.. order.Select(row => Rows[row])];

        /// <summary>For each set of values whether all clauses on this facet hold.</summary>
        public bool[] Test(SearchRequest request)
        {
            var clauses = request.On(facet).ToList();
            return [.. Sets.Select(set => clauses.TrueForAll(c => c.Holds(set)))];
        }

        public FacetCounts Counts(SearchRequest request, int[] ofSets)
        {
            var named = FacetLists.Named(request, facet).ToList();
            var buckets = new Dictionary<string, (FacetValue Value, int Samples)>(StringComparer.Ordinal);
            foreach (var value in named)
                buckets[value.Text] = (value, 0);
            foreach (var (set, samples) in Sets.Zip(ofSets))
                foreach (var bucket in set.SelectMany(value => BucketsOf(value, named)).DistinctBy(b => b.Text))
                    buckets[bucket.Text] = (bucket, buckets.GetValueOrDefault(bucket.Text).Samples + samples);
            var missing = Sets.Zip(ofSets).Where(s => s.First.Count == 0).Sum(s => s.Second);
            var shown = FacetLists.Arrange(request, facet, buckets.Values.Select(b => Bucket(b.Value, b.Samples)), out var more);
            return new FacetCounts(facet, new Count(ofSets.Sum() - missing), new Count(ofSets.Sum()), shown, FacetLists.Mark(request, facet, Bucket(null, missing)), more);
        }

        private IEnumerable<FacetValue> BucketsOf(FacetValue value, List<FacetValue> named) => facet.IsRanged
            ? BucketGrid.Cells(facet, [value]).Concat(named).Where(b => b.Range!.Value.Contains(value.Range!.Value))
            : [value];

        private static Bucket Bucket(FacetValue? value, int samples) => new(value, new Count(samples), samples > 0 ? 1 : 0);
    }
}
