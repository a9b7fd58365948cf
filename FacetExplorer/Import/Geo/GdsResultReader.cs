using System.Text;
using System.Text.RegularExpressions;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import.Geo;

/// <summary>
/// gds_result.txt, what a search in NCBI's GEO DataSets saves: numbered entries that end with the line of their accession.
/// </summary>
internal sealed partial class GdsResultReader : ISourceReader
{
    public string Format => "gds_result";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    public bool Recognises(string file, ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart();
        return Numbered().IsMatch(text) && text.Split('\n').Any(line => End().IsMatch(line));
    }

    public void Read(SourceFileReading file)
    {
        Entry? entry = null;
        var (blank, found) = (true, false);
        foreach (var (number, text) in SourceText.Lines(file.Content))
        {
            var line = text.Trim();
            if (line.Length > 0 && (entry is null || blank && Numbered().IsMatch(line)))
            {
                Refuse(file, entry);
                entry = new Entry(file, number, Numbered().Replace(line, ""));
                found = true;
            }
            else if (line.Length > 0 && entry!.Read(line))
                entry = null;
            blank = line.Length == 0;
        }
        Refuse(file, entry);
        if (!found)
            throw new RefusedException("nothing in it: this is no list of results of GEO DataSets");
    }

    private static void Refuse(SourceFileReading file, Entry? entry)
    {
        if (entry is not null)
            file.Refuse(entry.Line, "the entry that begins here has no line with its accession: the file is cut off, or this is no list of results of GEO DataSets");
    }

    private sealed class Entry
    {
        private readonly SourceFileReading _file;
        private readonly RecordBuilder _record;
        private readonly List<string> _series = [];
        private long _length;

        public Entry(SourceFileReading file, long line, string title)
        {
            (_file, Line) = (file, line);
            _record = file.NewRecord().Add("title", title);
        }

        public long Line { get; }

        /// <summary>Takes a line; whether it was the entry's last.</summary>
        public bool Read(string line)
        {
            if ((_length += line.Length) > ByteWindow.Limit)
                throw new RefusedException($"the entry that begins here is longer than {ByteWindow.Limit >> 20} million characters; what follows was not read", Line);
            if (End().Match(line) is { Success: true, Groups: var end })
            {
                HandOn(end["kind"].Value, end["accession"].Value);
                return true;
            }
            var (key, text) = Keyed().Match(line) is { Success: true, Groups: var keyed } ? (keyed["key"].Value, keyed["text"].Value) : ("", line);
            switch (key)
            {
                case "Organism":
                    foreach (var organism in text.Split(';'))
                        _record.Add("organism", organism);
                    break;
                case "Source name":
                    _record.Add("source_name_ch1", text);
                    break;
                case "Type":
                    GeoEntity.AddType(_record, text);
                    break;
                case "FTP download":
                    _record.Add("supplementary_file", text);
                    foreach (Match run in SraAccession().Matches(text))
                        _record.AddAlternate(run.Groups["accession"].Value);
                    break;
                case "":
                    _record.Add("summary", Submitted().Replace(line, ""));
                    break;
                default:
                    ReadReferences(line);
                    break;
            }
            return false;
        }

        /// <summary>"Platforms: GPL96 GPL97 Series: GSE1 12 Samples".</summary>
        private void ReadReferences(string line)
        {
            foreach (Match reference in Reference().Matches(line))
                if (reference.Value.StartsWith("GPL", StringComparison.Ordinal))
                    _record.Add("platform_id", reference.Value);
                else
                    _series.Add(reference.Value);
        }

        private void HandOn(string kind, string accession)
        {
            if (kind is not ("Sample" or "Series"))
            {
                _file.Refuse(Line, $"{accession} is a {kind.ToLowerInvariant()} of GEO, neither an experiment nor a sample");
                return;
            }
            if (kind == "Sample")
                foreach (var series in _series)
                    _record.AddExperiment(series);
            _file.Take(Line, () => _record.Build(kind == "Sample" ? Level.Sample : Level.Experiment, accession, Line));
        }
    }

    [GeneratedRegex(@"^\d+\.\s+")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*(?<kind>Sample|Series|DataSet|Platform)\s+Accession:\s*(?<accession>\S+)\s+ID:\s*\d+\s*$")]
    private static partial Regex End();

    [GeneratedRegex(@"^(?<key>Organism|Source name|Type|FTP download|Platforms?|Series|Dataset|Datasets|Project|SRA Run Selector):\s*(?<text>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Keyed();

    [GeneratedRegex(@"\bSRA (?<accession>[SED]R[XP]\d+)\b")]
    private static partial Regex SraAccession();

    [GeneratedRegex(@"^\(Submitter supplied\)\s*|\s+more\.\.\.$")]
    private static partial Regex Submitted();

    [GeneratedRegex(@"\b(GPL|GSE)\d+\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
