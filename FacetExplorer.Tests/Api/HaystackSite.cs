using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;

namespace FacetExplorer.Tests.Api;

/// <summary>A small catalog with values that are hard to carry through a URL, and dates of every precision.</summary>
public class HaystackSite : Site
{
    public const string Odd = "a:b, c&d \"e\"+f = 100% é 肝";

    private const string Experiments = """
        {"accession": "E1", "alternate_accessions": ["OLD1"], "title": "Liver of mice and men", "technology": "RNA-SEQ", "published": "2015-05-15", "sample_accession_codes": ["s1", "s2", "s3"]}
        {"accession": "E2", "title": "Mouse livers", "technology": "RNA-SEQ", "published": "2015-05-20T10:00", "sample_accession_codes": ["s2", "s3"]}
        {"accession": "E3", "title": "Blood <b>&", "technology": "MICROARRAY", "published": "2014-02-01", "sample_accession_codes": ["s4", "s5", "s1"]}
        {"accession": "E4", "title": "An odd one", "technology": "MICROARRAY", "published": "2012-12-31", "sample_accession_codes": ["s6"]}
        {"accession": "E5", "title": "No samples", "technology": "MICROARRAY", "published": "2013", "sample_accession_codes": []}
        {"accession": "E6", "title": "Undated", "sample_accession_codes": ["s7", "s6"]}
        """;

    private const string Samples = """
        {"accession": "s1", "organism": "human", "tissue": "liver", "sex": "male", "collected": "2014-02-20"}
        {"accession": "s2", "organism": "mouse", "tissue": "liver", "sex": "female", "collected": "2014-03"}
        {"accession": "s3", "organism": ["mouse", "human"], "tissue": "liver", "collected": "2014-03-02"}
        {"accession": "s4", "organism": "human", "tissue": "blood", "sex": "male", "collected": "2014-03-20"}
        {"accession": "s5", "organism": "Human", "tissue": "Blood", "sex": "female"}
        {"accession": "s6", "alternate_accessions": ["srs6"], "organism": "human", "tissue": "a:b, c&d \"e\"+f = 100% é 肝"}
        {"accession": "s7", "organism": "rat"}
        """;

    /// <summary>The configuration it runs with.</summary>
    protected virtual IEnumerable<(string Key, string Value)> Configured => [("Facets:collected:Level", "sample"), ("Facets:collected:Kind", "date")];

    protected override Task PrepareAsync() => ImportAsync(Experiments, Samples);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (key, value) in Configured)
            builder.UseSetting(key, value);
    }
}

/// <summary>The same with every name and default of the dialect set otherwise.</summary>
public sealed class ConfiguredHaystackSite : HaystackSite
{
    protected override IEnumerable<(string Key, string Value)> Configured =>
    [
        .. base.Configured, ("Haystack:FacetQueryParamsText", "narrow"), ("Haystack:LookupSep", ";"), ("Haystack:SerializeObjects", "true"), ("Haystack:PageSize", "2"),
        ("Haystack:FieldOptions:organism", "limit:1"), ("Haystack:FieldOptions:published", "gap_by:month;gap_amount:3"),
        ("Haystack:Queries:recent", "published.from=2014"), ("Haystack:Queries:males", "sex=male"), ("Haystack:Queries:pairs", "sex=male&sex.also=female&min=2"),
        ("Search:Within", "organism.not=rat&q=-undated"),
    ];
}

/// <summary>The same on an Elasticsearch server, in indexes of its own that go with it.</summary>
public sealed class ElasticsearchHaystackSite : HaystackSite
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}";

    private readonly string? _server = Environment.GetEnvironmentVariable("FACETEXPLORER_ELASTICSEARCH_9") is { Length: > 0 } url ? url : null;

    protected override IEnumerable<(string Key, string Value)> Configured =>
        _server is null ? base.Configured : [.. base.Configured, ("Search:Engine", "Elasticsearch"), ("Elasticsearch:Url", _server), ("Elasticsearch:IndexPrefix", _prefix), ("Elasticsearch:Counting", "Cohorts"), ("Elasticsearch:SearchTimeoutSeconds", "60"), ("Search:TimeoutSeconds", "60")];

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        if (_server is null)
            return;
        var settings = Settings.Load([.. Configured.Select(c => $"--{c.Key}={c.Value}")], Catalog);
        await using var store = new GenerationStore(Catalog);
        await store.RefreshAsync(TestContext.Current.CancellationToken);
        using var lease = store.Lease();
        using var client = new ElasticsearchClient(settings.Elasticsearch);
        await new ElasticsearchIndexer(client, settings.Elasticsearch, settings.Facets, settings.Counted).RebuildAsync(lease.Reader, null, TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is null)
            return;
        using var client = new ElasticsearchClient(new ElasticsearchOptions { Url = _server });
        foreach (var index in (await client.MetasAsync(new IndexNames(_prefix).All, CancellationToken.None)).Keys)
            await client.DeleteIndexAsync(index, CancellationToken.None);
    }
}
