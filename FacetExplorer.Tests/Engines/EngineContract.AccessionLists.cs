namespace FacetExplorer.Tests.Engines;

/// <summary>Lists of accessions, on the worked example of design.md.</summary>
public abstract partial class EngineContract
{
    [Theory]
    [InlineData("s3", "", "1 samples in 2 experiments", 3, "E2 E3", "1 of 2, 1 of 3")]
    [InlineData("E1", "", "2 samples in 1 experiments", 2, "E1", "2 of 2")]
    [InlineData("E1 s3", "", "3 samples in 3 experiments", 3, "E3 E1 E2", "3 of 3, 2 of 2, 2 of 2")]
    [InlineData("E4 s1", "", "1 samples in 3 experiments", 3, "E1 E3 E4", "1 of 2, 1 of 3, 0 of 0")]
    [InlineData("E4 s1", "tissue=liver", "1 samples in 2 experiments", 3, "E1 E3", "1 of 2, 1 of 3")]
    [InlineData("s1 s2", "organism=mouse", "1 samples in 3 experiments", 3, "E1 E2 E3", "1 of 2, 1 of 2, 1 of 3")]
    [InlineData("s3", "scope=experiment", "3 samples in 2 experiments", 1, "E3 E2", "3 of 3, 2 of 2")]
    [InlineData("E1", "scope=experiment", "2 samples in 1 experiments", 2, "E1", "2 of 2")]
    [InlineData("nothing", "", "0 samples in 0 experiments", 0, "", "")]
    public async Task A_list_keeps_what_is_on_it(string listed, string query, string totals, long inOtherScope, string accessions, string counts)
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync(query, lists: new PlainLists(listed.Split(' ')));
        Assert.Equal((totals, inOtherScope, accessions), (answer.Totals, answer.SamplesInOtherScope, answer.Accessions));
        Assert.Equal(counts, string.Join(", ", answer.Hits.Select(h => h.Counts)));
    }

    [Theory]
    [InlineData("s3", "", "2 samples in 3 experiments", 2, "E1 E3 E2", "2 of 2, 2 of 3, 1 of 2")]
    [InlineData("E1", "", "1 samples in 2 experiments", 3, "E2 E3", "1 of 2, 1 of 3")]
    [InlineData("E3", "", "0 samples in 0 experiments", 3, "", "")]
    [InlineData("s2", "organism=mouse", "1 samples in 2 experiments", 0, "E2 E3", "1 of 2, 1 of 3")]
    [InlineData("s3", "scope=experiment", "2 samples in 2 experiments", 2, "E1 E4", "2 of 2, 0 of 0")]
    [InlineData("E1", "scope=experiment", "3 samples in 3 experiments", 1, "E3 E2 E4", "3 of 3, 2 of 2, 0 of 0")]
    [InlineData("nothing", "", "3 samples in 3 experiments", 3, "E3 E1 E2", "3 of 3, 2 of 2, 2 of 2")]
    public async Task A_list_leaves_out_the_samples_on_it(string notListed, string query, string totals, long inOtherScope, string accessions, string counts)
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync(query, lists: new PlainLists(null, notListed.Split(' ')));
        Assert.Equal((totals, inOtherScope, accessions), (answer.Totals, answer.SamplesInOtherScope, answer.Accessions));
        Assert.Equal(counts, string.Join(", ", answer.Hits.Select(h => h.Counts)));
    }

    [Fact]
    public async Task Facets_count_what_lists_leave()
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync("organism=human", lists: new PlainLists(["E2", "s1"], ["s3"]));
        Assert.Equal("1 samples in 2 experiments", answer.Totals);
        Assert.Equal(("1 in 2", "1 in 3"), (answer["organism"]["human"], answer["organism"]["mouse"]));
        Assert.Equal(("1 in 2", "0 in 0"), (answer["tissue"]["liver"], answer["tissue"][null]));
    }
}
