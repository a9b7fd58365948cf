using System.Globalization;
using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Cite;

/// <summary>Something that can be cited.</summary>
/// <param name="Key">A name for it among others.</param>
/// <param name="Title">Its title.</param>
/// <param name="Authors">Who made it.</param>
/// <param name="Date">When: a year, a month or a day; null where that is not known.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Note">What else there is to say.</param>
internal sealed record Reference(string Key, string Title, IReadOnlyList<string> Authors, string? Date, string Address, string Note)
{
    /// <summary>Of its publication.</summary>
    public string? Doi { get; init; }

    /// <summary>Of its publication, in PubMed.</summary>
    public string? PubMed { get; init; }

    /// <summary>When somebody looked.</summary>
    public DateTimeOffset? Seen { get; init; }

    private string? Year => Date is { Length: >= 4 } date ? date[..4] : null;

    /// <summary>The reference of an experiment.</summary>
    public static Reference Of(string accession, Fields fields, string baseAddress, Words words)
    {
        var publication = First(fields, RecordFields.PublicationTitle);
        var note = Words.Fill(publication is null ? Texts.Record : Texts.RecordPublished, Words.Capital(words.Nouns.Experiment), accession, publication);
        return new Reference(accession, RecordFields.TitleOf(fields) ?? accession, [.. fields.First(["publication_authors", "authors"])],
            RecordFields.PublishedOf(fields)?.Text, baseAddress + Links.Experiment(accession), note)
        { Doi = First(fields, ["publication_doi", "doi"]), PubMed = First(fields, ["pubmed_id"]) };
    }

    /// <summary>An entry of a BibTeX file.</summary>
    public string ToBibTex()
    {
        var entry = new StringBuilder($"@misc{{{KeyOf(Key)}");
        Add("title", $"{{{BibTexText(Title)}}}");
        Add("author", Authors.Count == 0 ? null : string.Join(" and ", Authors.Select(Author)));
        Add("year", Year is null ? null : BibTexText(Year));
        Add("doi", Doi is null ? null : BibTexText(Doi));
        Add("pmid", PubMed is null ? null : BibTexText(PubMed));
        Add("url", Address);
        Add("urldate", Seen?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("note", BibTexText(Note));
        return entry.Append("\n}\n").ToString();

        void Add(string name, string? value) => entry.Append(value is null ? "" : $",\n  {name} = {{{value}}}");

        // What looks like several names to BibTeX is kept together.
        static string Author(string name) => name.Contains(" and ", StringComparison.OrdinalIgnoreCase) ? $"{{{BibTexText(name)}}}" : BibTexText(name);
    }

    /// <summary>A record of a RIS file.</summary>
    public string ToRis()
    {
        var record = new StringBuilder();
        Add("TY", "DATA");
        Add("ID", KeyOf(Key));
        Add("TI", Title);
        foreach (var author in Authors)
            Add("AU", author);
        Add("PY", Year);
        Add("DA", Date?.Replace('-', '/'));
        Add("DO", Doi);
        Add("AN", PubMed);
        Add("UR", Address);
        Add("Y2", Seen?.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));
        Add("N1", Note);
        return record.Append("ER  - \r\n").ToString();

        void Add(string tag, string? value) => record.Append(value is null ? "" : $"{tag}  - {OneLine(value)}\r\n");
    }

    /// <summary>Several as a BibTeX file: keys that are the same are told apart.</summary>
    public static IEnumerable<Reference> WithKeys(IEnumerable<Reference> references)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in references)
        {
            var key = KeyOf(reference.Key);
            for (var i = 2; !taken.Add(key); i++)
                key = string.Create(CultureInfo.InvariantCulture, $"{KeyOf(reference.Key)}-{i}");
            yield return reference with { Key = key };
        }
    }

    private static string? First(Fields fields, string[] names) => fields.First(names) is [var value, ..] ? value : null;

    /// <summary>A text as a key: letters, digits and few marks.</summary>
    public static string KeyOf(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' ? c : '-')).Trim('-') is { Length: > 0 } key ? key : "reference";

    private static string OneLine(string text) => string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A text as TeX writes it. BibTeX counts braces whether a backslash is before them or not, so there are none.</summary>
    private static string BibTexText(string text)
    {
        var written = new StringBuilder();
        foreach (var c in OneLine(text))
            written.Append(c switch
            {
                '\\' => @"\textbackslash{}",
                '{' => @"\textbraceleft{}",
                '}' => @"\textbraceright{}",
                '~' => @"\textasciitilde{}",
                '^' => @"\textasciicircum{}",
                '$' or '&' or '%' or '#' or '_' => $"\\{c}",
                _ => c.ToString(),
            });
        return written.ToString();
    }
}
