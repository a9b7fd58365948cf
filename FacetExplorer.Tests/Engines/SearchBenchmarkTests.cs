using System.Xml.Linq;
using FacetExplorer.Benchmarks.Searching;

namespace FacetExplorer.Tests.Engines;

/// <summary>The benchmark of searches, small: what it believes of its contenders, and what it tells. How long they take is not looked at.</summary>
public sealed class SearchBenchmarkTests
{
    /// <summary>One question in so many is asked.</summary>
    private const int AskEvery = 3;

    private static BenchmarkOptions Options => new() { Rounds = 2, Questions = [.. Question.All.Where((_, i) => i % AskEvery == 0)] };

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(0.15, true, false)]
    [InlineData(0.4, false, true)]
    public async Task All_count_as_the_naive_loop_does(double sharing, bool nearlyUnique, bool scattered)
    {
        var report = await new SearchBenchmark(Options, TextWriter.Null).RunAsync(new GeoShape(120, 1_700, sharing, nearlyUnique, scattered));
        Assert.Empty(report.Failures);
        Assert.Contains("| embedded, all facets | ", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("counting structures: ", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task So_do_cohorts_in_Elasticsearch(int shards)
    {
        var report = await new SearchBenchmark(Options with { Elasticsearch = Need.Elasticsearch("9"), Shards = shards, WithSql = false }, TextWriter.Null)
            .RunAsync(new GeoShape(120, 1_700, 0.15));
        Assert.Empty(report.Failures);
        Assert.Contains("| Elasticsearch cardinality, as refine.bio asks | ", report.ToString(), StringComparison.Ordinal);
        var chart = XElement.Parse(report.Chart());
        Assert.Contains(chart.Elements(), text => text.Value == "embedded, all facets");
        Assert.Contains(chart.Elements(), text => text.Value == "Elasticsearch cohorts");
    }
}
