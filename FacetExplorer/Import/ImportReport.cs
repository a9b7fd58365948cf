using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>What an import did.</summary>
public sealed class ImportReport
{
    /// <summary>Refusals kept word for word; the rest are only counted.</summary>
    public const int RefusalsKept = 1000;

    private readonly List<FileRead> _files = [];
    private readonly List<Refusal> _refusals = [];
    private readonly List<Refusal> _leftOut = [];

    /// <summary>The files, in the order they were read.</summary>
    public IReadOnlyList<FileRead> Files => _files;

    /// <summary>Experiment records taken from the sources.</summary>
    public long ExperimentsRead { get; private set; }

    /// <summary>Sample records taken from the sources.</summary>
    public long SamplesRead { get; private set; }

    /// <summary>Records whose accession was described already, in this import or before.</summary>
    public long Merged { get; internal set; }

    /// <summary>Samples made because an experiment lists them, without a record of their own.</summary>
    public long CreatedFromListings { get; internal set; }

    /// <summary>Values read that are too long to be facet values.</summary>
    public long LongValues { get; internal set; }

    /// <summary>Of each field of dates, numbers or truths, how many texts were understood and how many stayed texts.</summary>
    public IReadOnlyDictionary<string, (long Understood, long Not)> Typed { get; internal set; } = new Dictionary<string, (long, long)>();

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

    internal FileRead Begin(string source, string path, string format)
    {
        _files.Add(new FileRead(source, path, format));
        return _files[^1];
    }

    internal void Take(Level level)
    {
        if (level == Level.Experiment)
            (ExperimentsRead, _files[^1].Experiments) = (ExperimentsRead + 1, _files[^1].Experiments + 1);
        else
            (SamplesRead, _files[^1].Samples) = (SamplesRead + 1, _files[^1].Samples + 1);
    }

    internal long RecordsRead => ExperimentsRead + SamplesRead;

    internal void Refuse(Refusal refusal)
    {
        Refused++;
        _files[^1].Refused++;
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

/// <summary>A file of an import.</summary>
/// <param name="Source">The source it belongs to.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Format">What it was read as.</param>
public sealed record FileRead(string Source, string Path, string Format)
{
    /// <summary>The checksum of its bytes; null when it was not read to its end.</summary>
    public string? Sha256 { get; internal set; }

    /// <summary>Experiment records taken from it.</summary>
    public long Experiments { get; internal set; }

    /// <summary>Sample records taken from it.</summary>
    public long Samples { get; internal set; }

    /// <summary>Records of it that were refused.</summary>
    public long Refused { get; internal set; }
}
