using System.Runtime.InteropServices;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>Reads a generation into a <see cref="Snapshot"/>: experiments first, then samples and memberships side by side, once each.</summary>
internal sealed class SnapshotBuilder
{
    private readonly List<ColumnBuilder> _columns;
    private readonly IReadOnlyList<Clause> _counted;
    private readonly Dictionary<int[], int> _classes = new(Sequences.Equality);
    private readonly Dictionary<int[], int> _cohorts = new(Sequences.Equality);
    private readonly List<(int Class, int[] ValueSets, int Size)> _cohortRows = [];
    private readonly List<int> _cohortsOfSamples = [];

    private SnapshotBuilder(FacetRegistry facets, IReadOnlyList<Clause> counted)
    {
        _columns = [.. facets.All.Select(f => new ColumnBuilder(f))];
        _counted = counted;
    }

    /// <summary>Builds the snapshot of the samples for which all clauses of <paramref name="counted"/> hold.</summary>
    public static Snapshot Build(CatalogReader catalog, FacetRegistry facets, IReadOnlyList<Clause> counted, CancellationToken cancel) =>
        new SnapshotBuilder(facets, counted).Build(catalog, cancel);

    private Snapshot Build(CatalogReader catalog, CancellationToken cancel)
    {
        var experiments = ReadExperiments(catalog, cancel);
        var indexes = experiments.Select((e, i) => (e.Id, i)).ToDictionary(e => e.Id, e => e.i);
        ReadSamples(catalog, indexes, cancel);

        var classes = _classes.OrderBy(c => c.Value).Select(c => c.Key).ToList();
        var order = Enumerable.Range(0, _cohortRows.Count).OrderBy(i => _cohortRows[i].Class).ToList();
        var cohorts = order.ConvertAll(i => _cohortRows[i]);
        var places = new int[order.Count];
        for (var i = 0; i < places.Length; i++)
            places[order[i]] = i;
        var firstCohorts = new int[classes.Count + 1];
        foreach (var cohort in cohorts)
            firstCohorts[cohort.Class + 1]++;
        for (var i = 0; i < classes.Count; i++)
            firstCohorts[i + 1] += firstCohorts[i];
        var classExperiments = Rows.Of(classes);
        var experimentClasses = classExperiments.Transposed(experiments.Count);
        var sampleColumns = _columns.Where(c => c.Facet.Level == FacetLevel.Sample).ToList();
        return new Snapshot
        {
            ExperimentIds = [.. experiments.Select(e => e.Id)],
            Accessions = [.. experiments.Select(e => e.Accession)],
            TitleRanks = Ranks(experiments, e => e.Title, (a, b) => CodePointOrder.Instance.Compare(a, b)),
            PublishedRanks = Ranks(experiments, e => e.Published?.Range!.Value.From, (a, b) => Nullable.Compare(a, b)),
            ClassExperiments = classExperiments,
            ExperimentClasses = experimentClasses,
            FirstCohorts = firstCohorts,
            CohortSizes = [.. cohorts.Select(c => c.Size)],
            SampleCohorts = [.. _cohortsOfSamples.Select(cohort => cohort < 0 ? cohort : places[cohort])],
            Columns = [.. _columns.Select(column => column.Facet.Level == FacetLevel.Experiment
                ? column.OfExperiments([.. experiments.Select(e => e.ValueSets[column])])
                : column.OfCohorts([.. cohorts.Select(c => c.ValueSets[sampleColumns.IndexOf(column)])], experimentClasses, firstCohorts))],
        };
    }

    private List<ExperimentRow> ReadExperiments(CatalogReader catalog, CancellationToken cancel)
    {
        var own = _columns.Where(c => c.Facet.Level == FacetLevel.Experiment).ToList();
        var rows = catalog.Experiments(cancel).Select(record => new ExperimentRow(
            record.Id,
            record.Accession,
            RecordFields.TitleOf(record.Fields) is { } title ? TextAnalyzer.Fold(title) : null,
            RecordFields.PublishedOf(record.Fields),
            own.ToDictionary(c => c, c => c.ValueSet(record.Fields)))).ToList();
        rows.Sort((a, b) => CodePointOrder.Instance.Compare(a.Accession, b.Accession));
        return rows;
    }

