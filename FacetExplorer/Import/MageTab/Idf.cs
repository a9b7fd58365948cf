namespace FacetExplorer.Import.MageTab;

/// <summary>An IDF: what MAGE-TAB says of an experiment, a row a property, its values beside its name.</summary>
internal sealed class Idf
{
    private static readonly string[] AccessionRows = ["comment[arrayexpressaccession]", "comment[proteomexchange accession number]"];

    private readonly List<(string Name, IReadOnlyList<string> Values)> _rows = [];

    private Idf(string path) => Accession = MageTabText.Stem(path);

    /// <summary>The archive's, or the stem of the file's name.</summary>
    public string Accession { get; private set; }

    /// <summary>The names of the files that describe the samples.</summary>
    public IEnumerable<string> SdrfFiles => _rows.Where(row => Is(row.Name, "SDRF File")).SelectMany(row => row.Values);

    /// <summary>Reads a file of its own.</summary>
    public static Idf Open(string path)
    {
        using var content = SourceContent.Open(path);
        return Read(path, MageTabText.Rows(content));
    }

    public static Idf Read(string path, IEnumerable<(long Number, IReadOnlyList<string> Cells)> rows)
    {
        var (idf, length) = (new Idf(path), 0L);
        foreach (var (number, cells) in rows)
        {
            if ((length += cells.Sum(cell => cell.Length)) > ByteWindow.Limit)
                throw new RefusedException($"an IDF of more than {ByteWindow.Limit >> 20} million characters", number);
            idf._rows.Add((cells[0], [.. cells.Skip(1).Where(cell => cell.Length > 0)]));
        }
        if (!idf._rows.Exists(row => Is(row.Name, "Investigation Title")))
            throw new RefusedException("no row \"Investigation Title\" and no column \"Source Name\" in it: this is neither an IDF nor an SDRF");
        foreach (var row in idf._rows.Where(row => row.Values.Count > 0))
            if (AccessionRows.Contains(row.Name.Replace(" [", "[", StringComparison.Ordinal).ToLowerInvariant()))
                idf.Accession = row.Values[0];
        return idf;
    }

    /// <summary>Whether the rows say so.</summary>
    public bool Has(string name) => _rows.Exists(row => Is(row.Name, name) && row.Values.Count > 0);

    /// <summary>Adds what is said of the experiment to its record.</summary>
    public void Describe(RecordBuilder record)
    {
        foreach (var (name, values) in _rows)
            foreach (var value in values)
                Describe(record, MageTabColumn.Of(name), value);
    }

    private static void Describe(RecordBuilder record, MageTabColumn column, string value)
    {
        if (column.Says("Person Affiliation"))
            record.Add("submitter_institution", value);
        else if (column.Name.StartsWith("Person ", StringComparison.OrdinalIgnoreCase) || column.Says("Protocol Contact"))
            record.AddPrivate(column.Name, value);
        else if (column.Says("SecondaryAccession"))
            record.AddAlternate(value);
        else if (column.Says("AEExperimentType"))
            record.Add("experiment type", value);
        else if (column.Says("PubMed ID") || column.Says("Publication DOI"))
            record.Add(column.Name, value).Add("has_publication", "true");
        else if (!column.IsReference && !column.Says("MAGE-TAB Version") && !column.Says("SDRF File")
            && !column.Says("ArrayExpressAccession") && !column.Says("ProteomeXchange accession number"))
            record.Add(column.Name, value);
    }

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
