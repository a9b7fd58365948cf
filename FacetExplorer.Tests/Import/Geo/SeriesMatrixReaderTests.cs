using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import.Geo;

public sealed class SeriesMatrixReaderTests : IDisposable
{
    internal static readonly string[] Matrix =
    [
        "!Series_title\t\"Hearts of \"dnHIF1a\" fish\"",
        "!Series_geo_accession\t\"GSE1\"",
        "!Series_pubmed_id\t\"1\"",
        "!Series_contact_email\t\"ada@example.org\"",
        "!Series_sample_id\t\"GSM1 GSM2 \"",
        "",
        "!Sample_title\t\"heart 1\"\t\"heart 2\"",
        "!Sample_geo_accession\t\"GSM1\"\t\"GSM2\"",
        "!Sample_organism_ch1\t\"Danio rerio\"\t\"Danio rerio\"",
        "!Sample_characteristics_ch1\t\"line: AB\"\t\"tissue: heart\"",
        "!Sample_characteristics_ch1\t\"tissue: heart\"\t\"\"",
        "!Sample_platform_id\t\"GPL1319\"\t\"GPL1319\"",
        "!series_matrix_table_begin",
        "\"ID_REF\"\t\"GSM1\"\t\"GSM2\"",
        "!Sample_title\t1\t2",
        "!series_matrix_table_end",
    ];

    private readonly TempCatalog _catalog = new();

    [Fact]
    public async Task AColumnIsASample_AndTheTableIsPassedOver()
    {
        var report = _catalog.Import(_catalog.WriteGzip("GSE1_series_matrix.txt.gz", Matrix));
        Assert.Equal((1L, 2L, 2L, 0L), (report.Experiments, report.Samples, report.Memberships, report.CreatedFromListings));
        Assert.Equal(("heart 2", "Danio rerio", "Heart", "GPL1319", "", "AB"), (await _catalog.Sample("GSM2", "title"), await _catalog.Sample("GSM2", "organism"),
            await _catalog.Sample("GSM2", "tissue"), await _catalog.Sample("GSM2", "platform"), await _catalog.Sample("GSM2", "line"), await _catalog.Sample("GSM1", "line")));
        using var catalog = _catalog.Open();
        var series = (await catalog.FindExperimentAsync("GSE1", TestContext.Current.CancellationToken))!;
        Assert.Equal(["Hearts of \"dnHIF1a\" fish"], series.Fields["title"]);
        Assert.DoesNotContain("contact_email", series.Fields.Names);
    }

    [Fact]
    public async Task WithTheFamilyFile_ItIsOneSeries()
    {
        var family = _catalog.Write("GSE1_family.soft", "^SERIES = GSE1", "!Series_overall_design = two fish", "^SAMPLE = GSM2", "!Sample_molecule_ch1 = total RNA", "!Sample_series_id = GSE1");
        var report = _catalog.Import(new ImportRequest([_catalog.Write("GSE1_series_matrix.txt", Matrix), family]));
        Assert.Equal((1L, 2L, 2L), (report.Experiments, report.Samples, report.Memberships));
        Assert.Equal(("heart 2", "total RNA"), (await _catalog.Sample("GSM2", "title"), await _catalog.Sample("GSM2", "molecule_ch1")));
    }

    [Theory]
    [InlineData(15, 3, "line 13: the table that begins here has no end")]
    [InlineData(12, 0, "no !series_matrix_table_begin")]
    public void CutOff_IsSaid(int lines, int records, string reason)
    {
        var path = _catalog.Write("x.txt", Matrix[..lines]);
        Assert.Contains(reason, Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((records, 1L), (report.ExperimentsRead + report.SamplesRead, report.Refused));
    }

    [Fact]
    public void MoreValuesThanSamples_AreRefusedWithTheirLine()
    {
        var path = _catalog.Write("x.txt", [.. Matrix[..9], "!Sample_label_ch1\t\"a\"\t\"b\"\t\"c\"", .. Matrix[9..]]);
        Assert.Contains("line 10: !Sample_label_ch1 has 3 values, the lines before it 2", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}
