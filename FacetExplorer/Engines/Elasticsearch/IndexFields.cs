using FacetExplorer.Facets;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// The names of all fields. An experiment's document has its facet values at the root and its cohorts nested. A document of the other
/// index is a membership class: its cohorts nested, and its experiments nested. Wherever facet values stand they have the same names.
/// </summary>
internal static class IndexFields
{
    public const string Id = "id", Accession = "accession", Title = "title", TitleRank = "title_rank", PublishedRank = "published_rank";

    /// <summary>Every accession a text may be: the experiment's and its samples', alternate ones included.</summary>
    public const string Accessions = "accessions";

    /// <summary>The accessions of the counted samples, for cardinality.</summary>
    public const string DownloadableSamples = "downloadable_samples";

    /// <summary>How many counted samples an experiment has, and how many of them belong to another experiment too.</summary>
    public const string Samples = "samples", Shared = "shared";

    /// <summary>How many samples a class or a cohort has.</summary>
    public const string Size = "size";

    /// <summary>The analyzer's tokens: in the experiments' index one field a column.</summary>
    public const string Text = "text";

    /// <summary>Nested objects; members are nested in cohorts.</summary>
    public const string Cohorts = "cohorts", Experiments = "experiments", Members = "cohorts.members";

    /// <summary>Stands for "no value", so that missing is filtered and counted like any value; no value is empty.</summary>
    public const string Missing = "";

    /// <summary>The columns of text by weight, in the order of <see cref="Search.ExperimentText"/>.</summary>
    public static readonly (string Name, int Weight)[] Columns =
        [("title", 10), ("publication_title", 6), ("accession", 5), ("description", 3), ("submitter", 2), ("other", 1)];

    public static string Values(FacetDefinition facet) => $"values.{facet.Key}";

    /// <summary>For numbers and dates: the place of a value among the generation's, which decimals and dates of any precision have exactly.</summary>
    public static string Places(FacetDefinition facet) => $"places.{facet.Key}";

    public static string Column(string name) => $"{Text}.{name}";

    public static string In(string nested, string field) => $"{nested}.{field}";
}
