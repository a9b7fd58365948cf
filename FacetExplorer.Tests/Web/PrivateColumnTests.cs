using System.Net;
using FacetExplorer.Import;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Tests.Web;

/// <summary>A lab's table with columns that nobody decided to publish.</summary>
public sealed class PrivateSite : Site
{
    public const string Secret = "xylophone";

    protected override async Task PrepareAsync()
    {
        var folder = Directory.CreateTempSubdirectory("facetexplorer-import-");
        var table = Path.Combine(folder.FullName, "lab.csv");
        await File.WriteAllTextAsync(table, $"study_id,title,sample_id,tissue,patient_id,contact,notes\nE1,First,S1,liver,{Secret}1,{Secret}@lab.org,{Secret}3\nE1,First,S2,lung,{Secret}2,{Secret}@lab.org,{Secret}4\n");
        var mapping = MappedTableReader.Suggest(table, new ImportOptions());
        File.Delete(table + TableMapping.Suffix);
        mapping.Columns.Remove("notes");
        mapping.Save(table + TableMapping.Suffix);
        await ImportAsync(table);
        folder.Delete(recursive: true);
    }
}

public sealed class PrivateColumnTests(PrivateSite site) : IClassFixture<PrivateSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/experiments/E1")]
    [InlineData("/samples/S1")]
    [InlineData("/api/experiments")]
    [InlineData("/api/search/")]
    [InlineData("/api/search/facets/")]
    [InlineData("/api/search/E1/")]
    [InlineData("/api/search/autocomplete/?q=xylo")]
    [InlineData("/api/samples?format=csv")]
    [InlineData("/api/samples?format=jsonl")]
    [InlineData("/api/experiments?format=jsonl")]
    [InlineData("/api/memberships?format=tsv")]
    public async Task WhatIsNotPublished_IsNowhere(string address)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(PrivateSite.Secret, await response.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("xylophone1")]
    [InlineData("xylo*")]
    public async Task WhatIsNotPublished_FindsNothing(string words)
    {
        using var client = site.CreateClient();
        Assert.Contains("\"experiments\":0", (await client.GetStringAsync($"/api/experiments?q={words}", Cancel)).Replace(" ", ""), StringComparison.Ordinal);
        Assert.Contains("\"experiments\":1", (await client.GetStringAsync("/api/experiments?q=liver", Cancel)).Replace(" ", ""), StringComparison.Ordinal);
    }
}
