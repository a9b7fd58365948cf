namespace FacetExplorer.Tests.Web;

/// <summary>A site that serves the worked example of the counting rules.</summary>
public sealed class WorkedExampleSite : Site
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
