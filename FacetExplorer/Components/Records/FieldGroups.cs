using FacetExplorer.Catalog;

namespace FacetExplorer.Components.Records;

/// <summary>Puts a record's fields in groups that belong together.</summary>
internal static class FieldGroups
{
    private static (string Name, string[] Parts)[] Groups =>
    [
        (Texts.About, ["title", "description", "summary", "overall_design", "type", "design"]),
        (Texts.Attributes, []),
        (Texts.Publication, ["publication", "pubmed", "doi", "citation", "journal"]),
        (Texts.People, ["submitter", "institution", "contact", "contributor", "author"]),
        (Texts.HowMeasured, ["technology", "platform", "protocol", "instrument", "library", "manufacturer", "assay", "processor", "processed", "pipeline"]),
        (Texts.Dates, ["date", "published", "year", "modified", "created", "submission"]),
        (Texts.WhereElse, ["accession", "source", "archive", "url", "database", "relation"]),
    ];

    /// <summary>The groups that have a field; what fits in none is an attribute. The title stands above the page already.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Fields)> Of(Fields fields)
    {
        var groups = Groups;
        return from field in fields.Names
               where field != "title"
               group field by PlaceOf(field, groups) into placed
               orderby placed.Key
               select (groups[placed.Key].Name, (IReadOnlyList<string>)[.. placed]);
    }

    /// <summary>"source_first_published" as "Source first published".</summary>
    public static string Label(string field) => Words.Capital(field.Replace('_', ' ').Trim());

    private static int PlaceOf(string field, (string Name, string[] Parts)[] groups)
    {
        var place = Array.FindIndex(groups, group => Array.Exists(group.Parts, part => field.Contains(part, StringComparison.OrdinalIgnoreCase)));
        return place >= 0 ? place : Array.FindIndex(groups, group => group.Parts.Length == 0);
    }
}
