using Microsoft.AspNetCore.Hosting;

namespace FacetExplorer.Tests.Web;

/// <summary>A site that serves the worked example of the counting rules.</summary>
public class WorkedExampleSite : Site
{
    internal const string Experiments = """
        {"accession": "E1", "title": "Human and mouse", "sample_accession_codes": ["s1", "s2"]}
        {"accession": "E2", "title": "Mice", "published": "2014-05-20", "sample_accession_codes": ["s2", "s3"]}
        {"accession": "E3", "title": "All of them", "sample_accession_codes": ["s1", "s2", "s3"]}
        {"accession": "E4", "title": "None of them", "sample_accession_codes": []}
        """;

    internal const string Samples = """
        {"accession": "s1", "organism": "human", "tissue": "liver"}
        {"accession": "s2", "organism": "mouse"}
        {"accession": "s3", "organism": "mouse", "tissue": "liver"}
        """;

    protected override Task PrepareAsync() => ImportAsync(Experiments, Samples);
}

/// <summary>The same with other configuration.</summary>
public sealed class ConfiguredSite(params (string Key, string Value)[] settings) : WorkedExampleSite
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
    }
}
