using System.Text.RegularExpressions;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import.Geo;

/// <summary>
/// A series, sample or platform, told attribute by attribute. Attributes are called as in SOFT, without what they are of: "title",
/// "characteristics_ch1".
/// </summary>
internal sealed partial class GeoEntity(GeoRecords geo, GeoKind kind, string id, RecordBuilder record, long line)
{
    private const int LongestKey = 64;

    private readonly List<string> _studies = [];
    private readonly List<string> _organisms = [];
    private string _accession = id.Trim();
    private string _title = "";
    private bool _isSuperseries;
    private long _length;

    /// <summary>Takes an attribute; those of the same name are a list.</summary>
    /// <exception cref="RefusedException">There is more of it than can be held.</exception>
    public void Add(string attribute, string text)
    {
        if ((_length += text.Length) > ByteWindow.Limit)
            throw new RefusedException($"the description of {id} is longer than {ByteWindow.Limit >> 20} million characters; what follows was not read", line);
        if (string.IsNullOrWhiteSpace(text))
            return;
        switch (kind)
        {
            case GeoKind.Platform when attribute == "title":
                _title = text.Trim();
                break;
            case GeoKind.Platform when attribute == "organism":
                _organisms.Add(text.Trim());
                break;
            case GeoKind.Series:
                AddToSeries(attribute, text);
                break;
            case GeoKind.Sample:
                AddToSample(attribute, text);
                break;
        }
    }

    /// <summary>The entity is told: hands on its record.</summary>
    public void End()
    {
        if (kind == GeoKind.Platform)
        {
            if (_title.Length > 0)
                geo.Name(_accession, WithoutOrganism());
            return;
        }
        // The runs of a superseries are those of its sub-series, which have the study.
        foreach (var study in _studies)
            _ = _isSuperseries ? record.Add("SRA Study", study) : record.AddAlternate(study);
        geo.Take(line, () => record.Build(kind == GeoKind.Series ? Level.Experiment : Level.Sample, geo.Accession(_accession), line));
    }

    /// <summary>"Expression profiling by array" is how a series was measured; "dose response", of the first years, is not.</summary>
    public static void AddType(RecordBuilder series, string text) =>
        series.Add(text.Contains(" by ", StringComparison.OrdinalIgnoreCase) ? "series type" : "type", text);

    private void AddToSeries(string attribute, string text)
    {
        if (attribute == "sample_id")
            foreach (var sample in IsList().IsMatch(text) ? text.Split(' ') : [text])
                record.AddSample(geo.Accession(sample.Trim()));
        else if (attribute == "type")
            AddType(record, text);
        else if (attribute == "pubmed_id")
            record.Add(attribute, text).Add("has_publication", "true");
        else
            AddToBoth(attribute, text);
    }

    private void AddToSample(string attribute, string text)
    {
        if (attribute == "series_id")
            record.AddExperiment(geo.Accession(text.Trim()));
        else if (attribute.StartsWith("characteristics", StringComparison.Ordinal))
            AddCharacteristic(attribute, text);
        else
            AddToBoth(attribute, text);
    }

    private void AddToBoth(string attribute, string text)
    {
        switch (attribute)
        {
            case "geo_accession":
                _accession = text.Trim();
                break;
            case "platform_id":
                record.Add("platform title", geo.Platform(text.Trim())).Add(attribute, text);
                break;
            case "relation":
                AddRelation(text);
                break;
            case var file when file.StartsWith("supplementary_file", StringComparison.Ordinal) && text.Trim() == "NONE":
                break;
            case "contact_institute":
                record.Add("submitter_institution", text);
                break;
            case var person when person.StartsWith("contact", StringComparison.Ordinal) || person.StartsWith("contributor", StringComparison.Ordinal):
                record.AddPrivate(person, text);
                break;
            default:
                record.Add(attribute, text);
                break;
        }
    }

    /// <summary>"tissue: liver" is liver in the column tissue; that of the second channel has its own.</summary>
    private void AddCharacteristic(string attribute, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var key = colon > 0 ? text[..colon].Trim() : "";
        if (!key.Any(char.IsLetter) || key.Length > LongestKey || key.Contains('=') || text.AsSpan(colon + 1).StartsWith("//"))
            record.Add(attribute, text);
        else
            record.Add((geo.IsGeoOwn(key) ? $"characteristics {key}" : key) + (SecondChannel().IsMatch(attribute) ? attribute[^4..] : ""), text[(colon + 1)..]);
    }

    private void AddRelation(string text)
    {
        var (type, target) = Relation().Match(text) is { Success: true, Groups: var found } ? (found["type"].Value.ToLowerInvariant(), found["target"].Value) : ("", "");
        switch (type)
        {
            case "superseries of":
                _isSuperseries = true;
                record.Add("subseries", target);
                break;
            case "subseries of":
                record.Add("superseries", target);
                break;
            case "bioproject":
                record.Add("BioProject", char.IsDigit(target[0]) ? "PRJNA" + target : target);
                break;
            case "biosample" or "sra" when kind == GeoKind.Sample:
                record.AddAlternate(target);
                break;
            case "sra":
                _studies.Add(target);
                break;
            default:
                record.Add("relation", text);
                break;
        }
    }

    /// <summary>GEO has sequencers once a species, "Illumina HiSeq 2000 (Mus musculus)"; the samples say which species they are.</summary>
    private string WithoutOrganism() =>
        _organisms.Find(organism => _title.EndsWith($" ({organism})", StringComparison.Ordinal)) is { } organism ? _title[..^(organism.Length + 3)] : _title;

    [GeneratedRegex(@"^\s*(?<type>[^:]+?)\s*:\s*(\S*[/=])?(?<target>[A-Za-z]*\d+)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Relation();

    [GeneratedRegex(@"_ch[2-9]$")]
    private static partial Regex SecondChannel();

    /// <summary>A series matrix has all samples in one value.</summary>
    [GeneratedRegex(@"^(GSM\d+\s*)+$")]
    private static partial Regex IsList();
}
