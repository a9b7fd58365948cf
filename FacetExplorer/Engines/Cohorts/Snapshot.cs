using FacetExplorer.Facets;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// A generation in memory, immutable, for counting. Experiments are numbered by accession in code-point order. A membership class is
/// all samples of exactly the same experiments; its cohorts, numbered in a row, are those that also agree in every sample-level facet.
/// Cohorts are disjoint, so numbers of unique samples are sums of their sizes. Classes stand in the order of their experiments, so that
/// whoever goes through experiments goes through memory. Values of all facets are numbered together (<see cref="FacetColumn"/>), and
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

    /// <summary>Those of the classes of each experiment that are other experiments' as well.</summary>
    public required Rows SharedClasses { get; init; }

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

    /// <summary>Of facets of experiments, what each experiment has.</summary>
    public required Rows OwnValues { get; init; }

    /// <summary>Of facets of samples, what the samples of each experiment have together; nothing without samples.</summary>
    public required Rows SampleValues { get; init; }

    /// <summary>Of facets of samples, what the samples of each cohort have.</summary>
    public required RepeatedRows CohortValues { get; init; }

    /// <summary>The experiments that have each value, themselves or in some sample.</summary>
    public required ValueExperiments ExperimentsWith { get; init; }

    private int[]? _indexes;

    public int ExperimentCount => ExperimentIds.Length;

    public int ClassCount => ClassSizes.Length;

    /// <summary>How many numbers all facets have together.</summary>
    public int ValueCount => Columns.Length == 0 ? 0 : Columns[^1].End;

    /// <summary>The cohort of a sample of the catalog; null where it is not counted, or belongs to no experiment.</summary>
    public int? CohortOf(int sampleId) => sampleId < SampleCohorts.Count && SampleCohorts[sampleId] is >= 0 and var cohort ? cohort : null;

    public FacetColumn Column(FacetDefinition facet) => Array.Find(Columns, c => c.Facet == facet)!;

    /// <summary>What an experiment has of a facet: its own values, or those of all its samples.</summary>
    public ReadOnlySpan<int> ValuesOf(FacetColumn column, int experiment) =>
        column.In(column.IsOfSamples ? SampleValues[experiment] : OwnValues[experiment]);

    /// <summary>The number here of an experiment of the catalog.</summary>
    public int IndexOf(int experimentId) => (_indexes ??= Indexes())[experimentId];

    private int[] Indexes()
    {
        var indexes = new int[ExperimentIds.DefaultIfEmpty().Max() + 1];
        for (var i = 0; i < ExperimentIds.Length; i++)
            indexes[ExperimentIds[i]] = i;
        return indexes;
    }
}
