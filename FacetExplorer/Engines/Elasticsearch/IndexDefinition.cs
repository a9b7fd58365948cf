using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>What an index says of itself.</summary>
/// <param name="Configuration">See <see cref="IndexDefinition.ConfigurationOf"/>.</param>
/// <param name="Generation">The generation it was filled from.</param>
/// <param name="Complete">Whether it is full and checked.</param>
internal sealed record IndexMeta(string Configuration, Generation Generation, bool Complete);

/// <summary>Settings and mappings of an index.</summary>
internal sealed record IndexDefinition(Dictionary<string, object> Settings, IndexMappings Mappings)
{
    /// <summary>Goes up with every change of the documents, of the analyzer, or of the order of values.</summary>
    private const int Layout = 3;

    private const int Gap = 100;

    private static readonly JsonSerializerOptions WithoutNull = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The same for indexes that can stand for each other: layout, facets and counted samples.</summary>
    public static string ConfigurationOf(FacetRegistry facets, IReadOnlyList<Clause> counted)
    {
        var meaning = JsonSerializer.SerializeToUtf8Bytes(new
        {
            Layout,
            Facets = facets.All.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new { f.Key, f.Level, f.Kind, f.Fields, Tree = f.Tree?.Identity }),
            Counted = SearchUrl.Format(SearchRequest.All with { Clauses = [.. counted] }),
        }, WithoutNull);
        return Convert.ToHexStringLower(SHA256.HashData(meaning))[..16];
    }

    /// <summary>One document an experiment.</summary>
    public static IndexDefinition OfExperiments(FacetRegistry facets, IndexMeta meta, ElasticsearchOptions options) => Make(meta, options, new()
    {
        [IndexFields.Id] = Field.Integer,
        [IndexFields.Accession] = Field.Keyword,
        [IndexFields.Accessions] = Field.Keyword,
        [IndexFields.TitleRank] = Field.Integer,
        [IndexFields.PublishedRank] = Field.Integer,
        [IndexFields.Samples] = Field.Integer,
        [IndexFields.Shared] = Field.Integer,
        [IndexFields.DownloadableSamples] = Field.Keyword,
        [IndexFields.Text] = Field.Object(IndexFields.Columns.ToDictionary(c => c.Name, _ => Field.Text)),
        ["values"] = Values(facets.All),
        ["places"] = Places(facets.All),
        [IndexFields.Cohorts] = OfCohorts(facets),
    }, [IndexFields.Id, IndexFields.Accession, IndexFields.Title, IndexFields.Samples, IndexFields.Shared, "values.*"]);

    /// <summary>One document a membership class.</summary>
    public static IndexDefinition OfClasses(FacetRegistry facets, IndexMeta meta, ElasticsearchOptions options) => Make(meta, options, new()
    {
        [IndexFields.Size] = Field.Integer,
        [IndexFields.Cohorts] = OfCohorts(facets),
        [IndexFields.Experiments] = Field.Nested(new()
        {
            [IndexFields.Id] = Field.Integer,
            [IndexFields.Samples] = Field.Integer,
            [IndexFields.Accessions] = Field.Keyword,
            [IndexFields.Text] = Field.Text with { Norms = false },
            ["values"] = Values(facets.All),
            ["places"] = Places(facets.All),
        }),
    }, []);

    private static Field OfCohorts(FacetRegistry facets)
    {
        var own = facets.All.Where(f => f.Level == FacetLevel.Sample).ToList();
        return Field.Nested(new()
        {
            [IndexFields.Size] = Field.Integer,
            ["values"] = Values(own),
            ["places"] = Places(own),
            ["members"] = Field.Nested(new() { [IndexFields.Id] = Field.Integer, [IndexFields.Experiments] = Field.Integer, [IndexFields.Size] = Field.Integer }),
        });
    }

    private static Field Values(IEnumerable<FacetDefinition> facets) => Field.Object(facets.ToDictionary(f => f.Key, _ => Field.Keyword));

    private static Field Places(IEnumerable<FacetDefinition> facets) => Field.Object(facets.Where(f => f.IsRanged).ToDictionary(f => f.Key, _ => Field.Integer));

    private static IndexDefinition Make(IndexMeta meta, ElasticsearchOptions options, Dictionary<string, Field> fields, IReadOnlyList<string> source) => new(
        new()
        {
            ["number_of_shards"] = options.Shards,
            // Until it is full.
            ["number_of_replicas"] = 0,
            ["refresh_interval"] = "-1",
            // One experiment may have more cohorts and members than the server's default allows.
            ["mapping.nested_objects.limit"] = 10_000_000,
        },
        new IndexMappings(meta, source.Count > 0 ? new SourceFilter(true) { Includes = source } : new SourceFilter(false), fields));

    /// <summary>A field of a mapping.</summary>
    internal sealed record Field(string Type)
    {
        public static readonly Field Integer = new("integer"), Keyword = new("keyword");

        /// <summary>Holds the analyzer's tokens: split at blanks and nothing else. Phrases reach over no gap between values.</summary>
        public static readonly Field Text = new("text") { Analyzer = "whitespace", PositionIncrementGap = Gap };

        public string? Analyzer { get; init; }
        public int? PositionIncrementGap { get; init; }
        public bool? Norms { get; init; }
        public Dictionary<string, Field>? Properties { get; init; }

        public static Field Object(Dictionary<string, Field> properties) => new("object") { Properties = properties };

        public static Field Nested(Dictionary<string, Field> properties) => new("nested") { Properties = properties };
    }

    internal sealed record SourceFilter(bool Enabled)
    {
        public IReadOnlyList<string>? Includes { get; init; }
    }
}

/// <summary>The mappings of an index; what is not named is not indexed.</summary>
internal sealed record IndexMappings(
    [property: JsonPropertyName("_meta")] IndexMeta Meta,
    [property: JsonPropertyName("_source")] IndexDefinition.SourceFilter Source,
    Dictionary<string, IndexDefinition.Field> Properties,
    bool Dynamic = false);
