using FacetExplorer.Benchmarks.Running;

namespace FacetExplorer.Tests.Hosting;

/// <summary>Data versions and indexes change under load; the benchmark <c>changes</c> does it 50 times.</summary>
public sealed class DataChangesTests
{
    [Fact]
    public async Task No_answer_fails_or_is_of_two_versions_while_the_data_changes()
    {
        var (answers, behind) = await DataChanges.RunAsync(3, [], TestContext.Current.CancellationToken);
        Assert.True(answers > 20);
        Assert.Equal(0, behind);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("9")]
    public async Task Nor_with_a_search_server(string which)
    {
        var (answers, _) = await DataChanges.RunAsync(2,
            ["--Search:Engine=Elasticsearch", "--Elasticsearch:Counting=Cohorts", $"--Elasticsearch:Url={Need.Elasticsearch(which)}", $"--Elasticsearch:IndexPrefix=t{Guid.NewGuid():N}"],
            TestContext.Current.CancellationToken);
        Assert.True(answers > 20);
    }
}
