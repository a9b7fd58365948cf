using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

public sealed class RealDataTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    [Theory]
    [InlineData("refinebio/aggregated/GSE37418_aggregated_metadata_2018.json", 1, 71, 0, 5)]
    [InlineData("refinebio/aggregated/SRP127409_aggregated_metadata.json", 1, 48, 0, 0)]
    [InlineData("refinebio/aggregated/SRP201011_aggregated_metadata.json", 1, 72, 0, 0)]
    [InlineData("refinebio/legacy_json/95613466-25bf-4f3d-b2c3-da2d0eb902fa_metadata.json", 1, 12, 0, 0)]
    [InlineData("refinebio/legacy_json/e3b5d201-449b-4512-8fe4-1c997c12e676_metadata.json", 1, 12, 0, 0)]
    [InlineData("refinebio/big/whistl_all_metadata_older.json.gz", 55, 7645, 577, 0)]
    public void RefineBio_HasTheCountsOfTheManifest(string file, int experiments, int samples, int shared, int leftOut)
    {
        var report = _catalog.Import(Path.Combine(Need.RealData(), file));
        Assert.Equal((experiments, samples, shared, leftOut), (report.Experiments, report.Samples, report.SharedSamples, report.MembershipsLeftOut));
        Assert.Equal(0, report.Refused);
    }

    [Fact]
    public void UnionShare_TwinsAreOne()
    {
        var report = _catalog.Import(Path.Combine(Need.RealData(), "big/union_share"));
        Assert.Equal((3548L, 105_323L, 1693L, 2L), (report.Experiments, report.Samples, report.SharedSamples, report.Merged));
        Assert.Equal(105_186, report.Samples - report.SamplesWithoutExperiment);
        using var again = _catalog.Prepare(new ImportRequest([Path.Combine(Need.RealData(), "big/union_share")]));
        Assert.False(again.IsNew);
    }

    public void Dispose() => _catalog.Dispose();
}
