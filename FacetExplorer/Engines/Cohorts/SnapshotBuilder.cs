using System.Runtime.InteropServices;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>Reads a generation into a <see cref="Snapshot"/>: experiments first, then samples and memberships side by side, once each.</summary>
internal sealed class SnapshotBuilder
{
    private readonly List<ColumnBuilder> _ofExperiments, _ofSamples, _all;
    private readonly IReadOnlyList<Clause> _counted;
    private readonly Dictionary<int[], int> _classes = new(Sequences.Equality);
    private readonly Dictionary<int[], int> _combinations = new(Sequences.Equality);
    private readonly Dictionary<(int Class, int Combination), int> _cohorts = [];
    private readonly List<(int Class, int Combination, int Size)> _cohortRows = [];
    private readonly List<int> _cohortsOfSamples = [];

    private SnapshotBuilder(FacetRegistry facets, IReadOnlyList<Clause> counted)
    {
        _all = [.. facets.All.Select(f => new ColumnBuilder(f))];
        _ofExperiments = _all.FindAll(c => c.Facet.Level == FacetLevel.Experiment);
        _ofSamples = _all.FindAll(c => c.Facet.Level == FacetLevel.Sample);
        _counted = counted;
    }

    /// <summary>Builds the snapshot of the samples for which all clauses of <paramref name="counted"/> hold.</summary>
    public static Snapshot Build(ICatalogRecords catalog, FacetRegistry facets, IReadOnlyList<Clause> counted, CancellationToken cancel) =>
        new SnapshotBuilder(facets, counted).Build(catalog, cancel);

    private Snapshot Build(ICatalogRecords catalog, CancellationToken cancel)
    {
        var experiments = ReadExperiments(catalog, cancel);
        ReadSamples(catalog, experiments.Select((e, i) => (e.Id, i)).ToDictionary(e => e.Id, e => e.i), cancel);
        var columns = new List<FacetColumn>();
        foreach (var column in _all)
            columns.Add(column.Finish(columns.Count == 0 ? 0 : columns[^1].End));

        var table = new CohortTable(
            experiments.Count, [.. _classes.OrderBy(c => c.Value).Select(c => c.Key)], _cohortRows, [.. _combinations.OrderBy(c => c.Value).Select(c => RowOf(_ofSamples, c.Key))]);
        var own = experiments.ConvertAll(e => RowOf(_ofExperiments, e.ValueSets));
        var ofSamples = experiments.Select((_, e) => table.Union(table.ExperimentClasses[e])).ToList();
        var missing = columns.FindAll(c => c.IsOfSamples).ConvertAll(c => c.Missing);
        return new Snapshot
        {
            ExperimentIds = [.. experiments.Select(e => e.Id)],
            TitleRanks = Ranks(experiments, e => e.Title, (a, b) => CodePointOrder.Instance.Compare(a, b)),
            PublishedRanks = Ranks(experiments, e => e.Published?.Range!.Value.From, (a, b) => Nullable.Compare(a, b)),
            ExperimentSizes = [.. experiments.Select((_, e) => table.SizeOf(table.ExperimentClasses[e]))],
            ClassExperiments = table.ClassExperiments,
            ExperimentClasses = table.ExperimentClasses,
            OwnClasses = table.OwnClasses,
            ClassSizes = table.ClassSizes,
            FirstCohorts = table.FirstCohorts,
            CohortSizes = table.CohortSizes,
            SampleCohorts = PackedNumbers.Of(_cohortsOfSamples.ConvertAll(cohort => cohort < 0 ? cohort : table.Places[cohort])),
            Columns = [.. columns],
            ExperimentValues = ValueRows.Of(own.Zip(ofSamples, IEnumerable<List<int>> (first, second) => [first, second]).SelectMany(rows => rows)),
            SoleValues = [.. columns.Select(column => column.Facet.IsRanged ? [] : Array.ConvertAll([.. column.IsOfSamples ? ofSamples : own], column.SoleIn))],
            CohortValues = CodesOf(columns.FindAll(c => c.IsOfSamples), table),
            PairValues = ValueRows.Of(table.SharedClasses.SelectMany(IEnumerable<List<int>> (c) => [InCommon(own, table.ClassExperiments[c]), InCommon(ofSamples, table.ClassExperiments[c])])),
            PartlyRecorded = Rows.Of([.. experiments.Select((_, e) => table.Count(
                missing, table.ExperimentClasses[e], (row, none) => !row.Contains(none), none => ofSamples[e].Contains(none)))]),
            SharedUnrecorded = Rows.Of([.. table.SharedClasses.Select(c => table.Count(missing, [c], (row, none) => row.Contains(none), _ => true))]),
            ExperimentsWith = ValueExperiments.Of(
                Rows.Of([.. own.Zip(ofSamples, List<int> (first, second) => [.. first, .. second])]),
                Rows.Of([.. experiments.Select((_, e) => table.Intersection(table.ExperimentClasses[e]))]),
                columns.Count == 0 ? 0 : columns[^1].End),
        };
    }

