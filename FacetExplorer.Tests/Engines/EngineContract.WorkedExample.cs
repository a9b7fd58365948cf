namespace FacetExplorer.Tests.Engines;

/// <summary>The worked example of design.md.</summary>
public abstract partial class EngineContract
{
    private Task<IOpenCatalog> WorkedExample() => OpenAsync(
        [Organism, Tissue],
        """
        {'accession': 'E1', 'sample_accession_codes': ['s1', 's2']}
        {'accession': 'E2', 'sample_accession_codes': ['s2', 's3']}
        {'accession': 'E3', 'sample_accession_codes': ['s1', 's2', 's3']}
        {'accession': 'E4'}
        """,
        """
        {'accession': 's1', 'organism': 'human', 'tissue': 'liver'}
        {'accession': 's2', 'organism': 'mouse'}
        {'accession': 's3', 'organism': 'mouse', 'tissue': 'liver'}
        """);

    [Fact]
    public async Task WorkedExample_NoClause()
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync("");
        Assert.Equal("3 samples in 4 experiments", answer.Totals);
        Assert.Equal(3, answer.SamplesInOtherScope);
        Assert.Equal(7, answer.Summed);
        Assert.Equal((3, 3), (answer["organism"].Recorded, answer["organism"].Of));
        Assert.Equal((2, 3), (answer["tissue"].Recorded, answer["tissue"].Of));
        Assert.Equal("E3 E1 E2 E4", answer.Accessions);
        Assert.Equal(["3 of 3", "2 of 2", "2 of 2", "0 of 0"], answer.Hits.Select(h => h.Counts));
    }

    [Theory]
    [InlineData("", "organism", "human", "1 in 2")]
    [InlineData("", "organism", "mouse", "2 in 3")]
    [InlineData("scope=experiment", "organism", "human", "3 in 2")]
    [InlineData("scope=experiment", "organism", "mouse", "3 in 3")]
    [InlineData("", "tissue", null, "1 in 3")]
    [InlineData("scope=experiment", "tissue", null, "3 in 3")]
    [InlineData("", "organism", null, "0 in 0")]
    [InlineData("scope=experiment", "organism", null, "0 in 0")]
    public async Task WorkedExample_Bucket(string query, string facet, string? value, string counts)
    {
        await using var catalog = await WorkedExample();
        Assert.Equal(counts, (await catalog.AskAsync(query))[facet][value]);
    }

    [Theory]
    [InlineData("organism=mouse&tissue=liver", "1 samples in 2 experiments", 3)]
    [InlineData("organism=mouse&tissue=liver&scope=experiment", "3 samples in 3 experiments", 1)]
    [InlineData("organism.not=mouse", "1 samples in 2 experiments", 0)]
    [InlineData("organism.not=mouse&scope=experiment", "0 samples in 1 experiments", 1)]
    [InlineData("tissue.missing=true", "1 samples in 3 experiments", 3)]
    [InlineData("tissue.missing=true&scope=experiment", "3 samples in 3 experiments", 1)]
    [InlineData("tissue.missing=false", "2 samples in 3 experiments", 0)]
    [InlineData("tissue.missing=false&scope=experiment", "0 samples in 1 experiments", 2)]
    [InlineData("organism=mouse&organism=human", "3 samples in 3 experiments", 3)]
    [InlineData("organism.all=mouse&organism.all=human", "0 samples in 0 experiments", 3)]
    [InlineData("organism.all=mouse&organism.all=human&scope=experiment", "3 samples in 2 experiments", 0)]
    public async Task WorkedExample_Totals(string query, string totals, long otherScope)
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync(query);
        Assert.Equal(totals, answer.Totals);
        Assert.Equal(otherScope, answer.SamplesInOtherScope);
    }

    [Theory]
    [InlineData("min=1", "3 samples in 3 experiments", 3)]
    [InlineData("min=3", "3 samples in 1 experiments", 3)]
    [InlineData("min=4", "0 samples in 0 experiments", 0)]
    [InlineData("organism=mouse&min=2", "2 samples in 2 experiments", 3)]
    [InlineData("organism=mouse&min=2&scope=experiment", "3 samples in 3 experiments", 2)]
    [InlineData("tissue=liver&min=2", "2 samples in 1 experiments", 3)]
    [InlineData("organism.not=mouse&min=1&scope=experiment", "0 samples in 0 experiments", 1)]
    [InlineData("organism.also=human", "3 samples in 2 experiments", 3)]
    [InlineData("organism=mouse&organism.also=human", "2 samples in 2 experiments", 3)]
    [InlineData("organism=mouse&organism.also=human&scope=experiment", "3 samples in 2 experiments", 2)]
    [InlineData("organism.also=human&organism.also=mouse&tissue.missing=true", "1 samples in 2 experiments", 3)]
    [InlineData("organism=mouse&organism.also=human&min=2", "2 samples in 1 experiments", 3)]
    [InlineData("organism.also=rat", "0 samples in 0 experiments", 0)]
    public async Task WorkedExample_StudyDesign(string query, string totals, long otherScope)
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync(query);
        Assert.Equal(totals, answer.Totals);
        Assert.Equal(otherScope, answer.SamplesInOtherScope);
    }

    [Fact]
    public async Task WorkedExample_WhatAnExperimentMustAlsoContainStaysInTheFacetsOwnCounts()
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync("organism=mouse&organism.also=human");
        Assert.Equal(("1 in 2", "2 in 2"), (answer["organism"]["human"], answer["organism"]["mouse"]));
        Assert.Equal("[x] \"mouse\": 2 in 2", answer["organism"].Buckets[0].ToString());
        Assert.Equal("\"human\": 1 in 2", answer["organism"].Buckets[1].ToString());
        Assert.Equal(["1 of 2", "2 of 3"], answer.Hits.OrderBy(h => h.Accession).Select(h => h.Counts));
    }

    [Fact]
    public async Task WorkedExample_AMinimumIsOfWhatMatchesWithoutTheFacetsOwnClauses()
    {
        await using var catalog = await WorkedExample();
        var answer = await catalog.AskAsync("tissue=liver&min=2");
        Assert.Equal("2 in 3", answer["tissue"]["liver"]);
        Assert.Equal("1 in 3", answer["tissue"][null]);
        Assert.Equal(("1 in 1", "1 in 1"), (answer["organism"]["human"], answer["organism"]["mouse"]));
        Assert.Equal((2, 2), (answer["organism"].Recorded, answer["organism"].Of));
        Assert.Equal("E3", answer.Accessions);
        Assert.Equal((2L, 0L), (answer.Summed, answer.Shared));
    }

    [Fact]
    public async Task WorkedExample_OwnClausesLeftOutOrKeptIn()
    {
        await using var catalog = await WorkedExample();
        var leftOut = await catalog.AskAsync("organism=human");
        Assert.Equal("1 in 2", leftOut["organism"]["human"]);
        Assert.Equal("2 in 3", leftOut["organism"]["mouse"]);
        Assert.Equal("1 in 2", leftOut["tissue"]["liver"]);
        Assert.Equal(3, leftOut["organism"].Of);

        var keptIn = await catalog.AskAsync("organism=human", ownClausesLeftOut: false);
        Assert.Equal("human", keptIn["organism"].Values);
        Assert.Equal("1 in 2", keptIn["organism"]["human"]);
        Assert.Equal(1, keptIn["organism"].Of);
    }
}
