using System.Text;
using System.Text.RegularExpressions;

namespace FacetExplorer.Import.Geo;

/// <summary>
/// SOFT, the text format of GEO: family files, and files of one series or sample. Tables of data are passed over. A sample belongs to the
/// series that list it and to those it names.
/// </summary>
internal sealed partial class SoftReader : ISourceReader
{
    /// <summary>More lines than this in a row that are no SOFT, outside of a table, are no text that goes on.</summary>
    private const int LooseLines = 1000;

    public string Format => "soft";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    public bool Recognises(string file, ReadOnlySpan<byte> start) => Entity().IsMatch(Encoding.UTF8.GetString(start).TrimStart());

    public void Read(SourceFileReading file)
    {
        var geo = new GeoRecords(file);
        GeoEntity? entity = null;
        var (table, attribute, loose) = ((long?)null, "", 0);
        foreach (var (number, text) in SourceText.Lines(file.Content))
        {
            var line = text.AsSpan().TrimStart();
            if (line.StartsWith('^') && Entity().Match(text.TrimStart()) is { Success: true, Groups: var named })
            {
                entity?.End();
                entity = Begin(geo, named["kind"].Value.ToUpperInvariant(), named["id"].Value.Trim(), number);
                (table, attribute) = (null, "");
            }
            else if (table is not null)
                table = IsMark(line, "_table_end") ? null : table;
            else if (IsMark(line, "_table_begin"))
                table = number;
            else if (line.StartsWith('!'))
            {
                (attribute, loose) = ("", 0);
                var equals = line.IndexOf('=');
                if (entity is null || equals < 0)
                    continue;
                attribute = Attribute(line[1..equals]);
                entity.Add(attribute, line[(equals + 1)..].ToString());
            }
            else if (line.StartsWith('#'))
                attribute = "";
            else if (attribute.Length > 0 && !line.IsEmpty)
                entity!.Add(attribute, ++loose < LooseLines ? text
                    : throw new RefusedException($"{LooseLines} lines that begin with none of ^ ! # outside of a table: this is no SOFT of GEO; what follows was not read", number));
        }
        entity?.End();
        if (table is { } began)
            throw new RefusedException("the table that begins here has no end: the file is cut off, and what followed is missing", began);
        if (!geo.Any)
            throw new RefusedException("no ^SERIES and no ^SAMPLE in it: there is no experiment and no sample in this file");
    }

    private static GeoEntity? Begin(GeoRecords geo, string kind, string id, long line) => kind switch
    {
        "SERIES" => geo.Begin(GeoKind.Series, id, line),
        "SAMPLE" => geo.Begin(GeoKind.Sample, id, line),
        "PLATFORM" => geo.Begin(GeoKind.Platform, id, line),
        "DATASET" => throw new RefusedException(
            $"{id} is a GEO DataSet: it arranges the values of samples that a series describes, and has no record of a series or a sample; import the family file of its series", line),
        _ => null,
    };

    private static bool IsMark(ReadOnlySpan<char> line, string end) => line.StartsWith('!') && line.TrimEnd().EndsWith(end, StringComparison.OrdinalIgnoreCase);

    /// <summary>"Sample_title" as title.</summary>
    private static string Attribute(ReadOnlySpan<char> name) => name[(name.IndexOf('_') + 1)..].Trim().ToString().ToLowerInvariant();

    [GeneratedRegex(@"^\^(?<kind>DATABASE|SERIES|SAMPLE|PLATFORM|DATASET|SUBSET|ANNOTATION)[ \t]*(=(?<id>[^\r\n]*))?(?=\r|\n|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Entity();
}
