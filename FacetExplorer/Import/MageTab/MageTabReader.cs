using System.Text;

namespace FacetExplorer.Import.MageTab;

/// <summary>MAGE-TAB of ArrayExpress and of proteomics: an SDRF with the IDF beside it, or one of both alone.</summary>
internal sealed class MageTabReader : ISourceReader
{
    private static readonly string[] IdfEndings = [".idf.txt", ".idf.tsv"];
    private static readonly string[] IdfRows = ["MAGE-TAB Version", "SDRF File", "Experiment Description", "Public Release Date", "Experimental Factor Name"];

    private readonly Dictionary<string, Dictionary<string, string>> _idfBySdrf = [];

    public string Format => "magetab";

    public IReadOnlyList<string> FilesOf(string folder) => [];

    /// <summary>The IDF beside an SDRF: that of the same name, or else one that names it.</summary>
    public IEnumerable<string> FilesBeside(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var idfs = SourceNames.EndingWith(folder, IdfEndings);
        if (idfs.Contains(Path.GetFullPath(file)))
            return [];
        var stem = MageTabText.Stem(file);
        return (idfs.FirstOrDefault(idf => MageTabText.Stem(idf) == stem) ?? NamedBy(folder, idfs).GetValueOrDefault(Path.GetFileName(file))) is { } found ? [found] : [];
    }

    public bool Recognises(string file, ReadOnlySpan<byte> start)
    {
        var rows = Encoding.UTF8.GetString(start).Split(['\r', '\n']).Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => line.Split('\t').Select(cell => cell.Trim(' ', '"')).ToList()).ToList();
        return rows.Count > 0
            && (Sdrf.IsHeader(rows[0]) || Sdrf.IsTable(rows[0]) && SourceNames.Unpacked(file).Contains("sdrf", StringComparison.OrdinalIgnoreCase)
                || rows.Exists(row => row[0].Equals("Investigation Title", StringComparison.OrdinalIgnoreCase))
                && rows.Exists(row => IdfRows.Contains(row[0], StringComparer.OrdinalIgnoreCase)));
    }

    public void Read(SourceFileReading file)
    {
        using var rows = MageTabText.Rows(file.Content).GetEnumerator();
        if (!rows.MoveNext())
            throw new RefusedException("nothing in it: this is neither an IDF nor an SDRF");
        if (Sdrf.IsTable(rows.Current.Cells))
        {
            Sdrf.Read(file, IdfOf(file.Path), rows);
            return;
        }
        var idf = Idf.Read(file.Path, From(rows));
        file.Take(1, () =>
        {
            var record = file.NewRecord();
            idf.Describe(record);
            return record.Build(Catalog.Level.Experiment, idf.Accession, 1);
        });
    }

    private static IEnumerable<(long, IReadOnlyList<string>)> From(IEnumerator<(long, IReadOnlyList<string>)> rows)
    {
        do
            yield return rows.Current;
        while (rows.MoveNext());
    }

    private Idf? IdfOf(string sdrf)
    {
        var path = FilesBeside(sdrf).FirstOrDefault();
        try
        {
            return path is null ? null : Idf.Open(path);
        }
        catch (Exception e) when (e is RefusedException or InvalidDataException)
        {
            throw new RefusedException($"its IDF {path} cannot be read: {e.Message}");
        }
    }

    private Dictionary<string, string> NamedBy(string folder, IReadOnlyList<string> idfs)
    {
        if (_idfBySdrf.TryGetValue(folder, out var known))
            return known;
        var named = new Dictionary<string, string>();
        foreach (var path in idfs)
            try
            {
                foreach (var sdrf in Idf.Open(path).SdrfFiles)
                    named.TryAdd(sdrf, path);
            }
            catch (Exception e) when (e is RefusedException or InvalidDataException)
            {
                // Refused when it is read itself.
            }
        return _idfBySdrf[folder] = named;
    }
}
