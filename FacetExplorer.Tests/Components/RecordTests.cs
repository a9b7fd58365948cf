using Bunit;
using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Components.Records;
using FacetExplorer.Components.Sites;
using FacetExplorer.Tests.Search;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Components;

public sealed class RecordTests : PageTest
{
    private static readonly Generation Generation = new(14, default, "", 0, 0, 0, IsDemo: false);

    private IRenderedComponent<ReportProblem> Report(string? address)
    {
        Services.AddSingleton(Site.Read(new SiteOptions { ReportProblem = address }, SomeFacets.Registry, []));
        return Render<ReportProblem>(parameters => parameters
            .Add(r => r.Accession, "A&B 1").Add(r => r.Generation, Generation).Add(r => r.Page, "experiments/A%26B%201"));
    }

    [Theory]
    [InlineData("mailto:data@example.org", "mailto:data@example.org?subject=Problem%20with%20A%26B%201&body=%0A%0AA%26B%201%2C%20data%20version%2014%0Ahttp%3A%2F%2Flocalhost%2Fexperiments%2FA%2526B%25201")]
    [InlineData("https://issues.example/new?title={accession}&v={version}", "https://issues.example/new?title=A%26B%201&v=14")]
    public void A_problem_is_reported_with_accession_and_data_version(string configured, string address) =>
        Assert.Equal(address, Report(configured).Find("a").GetAttribute("href"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Where_nobody_is_named_nothing_is_reported(string? configured) => Assert.Empty(Report(configured).FindAll("a"));

    [Fact]
    public void Publications_are_links_where_their_ids_look_like_ids()
    {
        var fields = Fields.Parse("""{"publication_title": "Livers", "pubmed_id": ["PMID: 123", "12x", "javascript:1"], "doi": ["https://doi.org/10.1000/a<b", "10.1000/(x)&y", "10.1/z"]}""");
        var line = Render<Publications>(parameters => parameters.Add(p => p.Fields, fields));

        Assert.Contains("Livers", line.Markup, StringComparison.Ordinal);
        Assert.Equal(["https://pubmed.example/123/", "https://doi.example/10.1000%2F%28x%29%26y"], line.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Empty(Render<Publications>(parameters => parameters.Add(p => p.Fields, Fields.Empty)).FindAll("p"));
    }
}
