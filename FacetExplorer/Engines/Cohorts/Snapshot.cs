using FacetExplorer.Facets;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// A generation in memory, immutable, for counting. Experiments are numbered by accession in code-point order. A membership class is
/// all samples of exactly the same experiments; its cohorts, numbered in a row, are those that also agree in every sample-level facet.
/// Cohorts are disjoint, so numbers of unique samples are sums of their sizes.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>The catalog's ids of the experiments.</summary>
    public required int[] ExperimentIds { get; init; }

    public required string[] Accessions { get; init; }

    /// <summary>Where each experiment stands by title; those without one after all others, at <see cref="int.MaxValue"/>.</summary>
    public required int[] TitleRanks { get; init; }

    /// <summary>Where each experiment stands by date; those without one at <see cref="int.MaxValue"/>.</summary>
    public required int[] PublishedRanks { get; init; }

    /// <summary>The experiments of each membership class.</summary>
    public required Rows ClassExperiments { get; init; }

    /// <summary>The membership classes of each experiment.</summary>
    public required Rows ExperimentClasses { get; init; }

    /// <summary>The first cohort of each class, and after the last the number of cohorts.</summary>
    public required int[] FirstCohorts { get; init; }

    /// <summary>How many samples each cohort has.</summary>
    public required int[] CohortSizes { get; init; }

    /// <summary>The cohort of each sample, by its id in the catalog; -1 where it is in none.</summary>
    public required int[] SampleCohorts { get; init; }

    /// <summary>The facets in their order on the page.</summary>
    public required FacetColumn[] Columns { get; init; }

    private Dictionary<int, int>? _indexes;

    public int ExperimentCount => ExperimentIds.Length;

    public int ClassCount => FirstCohorts.Length - 1;

    /// <summary>The cohort of a sample of the catalog; null where it is not counted, or belongs to no experiment.</summary>
    public int? CohortOf(int sampleId) => sampleId < SampleCohorts.Length && SampleCohorts[sampleId] is >= 0 and var cohort ? cohort : null;

    public FacetColumn Column(FacetDefinition facet) => Array.Find(Columns, c => c.Facet == facet)!;

    /// <summary>The number here of an experiment of the catalog.</summary>
    public int IndexOf(int experimentId)
    {
        _indexes ??= Enumerable.Range(0, ExperimentCount).ToDictionary(i => ExperimentIds[i]);
        return _indexes[experimentId];
    }
}
