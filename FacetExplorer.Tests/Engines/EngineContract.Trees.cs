namespace FacetExplorer.Tests.Engines;

/// <summary>Trees: a value takes all that lies below it, and a sample counts once however much of it does.</summary>
public abstract partial class EngineContract
{
    private static readonly PlainFacet Anatomy = new("anatomy", "sample", "tree") { Separator = "/" };

    private Task<IOpenCatalog> TreeExample(PlainFacet? facet = null) => OpenAsync(
        [facet ?? Anatomy, Organism],
        """
        {'accession': 'E1', 'sample_accession_codes': ['s1', 's2']}
        {'accession': 'E2', 'sample_accession_codes': ['s2', 's3', 's4']}
        """,
        """
        {'accession': 's1', 'organism': 'mouse', 'anatomy': ['Body/Liver/Lobe', 'Body/Lung']}
        {'accession': 's2', 'organism': 'mouse', 'anatomy': 'Body/Liver'}
        {'accession': 's3', 'organism': 'mice', 'anatomy': 'Head'}
        {'accession': 's4'}
        """);

    [Fact]
    public async Task Tree_AValueTakesAllBelowItAndCountsASampleOnce()
    {
        await using var catalog = await TreeExample();
        var anatomy = (await catalog.AskAsync(""))["anatomy"];
        Assert.Equal("Body Body/Liver Body/Liver/Lobe Body/Lung Head", anatomy.Values);
        Assert.Equal(["2 in 2", "2 in 2", "1 in 1", "1 in 1", "1 in 1"], anatomy.Buckets.Select(b => b.Counts));
        Assert.Equal("1 in 1", anatomy[null]);
        Assert.Equal((3, 4), (anatomy.Recorded, anatomy.Of));
    }

    [Theory]
    [InlineData("anatomy=Body", "2 samples in 2 experiments")]
    [InlineData("anatomy=Body/Liver", "2 samples in 2 experiments")]
    [InlineData("anatomy=Body/Liver/Lobe&anatomy=Head", "2 samples in 2 experiments")]
    [InlineData("anatomy=Liver", "0 samples in 0 experiments")]
    [InlineData("anatomy.not=Body", "2 samples in 1 experiments")]
    [InlineData("anatomy.not=Body&anatomy.missing=false", "1 samples in 1 experiments")]
    [InlineData("anatomy.all=Body/Liver&anatomy.all=Body/Lung", "1 samples in 1 experiments")]
    [InlineData("anatomy=Body/Lung&scope=experiment", "2 samples in 1 experiments")]
    [InlineData("anatomy.not=Body/Lung&scope=experiment", "3 samples in 1 experiments")]
    public async Task Tree_Narrows(string query, string totals)
    {
        await using var catalog = await TreeExample();
        Assert.Equal(totals, (await catalog.AskAsync(query)).Totals);
    }

    [Fact]
    public async Task Tree_WithATableOfParents()
    {
        await using var catalog = await TreeExample(new("kind", "sample", "tree") { Fields = ["organism"], Parents = RandomCatalog.ParentsFile });
        var answer = await catalog.AskAsync("kind=rodent&kind.order=value");
        Assert.Equal("3 samples in 2 experiments", answer.Totals);
        Assert.Equal("mammal mice mouse rodent", answer["kind"].Values);
        Assert.Equal(["3 in 2", "1 in 1", "3 in 2", "3 in 2"], answer["kind"].Buckets.Select(b => b.Counts));
        Assert.Equal("0 samples in 0 experiments", (await catalog.AskAsync("kind=mammal&kind.not=mouse")).Totals);
    }
}