    private CohortValues CodesOf(List<FacetColumn> columns, CohortTable table)
    {
        var coded = columns.Zip(_ofSamples, (column, builder) => CodedFacet.Of(column, builder.Rows)).ToList();
        int[][] combinations = [.. _combinations.OrderBy(c => c.Value).Select(c => c.Key)];
        return CohortValues.Of(
            coded.ConvertAll(c => c.Facet),
            table.Combinations.Select(combination => coded.Zip(combinations[combination], (c, set) => c.Codes[set]).ToArray()));
    }

    /// <summary>What two experiments have both; of more nothing is said.</summary>
    private static List<int> InCommon(List<List<int>> rows, ReadOnlySpan<int> experiments) =>
        experiments.Length == 2 ? [.. rows[experiments[0]].Intersect(rows[experiments[1]])] : [];

    private List<ExperimentRow> ReadExperiments(ICatalogRecords catalog, CancellationToken cancel)
    {
        var rows = catalog.Experiments(cancel).Select(record => new ExperimentRow(
            record.Id,
            record.Accession,
            RecordFields.TitleOf(record.Fields) is { } title ? TextAnalyzer.Fold(title) : null,
            RecordFields.PublishedOf(record.Fields),
            [.. _ofExperiments.Select(c => c.ValueSet(record.Fields))])).ToList();
        rows.Sort((a, b) => CodePointOrder.Instance.Compare(a.Accession, b.Accession));
        return rows;
    }

    private void ReadSamples(ICatalogRecords catalog, Dictionary<int, int> indexes, CancellationToken cancel)
    {
        using var memberships = catalog.Memberships(cancel).GetEnumerator();
        var more = memberships.MoveNext();
        var sets = new int[_ofSamples.Count];
        var experiments = new List<int>();
        foreach (var sample in catalog.Samples(cancel))
        {
            experiments.Clear();
            for (; more && memberships.Current.Sample == sample.Id; more = memberships.MoveNext())
                experiments.Add(indexes[memberships.Current.Experiment]);
            if (experiments.Count == 0 || !_counted.All(c => c.Holds(FacetValue.Of(c.Facet, sample.Fields))))
                continue;
            experiments.Sort();
            for (var i = 0; i < sets.Length; i++)
                sets[i] = _ofSamples[i].ValueSet(sample.Fields);
            var (ofClass, combination) = (Sequences.NumberOf(_classes, CollectionsMarshal.AsSpan(experiments)), Sequences.NumberOf(_combinations, sets));
            ref var cohort = ref CollectionsMarshal.GetValueRefOrAddDefault(_cohorts, (ofClass, combination), out var known);
            if (!known)
            {
                cohort = _cohortRows.Count;
                _cohortRows.Add((ofClass, combination, 0));
            }
            CollectionsMarshal.AsSpan(_cohortRows)[cohort].Size++;
            while (_cohortsOfSamples.Count < sample.Id)
                _cohortsOfSamples.Add(-1);
            _cohortsOfSamples.Add(cohort);
        }
    }

    /// <summary>What a record has of these facets, its set of values of each given.</summary>
    private static List<int> RowOf(List<ColumnBuilder> columns, int[] sets)
    {
        var row = new List<int>();
        for (var i = 0; i < sets.Length; i++)
            row.AddRange(columns[i].Rows[sets[i]]);
        return row;
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

    private sealed record ExperimentRow(int Id, string Accession, string? Title, FacetValue? Published, int[] ValueSets);
}