    private void ReadSamples(CatalogReader catalog, Dictionary<int, int> indexes, CancellationToken cancel)
    {
        var own = _columns.Where(c => c.Facet.Level == FacetLevel.Sample).ToList();
        using var memberships = catalog.Memberships(cancel).GetEnumerator();
        var more = memberships.MoveNext();
        var key = new int[1 + own.Count];
        var experiments = new List<int>();
        foreach (var sample in catalog.Samples(cancel))
        {
            experiments.Clear();
            for (; more && memberships.Current.Sample == sample.Id; more = memberships.MoveNext())
                experiments.Add(indexes[memberships.Current.Experiment]);
            if (experiments.Count == 0 || !_counted.All(c => c.Holds(FacetValue.Of(c.Facet, sample.Fields))))
                continue;
            experiments.Sort();
            key[0] = Sequences.NumberOf(_classes, CollectionsMarshal.AsSpan(experiments));
            for (var i = 0; i < own.Count; i++)
                key[i + 1] = own[i].ValueSet(sample.Fields);
            var cohort = Sequences.NumberOf(_cohorts, key);
            if (cohort == _cohortRows.Count)
                _cohortRows.Add((key[0], key[1..], 0));
            var row = _cohortRows[cohort];
            _cohortRows[cohort] = row with { Size = row.Size + 1 };
            while (_cohortsOfSamples.Count < sample.Id)
                _cohortsOfSamples.Add(-1);
            _cohortsOfSamples.Add(cohort);
        }
    }

    private static int[] Ranks<T>(List<ExperimentRow> experiments, Func<ExperimentRow, T?> key, Comparison<T?> compare)
    {
        var known = experiments.Select((e, i) => (Key: key(e), Index: i)).Where(e => e.Key is not null).ToList();
        known.Sort((a, b) => compare(a.Key, b.Key));
        var ranks = new int[experiments.Count];
        Array.Fill(ranks, int.MaxValue);
        for (var i = 0; i < known.Count; i++)
            ranks[known[i].Index] = i > 0 && compare(known[i].Key, known[i - 1].Key) == 0 ? ranks[known[i - 1].Index] : i;
        return ranks;
    }

    private sealed record ExperimentRow(int Id, string Accession, string? Title, FacetValue? Published, Dictionary<ColumnBuilder, int> ValueSets);
}

/// <summary>Collects the distinct values of a facet, and the distinct sets of values that records have.</summary>
internal sealed class ColumnBuilder(FacetDefinition facet)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<FacetValue> _values = [];
    private readonly Dictionary<int[], int> _sets = new(Sequences.Equality);

    public FacetDefinition Facet => facet;

    /// <summary>The number of the set of values that a record has.</summary>
    public int ValueSet(Fields fields)
    {
        var values = FacetValue.Of(facet, fields);
        Span<int> set = values.Count <= 16 ? stackalloc int[values.Count] : new int[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, values[i].Text, out var known);
            if (!known)
            {
                number = _values.Count;
                _values.Add(values[i]);
            }
            set[i] = number;
        }
        set.Sort();
        return Sequences.NumberOf(_sets, set);
    }

    public FacetColumn OfExperiments(int[] sets)
    {
        var places = Places(out var values);
        var lists = Lists(places);
        return new FacetColumn(facet, values, Cells(values), Rows.Of([.. sets.Select(s => lists[s])]), null);
    }

    public FacetColumn OfCohorts(int[] sets, Rows experimentClasses, int[] firstCohorts)
    {
        var places = Places(out var values);
        var lists = Lists(places);
        var unions = new List<int>[experimentClasses.Count];
        var seen = new int[values.Length + 1];
        for (var e = 0; e < unions.Length; e++)
        {
            unions[e] = [];
            foreach (var c in experimentClasses[e])
                for (var cohort = firstCohorts[c]; cohort < firstCohorts[c + 1]; cohort++)
                    foreach (var value in lists[sets[cohort]])
                        if (seen[value] != e + 1)
                        {
                            seen[value] = e + 1;
                            unions[e].Add(value);
                        }
        }
        return new FacetColumn(facet, values, Cells(values), Rows.Of(unions), Rows.Of([.. sets.Select(s => lists[s])]));
    }

    /// <summary>Where each collected value stands among the ordered ones.</summary>
    private int[] Places(out FacetValue[] ordered)
    {
        var order = Enumerable.Range(0, _values.Count).ToArray();
        Array.Sort(order, (a, b) => FacetValue.Order.Compare(_values[a], _values[b]));
        ordered = [.. order.Select(i => _values[i])];
        var places = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            places[order[i]] = i;
        return places;
    }

    /// <summary>The values of each set; the empty set has the value "missing".</summary>
    private int[][] Lists(int[] places) =>
        [.. _sets.OrderBy(s => s.Value).Select(s => s.Key.Length == 0 ? [_values.Count] : s.Key.Select(v => places[v]).ToArray())];

    private IReadOnlyList<FacetValue> Cells(FacetValue[] values) =>
        facet.IsRanged && values.Length > 0 ? BucketGrid.Cells(facet, values) : [];
}

/// <summary>Dictionaries keyed by a row of numbers.</summary>
internal static class Sequences
{
    public static readonly IEqualityComparer<int[]> Equality = new Comparer();

    /// <summary>The number of a sequence: that of its first occurrence among distinct ones.</summary>
    public static int NumberOf(Dictionary<int[], int> numbers, ReadOnlySpan<int> sequence)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!lookup.TryGetValue(sequence, out var number))
            lookup[sequence] = number = numbers.Count;
        return number;
    }

    private sealed class Comparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] sequence) => GetHashCode(sequence.AsSpan());

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
    }
}
