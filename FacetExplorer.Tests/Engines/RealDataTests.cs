using System.IO.Compression;
using FacetExplorer.Facets;
using Microsoft.Extensions.Configuration;

namespace FacetExplorer.Tests.Engines;

/// <summary>Every bucket of every shipped facet on a real catalog of 105,323 samples, held against SQL.</summary>
public class RealDataTests
{
    private static readonly SqlClause[][] Searches =
    [
        [],
        [new("organism", false, "Homo sapiens")],
        [new("organism", false, "Homo sapiens", "Mus musculus"), new("tissue", false, "blood", "liver", "whole blood")],
        [new("technology", false, "rna-seq"), new("sex", true, "male")],
        [new("published", false, "2015", "2016"), new("disease", false, new string?[] { null }), new("organism", true, "Mus musculus")],
        [new("tissue", true, new string?[] { null }), new("sex", false, "female", null), new("has_publication", true, "true")],
        [new("has_publication", false, "false", null), new("platform", true, "Illumina HiSeq 2000"), new("platform", true, new string?[] { null })],
        [new("organism", false, "Homo sapiens"), new("organism", true, "Mus musculus"), new("tissue", true, "blood"), new("technology", false, "microarray")],
    ];

    [Fact]
    public async Task UnionShare_EveryBucketEqualsSql()
    {
        var folder = Path.Combine(Need.RealData(), "big", "union_share");
        var facetsFile = Path.Combine(AppContext.BaseDirectory, "data", "facets.json");
        using var sql = new SqlCounts(facetsFile, Lines(folder, "experiments.jsonl.gz"), Lines(folder, "samples.jsonl.gz"));
        Assert.Equal(3548, sql.Number("SELECT COUNT(*) FROM e"));
        Assert.Equal(105_323, sql.Number("SELECT COUNT(*) FROM s"));
        Assert.Equal(105_186, sql.Number("SELECT COUNT(DISTINCT s) FROM m"));
        Assert.Equal(1693, sql.Number("SELECT COUNT(*) FROM (SELECT s FROM m GROUP BY s HAVING COUNT(*) > 1)"));

        await using var catalog = await OpenAsync(folder, facetsFile);
        foreach (var clauses in Searches)
            foreach (var scope in new[] { "sample", "experiment" })
                await CompareAsync(sql, catalog, clauses, scope);
    }

    private static async Task<IOpenCatalog> OpenAsync(string folder, string facetsFile)
    {
        var mistakes = new List<string>();
        var facets = FacetRegistry.Read(new ConfigurationBuilder().AddJsonFile(facetsFile).Build(), mistakes);
        Assert.Empty(mistakes);
        return await EmbeddedCatalog.OpenAsync(facets, null, disk => disk.Import(folder));
    }

    private static async Task CompareAsync(SqlCounts sql, IOpenCatalog catalog, SqlClause[] clauses, string scope)
    {
        var byExperiment = scope == "experiment";
        var query = string.Join('&', clauses.SelectMany(c => c.Parameters).Append($"scope={scope}").Concat(sql.Keys.Select(f => $"{f}.limit=1000")));
        var answer = await catalog.AskAsync(query);
        Assert.Equal((query, sql.Totals(clauses, byExperiment)), (query, (answer.Samples, answer.Experiments)));
        Assert.Equal((query, sql.Totals(clauses, !byExperiment).Samples), (query, answer.SamplesInOtherScope));
        foreach (var key in sql.Keys)
        {
            var facet = answer[key];
            var (buckets, recorded) = sql.Count(key, clauses, byExperiment);
            var expected = buckets.Where(b => b.Value.Samples + b.Value.Experiments > 0 && b.Key.Length > 0).Select(b => $"{b.Key}: {b.Value}").Order(StringComparer.Ordinal);
            var actual = facet.Buckets.Where(b => b.Samples + b.Experiments > 0).Select(b => $"{b.Value}: {(b.Samples, b.Experiments)}").Order(StringComparer.Ordinal);
            Assert.Equal([query, .. expected], [query, .. actual]);
            Assert.Equal((query, key, buckets.GetValueOrDefault("")), (query, key, (facet.Missing.Samples, facet.Missing.Experiments)));
            Assert.Equal((query, key, recorded, 0), (query, key, facet.Recorded, facet.More));
        }
    }

    private static IEnumerable<string> Lines(string folder, string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
