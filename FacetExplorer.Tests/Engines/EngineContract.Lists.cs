namespace FacetExplorer.Tests.Engines;

/// <summary>What of long lists is shown.</summary>
public abstract partial class EngineContract
{
    private Task<IOpenCatalog> ListExample() => OpenAsync(
        [Organism with { Limit = 2 }, Tissue, Technology],
        """
        {'accession': 'E1', 'technology': 'liver chip', 'sample_accession_codes': ['s1', 's2', 's3', 's4']}
        """,
        """
        {'accession': 's1', 'organism': ['ape', 'bee', 'cat', 'dog', 'eel'], 'tissue': 'Liver'}
        {'accession': 's2', 'organism': ['ape', 'bee', 'cat'], 'tissue': 'left liver lobe'}
        {'accession': 's3', 'organism': ['ape', 'eel'], 'tissue': 'lung'}
        {'accession': 's4', 'organism': 'ape'}
        """);

    [Theory]
    [InlineData("", "ape bee", 3)]
    [InlineData("organism.skip=2", "cat eel", 3)]
    [InlineData("organism.skip=4", "dog", 4)]
    [InlineData("organism.skip=5", "", 5)]
    [InlineData("organism.skip=1&organism.order=value&organism.limit=3", "bee cat dog", 2)]
    [InlineData("organism.skip=1&organism.find=e&organism.limit=1", "bee", 2)]
    [InlineData("organism.skip=3&organism=ape", "ape eel dog", 2)]
    public async Task Lists_BeginFurtherDown(string query, string values, int more)
    {
        await using var catalog = await ListExample();
        var facet = (await catalog.AskAsync(query))["organism"];
        Assert.Equal((values, more), (facet.Values, facet.More));
    }

    [Fact]
    public async Task Lists_AreLookedThroughAllAtOnce()
    {
        await using var catalog = await ListExample();
        var answer = await catalog.AskAsync("find=LIVER&organism=dog");
        Assert.Equal(["dog", "Liver", "liver chip"], answer.Facets.Select(f => f.Values)); // without the other filter "left liver lobe" would be there
        Assert.Equal("Liver|left liver lobe", string.Join('|', (await catalog.AskAsync("find=liver"))["tissue"].Buckets.Select(b => b.Value)));
        Assert.Equal("lung", (await catalog.AskAsync("find=liver&tissue.find=lu"))["tissue"].Values);
    }
}
