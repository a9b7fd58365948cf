using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Records;

/// <summary>An experiment as schema.org's Dataset, for search engines of data.</summary>
internal static class Dataset
{
    // The default encoder writes < as \u003C, so that no text can end the script element that this stands in.
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The description as JSON-LD.</summary>
    /// <param name="view">The experiment.</param>
    /// <param name="archive">Its page in the archive it comes from.</param>
    /// <param name="baseAddress">Where the application is, with a slash at its end.</param>
    /// <param name="words">What records are called.</param>
    /// <param name="site">The name of the site.</param>
    public static string Describe(ExperimentView view, ArchiveLink? archive, string baseAddress, Words words, string site)
    {
        var (record, fields) = (view.Record, view.Record.Fields);
        var address = baseAddress + Links.Experiment(record.Accession);
        var said = fields.First([.. RecordFields.Description, .. RecordFields.PublicationTitle]) is [var text, ..] ? text : RecordFields.TitleOf(fields);
        string?[] description =
        [
            view.Generation.IsDemo ? Components.Texts.InventedData : null,
            said,
            Words.Fill(Texts.Described, Words.Capital(words.Nouns.Experiment), record.Accession, words.Samples(new Count(view.Samples.Of))),
        ];
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org/",
            ["@type"] = "Dataset",
            ["@id"] = address,
            ["url"] = address,
            ["identifier"] = record.Accession,
            ["name"] = RecordFields.TitleOf(fields) ?? record.Accession,
            ["description"] = string.Join(' ', description.OfType<string>()),
            ["alternateName"] = fields.First(RecordFields.AlternateAccessions) is { Count: > 0 } names ? names : null,
            ["sameAs"] = archive?.Url,
            ["datePublished"] = RecordFields.PublishedOf(fields)?.Text,
            ["creator"] = fields.First(RecordFields.Submitter) is [var submitter, ..] ? new Dictionary<string, string> { ["@type"] = "Organization", ["name"] = submitter } : null,
            ["includedInDataCatalog"] = new Dictionary<string, string> { ["@type"] = "DataCatalog", ["name"] = site, ["url"] = baseAddress },
        }, Options);
    }
}
