using FacetExplorer.Facets;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// A generation in memory, immutable, for counting. Experiments are numbered by accession in code-point order. A membership class is
/// all samples of exactly the same experiments; its cohorts, numbered in a row, are those that also agree in every sample-level facet.
/// Cohorts are disjoint, so numbers of unique samples are sums of their sizes. Classes stand in the order of their experiments, so that
/// whoever goes through experiments goes through memory, those that are shared behind the others. Values of all facets are numbered together (<see cref="FacetColumn"/>), and
/// rows of them are ascending.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>The catalog's ids of the experiments.</summary>
    public required int[] ExperimentIds { get; init; }

    /// <summary>Where each experiment stands by title; those without one after all others, at <see cref="int.MaxValue"/>.</summary>
    public required int[] TitleRanks { get; init; }

    /// <summary>Where each experiment stands by date; those without one at <see cref="int.MaxValue"/>.</summary>
    public required int[] PublishedRanks { get; init; }

    /// <summary>How many samples each experiment has.</summary>
    public required int[] ExperimentSizes { get; init; }

    /// <summary>The experiments of each membership class.</summary>
    public required Rows ClassExperiments { get; init; }

    /// <summary>The membership classes of each experiment.</summary>
    public required Rows ExperimentClasses { get; init; }

    /// <summary>How many classes are of one experiment only; they come first, and the shared ones behind them.</summary>
    public required int OwnClasses { get; init; }

    /// <summary>How many samples each class has.</summary>
    public required int[] ClassSizes { get; init; }

    /// <summary>The first cohort of each class, and after the last the number of cohorts.</summary>
    public required int[] FirstCohorts { get; init; }

    /// <summary>How many samples each cohort has.</summary>
    public required int[] CohortSizes { get; init; }

    /// <summary>The cohort of each sample, by its id in the catalog; -1 where it is in none.</summary>
    public required PackedNumbers SampleCohorts { get; init; }

    /// <summary>The facets in their order on the page.</summary>
    public required FacetColumn[] Columns { get; init; }

    /// <summary>Two rows an experiment, as they are mostly read together: <see cref="OwnValues"/> and <see cref="SampleValues"/>.</summary>
    public required ValueRows ExperimentValues { get; init; }

    /// <summary>
    /// For each facet that is no range, what each experiment has where it has one thing only, counted from the facet's first number on, as
    /// counting a single facet need not read the others; else <see cref="Several"/>. Of other facets nothing.
    /// </summary>
    public required ushort[][] SoleValues { get; init; }

    /// <summary>Of facets of samples, what the samples of each cohort have.</summary>
    public required CohortValues CohortValues { get; init; }

    /// <summary>Two rows a shared class, of what both its experiments have: of their own, and in samples. Where it has more than two, nothing.</summary>
    public required ValueRows PairValues { get; init; }

    /// <summary>
    /// For each experiment the facets that only some of its samples have a value of, each by its place in <see cref="MissingOfSamples"/>
    /// and, behind it, how many samples have one.
    /// </summary>
    public required Rows PartlyRecorded { get; init; }

    /// <summary>For each shared class the facets that some of its samples have no value of, likewise, and how many have none.</summary>
    public required Rows SharedUnrecorded { get; init; }

    /// <summary>The experiments that have each value, themselves or in some sample.</summary>
    public required ValueExperiments ExperimentsWith { get; init; }

    /// <summary>Says that an experiment has several values of a facet, or none at all.</summary>
    public const ushort Several = ushort.MaxValue;

    private const int WordBits = 64;

    private int[]? _indexes, _missingOfSamples;
    private ulong[]? _sharing;

    public int ExperimentCount => ExperimentIds.Length;

    public int ClassCount => ClassSizes.Length;

    /// <summary>How many numbers all facets have together.</summary>
    public int ValueCount => Columns.Length == 0 ? 0 : Columns[^1].End;

    /// <summary>The numbers that stand for "no value" of facets of samples, ascending.</summary>
    public int[] MissingOfSamples => _missingOfSamples ??= [.. Columns.Where(c => c.IsOfSamples).Select(c => c.Missing)];

    /// <summary>A bit for every experiment that shares samples with others.</summary>
    public ReadOnlySpan<ulong> Sharing => _sharing ??= BitsOfSharing();

    /// <summary>The cohort of a sample of the catalog; null where it is not counted, or belongs to no experiment.</summary>
    public int? CohortOf(int sampleId) => sampleId < SampleCohorts.Count && SampleCohorts[sampleId] is >= 0 and var cohort ? cohort : null;

    public FacetColumn Column(FacetDefinition facet) => Array.Find(Columns, c => c.Facet == facet)!;

    /// <summary>The class of those samples that no other experiment has; null where there are none.</summary>
    public int? OwnClass(int experiment)
    {
        var classes = ExperimentClasses[experiment];
        return classes.Length > 0 && classes[0] < OwnClasses ? classes[0] : null;
    }

    /// <summary>Those of the classes of an experiment that are other experiments' as well.</summary>
    public ReadOnlySpan<int> SharedClasses(int experiment)
    {
        var classes = ExperimentClasses[experiment];
        return classes.Length > 0 && classes[0] < OwnClasses ? classes[1..] : classes;
    }

    /// <summary>Of facets of experiments, what an experiment has.</summary>
    public ValueRows.ValueRow OwnValues(int experiment) => ExperimentValues[experiment * 2];

    /// <summary>Of facets of samples, what the samples of an experiment have together; nothing without samples.</summary>
    public ValueRows.ValueRow SampleValues(int experiment) => ExperimentValues[experiment * 2 + 1];

    /// <summary>Both, one after the other.</summary>
    public ValueRows.ValueRow AllValues(int experiment) => ExperimentValues.Together(experiment * 2, 2);

    /// <summary>What an experiment has of a facet: its own values, or those of all its samples.</summary>
    public int[] ValuesOf(FacetColumn column, int experiment) => column.In(column.IsOfSamples ? SampleValues(experiment) : OwnValues(experiment));

    /// <summary>The number here of an experiment of the catalog.</summary>
    public int IndexOf(int experimentId) => (_indexes ??= Indexes())[experimentId];

    private ulong[] BitsOfSharing()
    {
        var bits = new ulong[(ExperimentCount + WordBits - 1) / WordBits];
        for (var c = OwnClasses; c < ClassCount; c++)
            foreach (var e in ClassExperiments[c])
                bits[e / WordBits] |= 1UL << (e % WordBits);
        return bits;
    }

    private int[] Indexes()
    {
        var indexes = new int[ExperimentIds.DefaultIfEmpty().Max() + 1];
        for (var i = 0; i < ExperimentIds.Length; i++)
            indexes[ExperimentIds[i]] = i;
        return indexes;
    }
}
