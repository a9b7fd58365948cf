using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>The fields that have a part in searching and showing records; the first that has a value wins.</summary>
public static class RecordFields
{
    /// <summary>The name of an experiment or sample.</summary>
    public static readonly string[] Title = ["title"];

    /// <summary>The title of the publication.</summary>
    public static readonly string[] PublicationTitle = ["publication_title"];

    /// <summary>What was done.</summary>
    public static readonly string[] Description = ["description", "summary"];

    /// <summary>Who submitted it.</summary>
    public static readonly string[] Submitter = ["submitter_institution", "submitter", "institution"];

    /// <summary>Accessions in other archives.</summary>
    public static readonly string[] AlternateAccessions = ["alternate_accessions"];

    private static readonly FacetDefinition Published = new()
    {
        Key = "published",
        Label = "Published",
        Level = FacetLevel.Experiment,
        Kind = FacetKind.Date,
        Fields = ["published", "source_first_published", "year"],
    };

    /// <summary>The title, or null.</summary>
    public static string? TitleOf(Fields fields) => fields.First(Title) is [var title, ..] ? title : null;

    /// <summary>The day (or year, or month) an experiment was first public, or null.</summary>
    public static FacetValue? PublishedOf(Fields fields) => FacetValue.Of(Published, fields) is [var date, ..] ? date : null;
}
