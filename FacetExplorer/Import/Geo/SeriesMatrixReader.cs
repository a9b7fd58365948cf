using System.Text;

namespace FacetExplorer.Import.Geo;

/// <summary>GEO's series matrix: lines of a series, then lines with a column a sample, then a table of data, which is passed over.</summary>
internal sealed class SeriesMatrixReader : ISourceReader
{
    private const string SeriesLine = "!Series_";
    private const string SampleLine = "!Sample_";
    private const string TableBegins = "!series_matrix_table_begin";
    private const string TableEnds = "!series_matrix_table_end";

    public string Format => "series_matrix";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    public bool Recognises(string file, ReadOnlySpan<byte> start) =>
        Encoding.UTF8.GetString(start).TrimStart() is var text && text.StartsWith(SeriesLine, StringComparison.OrdinalIgnoreCase) && text.Split('\n', 2)[0].Contains('\t');

    public void Read(SourceFileReading file)
    {
        var header = new Header(new GeoRecords(file));
        long? table = null;
        foreach (var (number, text) in SourceText.Lines(file.Content))
            if (table is null && Is(text, TableBegins))
            {
                table = number;
                header.End();
            }
            else if (table is null)
                header.Read(number, text.Trim());
            else if (Is(text, TableEnds))
                return;
        if (table is { } began)
            throw new RefusedException($"the table that begins here has no end ({TableEnds}): the file is cut off; its series and samples were read", began);
        throw new RefusedException($"no {TableBegins} in it: this is no series matrix of GEO, or one that is cut off");
    }

    private static bool Is(string line, string mark) => line.AsSpan().Trim().Equals(mark, StringComparison.OrdinalIgnoreCase);

    private sealed class Header(GeoRecords geo)
    {
        private GeoEntity? _series;
        private string _accession = "";
        private List<GeoEntity> _samples = [];

        public void Read(long number, string line)
        {
            var cells = line.Split('\t');
            if (cells[0].StartsWith(SeriesLine, StringComparison.OrdinalIgnoreCase))
                ReadSeries(number, Attribute(cells[0]), cells);
            else if (cells[0].StartsWith(SampleLine, StringComparison.OrdinalIgnoreCase))
                ReadSamples(number, Attribute(cells[0]), cells);
        }

        private void ReadSeries(long number, string attribute, string[] cells)
        {
            _series ??= geo.Begin(GeoKind.Series, "", number);
            foreach (var cell in cells.Skip(1).Select(Unquoted))
            {
                _series.Add(attribute, cell);
                if (attribute == "geo_accession")
                    _accession = cell;
            }
        }

        private void ReadSamples(long number, string attribute, string[] cells)
        {
            if (_samples.Count == 0)
                _samples = [.. cells.Skip(1).Select(_ => geo.Begin(GeoKind.Sample, "", number))];
            if (cells.Length - 1 > _samples.Count)
                throw new RefusedException($"{cells[0]} has {cells.Length - 1} values, the lines before it {_samples.Count}: there must be one a sample; no sample was read", number);
            for (var i = 1; i < cells.Length; i++)
                _samples[i - 1].Add(attribute, Unquoted(cells[i]));
        }

        public void End()
        {
            _series?.End();
            foreach (var sample in _samples)
            {
                sample.Add("series_id", _accession);
                sample.End();
            }
        }

        private static string Attribute(string name) => name[SeriesLine.Length..].Trim().ToLowerInvariant();

        /// <summary>GEO puts quotes around a value and leaves those within it as they are.</summary>
        private static string Unquoted(string cell) => cell is ['"', .. var inner, '"'] ? inner : cell;
    }
}
