using FacetExplorer.Commands;
using FacetExplorer.Engines.Elasticsearch;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>Section <c>Elasticsearch</c>, checked before anything starts.</summary>
public sealed class OptionsTests : IDisposable
{
    private static readonly string Fingerprint = string.Concat(Enumerable.Repeat("AB:", 32)).TrimEnd(':');

    private readonly string _pem = Path.GetTempFileName();

    private static Settings Load(params string[] options) => Settings.Load([.. options.Select(o => $"--Elasticsearch:{o}")], null);

    [Theory]
    [InlineData("Url", "Url=elastic")]
    [InlineData("Url", "Url=ftp://elastic")]
    [InlineData("Url", "Url=http://a,http://user:secret@b")]
    [InlineData("Url", "Url= , ")]
    [InlineData("IndexPrefix", "IndexPrefix=No Such")]
    [InlineData("IndexPrefix", "IndexPrefix=-x")]
    [InlineData("Password", "User=me")]
    [InlineData("User", "Password=secret")]
    [InlineData("ApiKey", "ApiKey=abc", "User=me", "Password=secret")]
    [InlineData("CaFile", "CaFile=/no/file")]
    [InlineData("Fingerprint", "Fingerprint=12")]
    [InlineData("Counting", "Counting=Guess")]
    [InlineData("SearchTimeoutSeconds", "SearchTimeoutSeconds=0")]
    [InlineData("SearchTimeoutSeconds", "SearchTimeoutSeconds=soon")]
    [InlineData("IndexTimeoutSeconds", "IndexTimeoutSeconds=3601")]
    [InlineData("AnswerMegabytes", "AnswerMegabytes=0")]
    [InlineData("Shards", "Shards=0")]
    [InlineData("Replicas", "Replicas=-1")]
    [InlineData("KeptIndexes", "KeptIndexes=-1")]
    [InlineData("BatchMegabytes", "BatchMegabytes=91")]
    [InlineData("BatchesAtOnce", "BatchesAtOnce=0")]
    [InlineData("Urls", "Urls=http://a")]
    public void A_mistake_is_told_in_one_line_that_names_its_key(string key, params string[] options)
    {
        var mistake = Assert.Single(Assert.Throws<ConfigurationException>(() => Load(options)).Mistakes);
        Assert.Contains($"Elasticsearch:{key}", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake);
    }

    [Theory]
    [InlineData("Solr")]
    [InlineData("")]
    public void An_engine_is_one_of_two(string engine) => Assert.Equal($"Search:Engine is \"{engine}\" where Embedded or Elasticsearch is expected.",
        Assert.Single(Assert.Throws<ConfigurationException>(() => Settings.Load([$"--Search:Engine={engine}"], null)).Mistakes));

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(4, Assert.Throws<ConfigurationException>(
        () => Settings.Load(["--Elasticsearch:Url=elastic", "--Elasticsearch:User=me", "--Elasticsearch:Fingerprint=12", "--Search:Engine=Solr"], null)).Mistakes.Count);

    [Fact]
    public void An_authority_is_a_file_with_a_certificate_and_not_beside_a_fingerprint()
    {
        File.WriteAllText(_pem, "no certificate");
        Assert.Contains("holds no certificate", Assert.Single(Assert.Throws<ConfigurationException>(() => Load($"CaFile={_pem}")).Mistakes), StringComparison.Ordinal);
        using var authority = MisbehavingServer.SelfSigned();
        File.WriteAllText(_pem, authority.ExportCertificatePem());
        Assert.Equal(_pem, Load($"CaFile={_pem}").Elasticsearch.CaFile);
        Assert.Contains("one of them", Assert.Single(Assert.Throws<ConfigurationException>(() => Load($"CaFile={_pem}", $"Fingerprint={Fingerprint}")).Mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var options = Load(
            "Url=https://a:9200, https://b:9200/es/", "IndexPrefix=portal-2", "User=me", "Password=secret", $"Fingerprint={Fingerprint}", "Counting=cohorts",
            "SearchTimeoutSeconds=30", "IndexTimeoutSeconds=120", "AnswerMegabytes=8", "Shards=5", "Replicas=2", "KeptIndexes=0", "BatchMegabytes=10", "BatchesAtOnce=4").Elasticsearch;
        Assert.Equal(["https://a:9200/", "https://b:9200/es/"], options.Nodes.Select(n => n.ToString()));
        Assert.Equal(("portal-2", "me", "secret", Counting.Cohorts), (options.IndexPrefix, options.User, options.Password, options.Counting));
        Assert.Equal(string.Concat(Enumerable.Repeat("AB", 32)), options.PlainFingerprint);
        Assert.Equal((30, 120, 8, 5, 2, 0, 10, 4), (options.SearchTimeoutSeconds, options.IndexTimeoutSeconds, options.AnswerMegabytes, options.Shards,
            options.Replicas, options.KeptIndexes, options.BatchMegabytes, options.BatchesAtOnce));
        Assert.Equal("abc==", Load("ApiKey=abc==").Elasticsearch.ApiKey);
    }

    public void Dispose() => File.Delete(_pem);
}
