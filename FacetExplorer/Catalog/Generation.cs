namespace FacetExplorer.Catalog;

/// <summary>One immutable, numbered version of the catalog.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="CreatedAt">When its import ran.</param>
/// <param name="ContentHash">The same for the same records, memberships and sources, whenever they were imported.</param>
/// <param name="Experiments">Number of experiments.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Memberships">Number of distinct pairs of sample and experiment.</param>
/// <param name="IsDemo">Whether it holds the invented demo data.</param>
public sealed record Generation(
    int Number, DateTimeOffset CreatedAt, string ContentHash,
    long Experiments, long Samples, long Memberships, bool IsDemo);

/// <summary>An experiment or a sample.</summary>
/// <param name="Id">Its row, stable from one generation to the next.</param>
/// <param name="Accession">Its own accession.</param>
/// <param name="Fields">What is known of it.</param>
public sealed record Record(int Id, string Accession, Fields Fields);

/// <summary>An experiment that shares samples with another one.</summary>
/// <param name="Experiment">The other experiment.</param>
/// <param name="Samples">How many samples both have.</param>
public sealed record SharedWith(Record Experiment, long Samples);

/// <summary>A file records came from.</summary>
/// <param name="Source">The name of the source it was imported as.</param>
/// <param name="File">The file's name.</param>
/// <param name="Format">The format it was read as.</param>
/// <param name="ImportedAt">When.</param>
/// <param name="Sha256">Checksum of the file's bytes, in lower-case hexadecimal.</param>
public sealed record SourceFile(string Source, string File, string Format, DateTimeOffset ImportedAt, string Sha256);

/// <summary>One page of a longer list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Number">From 1.</param>
/// <param name="Size">How many items a full page has.</param>
/// <param name="Total">How many items the whole list has.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, long Total);

/// <summary>There is no catalog to read.</summary>
public sealed class CatalogUnavailableException : Exception
{
    /// <summary>With the text the user sees.</summary>
    public CatalogUnavailableException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>A record found by an accession.</summary>
/// <param name="Asked">The accession it was found by.</param>
/// <param name="IsSample">Whether it is a sample, not an experiment.</param>
/// <param name="Id">Its number in the generation.</param>
/// <param name="Accession">Its own accession.</param>
public sealed record NamedRecord(string Asked, bool IsSample, int Id, string Accession);
