using System.Text.RegularExpressions;

namespace FacetExplorer.Import.Geo;

/// <summary>What GEO describes.</summary>
internal enum GeoKind { Platform, Sample, Series }

/// <summary>The records of one file of GEO, and the platforms that were described in it so far.</summary>
internal sealed partial class GeoRecords(SourceFileReading file)
{
    private readonly Dictionary<string, string> _platforms = [];

    /// <summary>Whether there was a series or a sample.</summary>
    public bool Any { get; private set; }

    /// <summary>A series, sample or platform that the file begins to describe.</summary>
    public GeoEntity Begin(GeoKind kind, string id, long line)
    {
        Any |= kind != GeoKind.Platform;
        return new GeoEntity(this, kind, id, file.NewRecord(), line);
    }

    /// <summary>
    /// GEO's accession as it is. Other names of samples and series, which submitters use before they have one, are only unique with the file's own.
    /// </summary>
    public string Accession(string id) =>
        id.Length == 0 || Archived().IsMatch(id) ? id : $"{SourceNames.Stem(file.Path)}:{id}";

    /// <summary>What a platform is called; null where the file has not told.</summary>
    public string? Platform(string id) => _platforms.GetValueOrDefault(id);

    /// <summary>Remembers what a platform is called.</summary>
    public void Name(string platform, string title) => _platforms[platform] = title;

    /// <summary>Whether a column stands for what GEO tells in attributes of its own, so that a submitter's word must not be mixed with it.</summary>
    public bool IsGeoOwn(string column) =>
        Vocabulary.FieldName(column) is "type" or "status" or "relation" or "label" or "molecule" or "data_processing" or "private" or RecordParser.AlternatesKey
        || file.Vocabulary.FieldsOf(column).Any(known => known.Field is "title" or "description" or "published" or "organism" or "platform" or "technology");

    /// <summary>Hands on a record.</summary>
    public void Take(long line, Func<ImportedRecord> parse) => file.Take(line, parse);

    [GeneratedRegex(@"^GS[EM]\d")]
    private static partial Regex Archived();
}
