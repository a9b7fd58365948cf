using FacetExplorer.Commands;

namespace FacetExplorer.Tests.Commands;

public class SettingsTests
{
    private static Settings Of(params string[] switches) => Settings.Load(switches, catalog: null);

    [Fact]
    public void Defaults_AreValid()
    {
        var settings = Of();
        Assert.Equal(("state", true), (settings.Catalog.Path, settings.Catalog.Demo));
        Assert.Empty(settings.Import.Priority);
    }

    [Fact]
    public void Values_AreBound()
    {
        var settings = Of("--Catalog:Path=x", "--catalog:demo=false", "--Import:Priority:0=b", "--Import:Priority:1=a");
        Assert.Equal(("x", false), (settings.Catalog.Path, settings.Catalog.Demo));
        Assert.Equal(["b", "a"], settings.Import.Priority);
    }

    [Fact]
    public void AllMistakes_AreNamedAtOnce()
    {
        var mistakes = Assert.Throws<ConfigurationException>(() =>
            Of("--Catalog:Demo=maybe", "--Catalog:Pth=x", "--Import:Priority:0=a", "--Import:Priority:1= ", "--Import:Priority:2=a")).Mistakes;
        Assert.Equal(4, mistakes.Count);
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Catalog:Demo", StringComparison.Ordinal) && mistake.Contains("true or false", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Catalog:Pth", StringComparison.Ordinal) && mistake.Contains("Path", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Import:Priority:1", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains("\"a\" 2 times", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Proxy:Trusted=10.0.0.7,proxy.example", "proxy.example")]
    [InlineData("Proxy:PathBase=explorer", "/explorer")]
    [InlineData("Proxy:Hops=0", "1 to 10")]
    [InlineData("Proxy:Hops=2", "Proxy:Trusted names no proxy")]
    [InlineData("AllowedHosts=https://a.example", "without scheme and port")]
    [InlineData("AllowedHosts=a.example:80", "without scheme and port")]
    [InlineData("AllowedHosts=*;a.example", "* alone")]
    [InlineData("urls=http://127.0.0.1:8080;nonsense", "http://127.0.0.1:8080 is expected")]
    [InlineData("urls=http://127.0.0.1:99999", "http://127.0.0.1:8080 is expected")]
    [InlineData("Metrics:Url=http://127.0.0.1:99999", "http://127.0.0.1:9464 is expected")]
    [InlineData("Cors:Origins=https://a.example/", "https://example.org")]
    [InlineData("Cors:Origins=*,https://a.example", "* alone")]
    [InlineData("RateLimit:PerMinute=-1", "no limit")]
    [InlineData("RateLimit:Burst=0", "1 to 60,000")]
    [InlineData("RateLimit:Loopback=perhaps", "true or false")]
    [InlineData("Limits:BodyKilobytes=0", "1 to 102,400")]
    [InlineData("Limits:UrlCharacters=10", "1,000 to 60,000")]
    [InlineData("Circuits:PerAddress=-1", "no limit")]
    [InlineData("Circuits:MessageKilobytes=1", "8 to 1,024")]
    [InlineData("Circuits:Batches=many", "a whole number")]
    [InlineData("Site:ReportProblem=http://issues.example/{accession}", "https://")]
    [InlineData("Site:ReportProblem=https://issues.example/", "{accession}")]
    [InlineData("Site:ReportProblem=mailto:nobody", "mailto:")]
    public void AMistake_IsNamedWithWhatWouldBeRight(string setting, string expected)
    {
        var mistake = Assert.Single(Assert.Throws<ConfigurationException>(() => Of("--" + setting)).Mistakes);
        Assert.StartsWith(setting.Split('=')[0], mistake, StringComparison.Ordinal);
        Assert.Contains(expected, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake);
    }

    [Fact]
    public void ASearchServer_MayNotTakeLongerThanASearch()
    {
        var mistake = Assert.Single(Assert.Throws<ConfigurationException>(() => Of("--Search:Engine=Elasticsearch", "--Elasticsearch:SearchTimeoutSeconds=20", "--Search:TimeoutSeconds=10")).Mistakes);
        Assert.Contains("Search:TimeoutSeconds ends every search after 10", mistake, StringComparison.Ordinal);
        Of("--Elasticsearch:SearchTimeoutSeconds=20", "--Search:TimeoutSeconds=10"); // of a server that is not asked
    }

    [Fact]
    public void APassword_IsNotRepeatedInWhatIsSaid()
    {
        var mistake = Assert.Single(Assert.Throws<ConfigurationException>(() => Of("--Elasticsearch:Url=http://me:s3cret@search.example:9200")).Mistakes);
        Assert.Contains("Elasticsearch:Password", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }
}
