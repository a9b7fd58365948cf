using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>What an import did.</summary>
public sealed class ImportReport
{
    /// <summary>Refusals kept word for word; the rest are only counted.</summary>
    public const int RefusalsKept = 1000;

    private readonly List<Refusal> _refusals = [];
    private readonly List<Refusal> _leftOut = [];

    /// <summary>Experiment records taken from the sources.</summary>
    public long ExperimentsRead { get; internal set; }

    /// <summary>Sample records taken from the sources.</summary>
    public long SamplesRead { get; internal set; }

    /// <summary>Records whose accession was described already, in this import or before.</summary>
    public long Merged { get; internal set; }

    /// <summary>Samples made because an experiment lists them, without a record of their own.</summary>
    public long CreatedFromListings { get; internal set; }

    /// <summary>Values read that are too long to be facet values.</summary>
    public long LongValues { get; internal set; }

    /// <summary>Experiments in the catalog now.</summary>
    public long Experiments { get; internal set; }

    /// <summary>Samples in the catalog now.</summary>
    public long Samples { get; internal set; }

    /// <summary>Pairs of sample and experiment in the catalog now.</summary>
    public long Memberships { get; internal set; }

    /// <summary>Samples of the catalog that belong to more than one experiment.</summary>
    public long SharedSamples { get; internal set; }

    /// <summary>Samples of the catalog that belong to no experiment.</summary>
    public long SamplesWithoutExperiment { get; internal set; }

    /// <summary>The generation that was replaced because it was the demo or it was asked for; null otherwise.</summary>
    public int? Replaced { get; internal set; }

    /// <summary>Whether what was replaced was the demo.</summary>
    public bool ReplacedDemo { get; internal set; }

    /// <summary>The source that <see cref="Changes"/> is about; null when it is about the catalog.</summary>
    public string? Whole { get; internal set; }

    /// <summary>What is different from before; null when it is not known.</summary>
    public CatalogChanges? Changes { get; internal set; }

    /// <summary>How many records were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>The first refused records.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>How many memberships were not taken, their records were.</summary>
    public long MembershipsLeftOut { get; private set; }

    /// <summary>The first memberships not taken.</summary>
    public IReadOnlyList<Refusal> LeftOut => _leftOut;

    internal long RecordsRead => ExperimentsRead + SamplesRead;

    internal void Refuse(Refusal refusal)
    {
        Refused++;
        if (_refusals.Count < RefusalsKept)
            _refusals.Add(refusal);
    }

    internal void LeaveOut(Refusal membership)
    {
        MembershipsLeftOut++;
        if (_leftOut.Count < RefusalsKept)
            _leftOut.Add(membership);
    }
}
