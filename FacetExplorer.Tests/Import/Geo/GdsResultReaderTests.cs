using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import.Geo;

public sealed class GdsResultReaderTests : IDisposable
{
    internal static readonly string[] Results =
    [
        "",
        "1. Livers of mice",
        "(Submitter supplied) What livers do. more...",
        "Organism:\tMus musculus; Homo sapiens",
        "Type:\t\tExpression profiling by high throughput sequencing",
        "Platforms: GPL96 GPL97 12 Samples",
        "FTP download: GEO (TXT) ftp://example.org/GSE1/",
        "Series\t\tAccession: GSE1\tID: 200000001",
        "",
        "2. 2. liver, second",
        "Organism:\tMus musculus",
        "Source name:\tliver",
        "Platform: GPL570 Series: GSE1 GSE2 ",
        "FTP download: GEO (BW) ftp://example.org/GSM1/, SRA SRX1 ftp://example.org/SRX1/",
        "Sample\t\tAccession: GSM1\tID: 300000001",
        "",
    ];

    private readonly TempCatalog _catalog = new();

    [Fact]
    public async Task Entries_AreSeriesAndSamples()
    {
        var report = _catalog.Import(_catalog.Write("gds_result.txt", Results));
        Assert.Equal((2L, 1L, 2L, 1L, 0L), (report.Experiments, report.Samples, report.Memberships, report.SharedSamples, report.Refused));
        Assert.Equal(("2. liver, second", "Mus musculus", "liver", "Affymetrix Human Genome U133 Plus 2.0 Array"),
            (await _catalog.Sample("GSM1", "title"), await _catalog.Sample("SRX1", "organism"), await _catalog.Sample("GSM1", "source_name_ch1"), await _catalog.Sample("GSM1", "platform")));
        using var catalog = _catalog.Open();
        var series = (await catalog.FindExperimentAsync("GSE1", TestContext.Current.CancellationToken))!;
        Assert.Equal(["Livers of mice", "What livers do.", "RNA-Seq", "Mus musculus", "Homo sapiens"],
            new[] { "title", "description", "technology", "organism" }.SelectMany(field => series.Fields[field]));
    }

    [Theory]
    [InlineData("DataSet\t\tAccession: GDS5\tID: 5", "line 16: GDS5 is a dataset of GEO, neither an experiment nor a sample")]
    [InlineData("Platform\tAccession: GPL5\tID: 5", "line 16: GPL5 is a platform of GEO, neither an experiment nor a sample")]
    [InlineData("Organism:\tMus musculus", "line 16: the entry that begins here has no line with its accession")]
    public void WhatIsNoRecord_IsRefusedWithItsLine_AndTheRestIsTaken(string last, string reason)
    {
        var path = _catalog.Write("gds_result.txt", [.. Results[..^1], "3. another", last, "", "4. liver, third", "Sample\t\tAccession: GSM2\tID: 300000002"]);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Contains(reason, Assert.Single(report.Refusals).ToString(), StringComparison.Ordinal);
        Assert.Equal((2L, 1L), (report.SamplesRead, report.ExperimentsRead));
    }

    [Fact]
    public void CutOff_IsSaid()
    {
        var path = _catalog.Write("gds_result.txt", Results[..12]);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((10L, 1L), (Assert.Single(report.Refusals).Line, report.ExperimentsRead));
    }

    public void Dispose() => _catalog.Dispose();
}
