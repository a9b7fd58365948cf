using FacetExplorer.Engines.Elasticsearch;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>Basic authentication with a server that has security on.</summary>
public sealed class SecurityTests
{
    [Fact]
    public async Task The_right_password_is_let_in_the_wrong_one_is_refused_in_a_sentence()
    {
        var url = new UriBuilder(Need.Elasticsearch("SECURE"));
        var (user, password) = (url.UserName, url.Password);
        (url.UserName, url.Password) = ("", "");
        var options = new ElasticsearchOptions { Url = url.ToString(), IndexPrefix = $"t{Guid.NewGuid():N}", User = user, Password = password, SearchTimeoutSeconds = 60 };
        await using (var catalog = await ElasticsearchCatalog.OpenAsync(
            new PlainCatalog(["""{"accession":"E1","sample_accession_codes":["s1"]}"""], ["""{"accession":"s1","organism":"mouse"}"""], [new PlainFacet("organism", "sample")]), null, options))
            Assert.Equal(1, (await catalog.Engine.SearchAsync(FacetExplorer.Search.SearchRequest.All, TestContext.Current.CancellationToken)).Experiments);

        options.Password = "wrong";
        using var client = new ElasticsearchClient(options);
        var refused = await Assert.ThrowsAsync<ElasticsearchException>(() => client.VersionAsync(TestContext.Current.CancellationToken));
        Assert.Contains("refuses this application's credentials", refused.Message, StringComparison.Ordinal);
    }
}
