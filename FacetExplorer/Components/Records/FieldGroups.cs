using FacetExplorer.Catalog;

namespace FacetExplorer.Components.Records;

/// <summary>Puts a record's fields in groups that belong together.</summary>
internal static class FieldGroups
{
    private const string Other = "Attributes";

    private static readonly (string Name, string[] Parts)[] Groups =
    [
        ("About", ["title", "description", "summary", "overall_design", "type", "design"]),
        (Other, []),
        ("Publication", ["publication", "pubmed", "doi", "citation", "journal"]),
        ("People", ["submitter", "institution", "contact", "contributor", "author"]),
        ("How it was measured", ["technology", "platform", "protocol", "instrument", "library", "manufacturer", "assay", "processor", "processed", "pipeline"]),
        ("Dates", ["date", "published", "year", "modified", "created", "submission"]),
        ("Where else it is", ["accession", "source", "archive", "url", "database", "relation"]),
    ];

    /// <summary>The groups that have a field; what fits in none is an attribute. The title stands above the page already.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Fields)> Of(Fields fields) =>
        from field in fields.Names
        where field != "title"
        group field by GroupOf(field) into named
        orderby Array.FindIndex(Groups, known => known.Name == named.Key)
        select (named.Key, (IReadOnlyList<string>)[.. named]);

    /// <summary>"source_first_published" as "Source first published".</summary>
    public static string Label(string field) => Words.Capital(field.Replace('_', ' ').Trim());

    private static string GroupOf(string field)
    {
        foreach (var (name, parts) in Groups)
            if (Array.Exists(parts, part => field.Contains(part, StringComparison.OrdinalIgnoreCase)))
                return name;
        return Other;
    }
}
