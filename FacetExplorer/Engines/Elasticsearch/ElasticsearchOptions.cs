using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>How unique samples are counted in scope <c>experiment</c>.</summary>
public enum Counting
{
    /// <summary>By cardinality of the samples' accessions, as refine.bio does: approximate where experiments share samples.</summary>
    Cardinality,

    /// <summary>By sums over cohorts: always exact.</summary>
    Cohorts,
}

/// <summary>Configuration section <c>Elasticsearch</c>.</summary>
public sealed partial class ElasticsearchOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Elasticsearch";

    /// <summary>The nodes of the cluster, with commas between them; they are asked in turn.</summary>
    public string Url { get; set; } = "http://localhost:9200";

    /// <summary>What the names of indexes and aliases begin with; one for each catalog and facet configuration.</summary>
    public string IndexPrefix { get; set; } = "facetexplorer";

    /// <summary>The user of basic authentication.</summary>
    public string? User { get; set; }

    /// <summary>The password of <see cref="User"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The encoded API key, instead of user and password.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A PEM file with the authority that signed the nodes' certificates.</summary>
    public string? CaFile { get; set; }

    /// <summary>SHA-256 of the nodes' certificate or of its authority, in hexadecimal, with or without colons.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>The time one search may take, in seconds.</summary>
    [Range(1, 600, ErrorMessage = "Elasticsearch:SearchTimeoutSeconds is out of range: 1 to 600 is expected.")]
    public int SearchTimeoutSeconds { get; set; } = 4;

    /// <summary>The time one request of the indexer may take, in seconds.</summary>
    [Range(1, 3600, ErrorMessage = "Elasticsearch:IndexTimeoutSeconds is out of range: 1 to 3,600 is expected.")]
    public int IndexTimeoutSeconds { get; set; } = 60;

    /// <summary>A longer answer is refused, in megabytes.</summary>
    [Range(1, 1024, ErrorMessage = "Elasticsearch:AnswerMegabytes is out of range: 1 to 1,024 is expected.")]
    public int AnswerMegabytes { get; set; } = 64;

    /// <summary>Shards of each index.</summary>
    [Range(1, 1024, ErrorMessage = "Elasticsearch:Shards is out of range: 1 to 1,024 is expected.")]
    public int Shards { get; set; } = 1;

    /// <summary>Copies of each shard beside the first.</summary>
    [Range(0, 16, ErrorMessage = "Elasticsearch:Replicas is out of range: 0 to 16 is expected.")]
    public int Replicas { get; set; }

    /// <summary>Older pairs of indexes that are kept.</summary>
    [Range(0, 100, ErrorMessage = "Elasticsearch:KeptIndexes is out of range: 0 to 100 is expected.")]
    public int KeptIndexes { get; set; } = 1;

    /// <summary>The size of a batch of the indexer, in megabytes.</summary>
    [Range(1, 90, ErrorMessage = "Elasticsearch:BatchMegabytes is out of range: 1 to 90 is expected.")]
    public int BatchMegabytes { get; set; } = 5;

    /// <summary>Batches under way at once.</summary>
    [Range(1, 32, ErrorMessage = "Elasticsearch:BatchesAtOnce is out of range: 1 to 32 is expected.")]
    public int BatchesAtOnce { get; set; } = 2;

    /// <summary>How unique samples are counted in scope <c>experiment</c>.</summary>
    public Counting Counting { get; set; }

    /// <summary>The nodes.</summary>
    internal IReadOnlyList<Uri> Nodes =>
        [.. Url.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => new Uri(url.TrimEnd('/') + "/"))];

    /// <summary><see cref="Fingerprint"/> as <see cref="Convert.ToHexString(byte[])"/> writes it.</summary>
    internal string? PlainFingerprint => Fingerprint?.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var urls = (Url ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (urls.Length == 0)
            yield return new($"{Section}:{nameof(Url)} is empty: the server's address is expected, such as http://localhost:9200.");
        foreach (var url in urls)
            if (url.Contains('@', StringComparison.Ordinal))
                yield return new($"{Section}:{nameof(Url)} has an address with a user or password in it: {Section}:{nameof(User)} and {Section}:{nameof(Password)} are for these.");
            else if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                yield return new($"{Section}:{nameof(Url)} has \"{url}\" where an address such as http://localhost:9200 is expected.");
        if (!IndexName().IsMatch(IndexPrefix ?? ""))
            yield return new($"{Section}:{nameof(IndexPrefix)} is \"{IndexPrefix}\": 1 to 100 of a to z, 0 to 9, - and _ are expected, beginning with a letter.");
        if (ApiKey is not null && User is not null)
            yield return new($"{Section}:{nameof(ApiKey)} and {Section}:{nameof(User)} are both set: one of them is expected.");
        if (User is null != Password is null)
            yield return new($"{Section}:{nameof(User)} and {Section}:{nameof(Password)} belong together: one of them is missing.");
        if (CaFile is not null && Fingerprint is not null)
            yield return new($"{Section}:{nameof(CaFile)} and {Section}:{nameof(Fingerprint)} are both set: one of them is expected.");
        if (CaFile is not null && !File.Exists(CaFile))
            yield return new($"{Section}:{nameof(CaFile)} names no file: {CaFile}");
        else if (CaFile is not null && !ServerTrust.HasCertificate(CaFile))
            yield return new($"{Section}:{nameof(CaFile)} holds no certificate in PEM form: {CaFile}");
        if (PlainFingerprint is { } fingerprint && (fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigit)))
            yield return new($"{Section}:{nameof(Fingerprint)} is no SHA-256: 64 hexadecimal digits are expected.");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,99}\z")]
    private static partial Regex IndexName();
}
