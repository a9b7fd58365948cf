using System.Text;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import.Geo;

public sealed class SoftReaderTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static readonly string[] Family =
    [
        "^DATABASE = GeoMiame",
        "!Database_email = archive@example.org",
        "^SERIES = GSE1",
        "!Series_title = Livers of mice",
        "!Series_geo_accession = GSE1",
        "!Series_status = Public on Jan 15 2013",
        "!Series_submission_date = Aug 02 2012",
        "!Series_pubmed_id = 23151342",
        "!Series_summary = First part.",
        "!Series_summary =",
        "!Series_summary = Second part.",
        "!Series_type = Expression profiling by array",
        "!Series_type = dose response",
        "!Series_contributor = Ada,B,Example",
        "!Series_contact_name = Ada Example",
        "!Series_contact_email = ada@example.org",
        "!Series_contact_institute = University of Examples",
        "!Series_sample_id = GSM1",
        "!Series_sample_id = GSM2",
        "!Series_platform_id = GPL1",
        "!Series_relation = SubSeries of: GSE9",
        "!Series_relation = BioProject: http://www.ncbi.nlm.nih.gov/bioproject/107109",
        "!Series_relation = SRA: https://www.ncbi.nlm.nih.gov/sra?term=SRP100",
        "^PLATFORM = GPL1",
        "!Platform_title = Illumina HiSeq 2000 (Mus musculus)",
        "!Platform_organism = Mus musculus",
        "#ID = ",
        "!platform_table_begin",
        "ID\tSEQ",
        "!Sample_title = a row of data",
        "!sample_table_end",
        "^SAMPLE = GSM1",
        "!Sample_title = liver 1",
        "!Sample_geo_accession = GSM1",
        "!Sample_status = Public on Jan 15 2013",
        "!Sample_source_name_ch1 = liver",
        "!Sample_organism_ch1 = MUS_MUSCULUS",
        "!Sample_characteristics_ch1 = tissue: LIVER",
        "!Sample_characteristics_ch1 = Sex: f",
        "!Sample_characteristics_ch1 = age: 8 weeks",
        "!Sample_characteristics_ch1 = batch: 1",
        "!Sample_characteristics_ch1 = batch: 2",
        "!Sample_characteristics_ch2 = tissue: whole body",
        "!Sample_contact_phone = 555 0100",
        "!Sample_platform_id = GPL1",
        "!Sample_supplementary_file = NONE",
        "!Sample_relation = BioSample: https://www.ncbi.nlm.nih.gov/biosample/SAMN100",
        "!Sample_relation = SRA: https://www.ncbi.nlm.nih.gov/sra?term=SRX100",
        "!Sample_relation = Reanalyzed by: GSE77",
        "!Sample_series_id = GSE1",
        "!Sample_series_id = GSE9",
        "!sample_table_begin",
        "ID_REF\tVALUE",
        "1\t2",
        "!sample_table_end",
    ];

    [Fact]
    public async Task Series_IsAnExperiment()
    {
        _catalog.Import(_catalog.Write("GSE1_family.soft", Family));
        using var catalog = _catalog.Open();
        var series = (await catalog.FindExperimentAsync("GSE1", Cancel))!;
        Assert.Equal(
            ("Livers of mice", "First part.|Second part.", "Microarray", "dose response", "2013-01-15", "2012-08-02", "23151342", "true", "University of Examples", "GSE9", "PRJNA107109", "Illumina HiSeq 2000"),
            (Of("title"), Of("description"), Of("technology"), Of("type"), Of("published"), Of("submission_date"), Of("pubmed_id"), Of("has_publication"), Of("submitter_institution"),
                Of("superseries"), Of("bio_project"), await _catalog.Sample("GSM1", "platform")));
        Assert.Equal("GSE1", (await catalog.FindExperimentAsync("SRP100", Cancel))?.Accession);

        string Of(string field) => string.Join('|', series.Fields[field]);
    }

    [Fact]
    public async Task Samples_BelongToTheSeriesThatListThemAndThatTheyName()
    {
        var report = _catalog.Import(_catalog.WriteGzip("GSE1_family.soft.gz", Family));
        Assert.Equal((2L, 2L, 3L, 1L, 1L, 0L), (report.Experiments, report.Samples, report.Memberships, report.SharedSamples, report.CreatedFromListings, report.Refused));
        Assert.Equal("", await _catalog.Sample("GSM2", "title"));
        Assert.Equal(("liver 1", "Mus musculus", "Liver", "Female", "0.15", "2|1", "whole body", "Reanalyzed by: GSE77", ""),
            (await Of("title"), await Of("organism"), await Of("tissue"), await Of("sex"), await Of("age_years"),
                string.Join('|', (await Of("batch")).Split('|').OrderDescending()), await Of("tissue_ch2"), await Of("relation"), await Of("supplementary_file")));
        Assert.Equal(("liver 1", "liver 1"), (await _catalog.Sample("SAMN100", "title"), await _catalog.Sample("SRX100", "title")));

        Task<string> Of(string field) => _catalog.Sample("GSM1", field);
    }

    [Fact]
    public async Task PeopleWhoSubmitted_AreNotPublished()
    {
        _catalog.Import(_catalog.Write("GSE1_family.soft", Family));
        using var catalog = _catalog.Open();
        var series = (await catalog.FindExperimentAsync("GSE1", Cancel))!;
        Assert.DoesNotContain(series.Fields.Names.SelectMany(name => series.Fields[name]), value => value.Contains("Example", StringComparison.Ordinal) && value != "University of Examples" || value.Contains('@'));
        Assert.DoesNotContain((await catalog.FindSampleAsync("GSM1", Cancel))!.Fields.Names, name => name.Contains("contact", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("untreated", "characteristics_ch1", "untreated")]
    [InlineData("see http://example.org", "characteristics_ch1", "see http://example.org")]
    [InlineData("12: 13", "characteristics_ch1", "12: 13")]
    [InlineData("Genotype = a (mat: b)", "characteristics_ch1", "Genotype = a (mat: b)")]
    [InlineData("status: dead", "characteristics_status", "dead")]
    [InlineData("organism: virus", "characteristics_organism", "virus")]
    [InlineData("type: tumor", "characteristics_type", "tumor")]
    [InlineData("time: 10:30", "time", "10:30")]
    [InlineData("dose : 5 mg", "dose", "5 mg")]
    [InlineData("Überleben: ja", "überleben", "ja")]
    public async Task Characteristics_AreNotMixedWithWhatGeoSays(string characteristic, string field, string value)
    {
        _catalog.Import(_catalog.Write("GSM1.txt", "^SAMPLE = GSM1", "!Sample_type = RNA", "!Sample_status = Public on Jan 15 2013", "!Sample_organism_ch1 = Homo sapiens", $"!Sample_characteristics_ch1 = {characteristic}"));
        Assert.Equal((value, "RNA", "2013-01-15", "Homo sapiens"), (await _catalog.Sample("GSM1", field),
            await _catalog.Sample("GSM1", "type"), await _catalog.Sample("GSM1", "published"), await _catalog.Sample("GSM1", "organism")));
    }

    [Fact]
    public async Task Superseries_HasItsSubSeries_AndNotTheirStudy()
    {
        _catalog.Import(_catalog.Write("a.soft", "^SERIES = GSE9", "!Series_relation = SRA: https://www.ncbi.nlm.nih.gov/sra?term=SRP100", "!Series_relation = SuperSeries of: GSE1", "!Series_relation = SuperSeries of: GSE2"));
        using var catalog = _catalog.Open();
        Assert.Equal(["GSE1", "GSE2"], (await catalog.FindExperimentAsync("GSE9", Cancel))!.Fields["subseries"]);
        Assert.Null(await catalog.FindExperimentAsync("SRP100", Cancel));
    }

    [Fact]
    public async Task NamesThatAreNoAccessions_AreThoseOfTheFile()
    {
        string[] lines = ["^SAMPLE = control 1", "!Sample_title = control", "^SERIES = My cells", "!Series_sample_id =  control 1\t"];
        var report = _catalog.Import(new ImportRequest([_catalog.Write("first.soft", lines), _catalog.Write("second.soft", lines)]));
        Assert.Equal((2L, 2L, 2L), (report.Experiments, report.Samples, report.Memberships));
        Assert.Equal("control", await _catalog.Sample("first:control 1", "title"));
    }

    [Fact]
    public async Task SeriesAndSamples_MeetTheirStudyAndRunsInSra()
    {
        var runs = _catalog.Write("SraRunTable.txt", "Run,BioSample,Experiment,SRA Study,tissue", "SRR1,SAMN100,SRX100,SRP100,liver", "SRR2,SAMN100,SRX101,SRP100,liver");
        var report = _catalog.Import(new ImportRequest([_catalog.Write("GSE1_family.soft", Family), runs]));
        Assert.Equal((2L, 2L, 3L), (report.Experiments, report.Samples, report.Memberships));
        foreach (var accession in new[] { "GSM1", "SAMN100", "SRX101", "SRR1", "SRR2" })
            Assert.Equal("liver 1", await _catalog.Sample(accession, "title"));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    [InlineData("\n\n")]
    public async Task LinesEndAsTheyLike(string end)
    {
        File.WriteAllText(_catalog.PathOf("x.txt"), "\n  " + string.Join(end, Family));
        Assert.Equal(2, _catalog.Import(_catalog.PathOf("x.txt")).Samples);
        Assert.Equal("liver 1", await _catalog.Sample("GSM1", "title"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("latin1")]
    public async Task AnyEncoding(string encoding)
    {
        File.WriteAllText(_catalog.PathOf("x.soft"), "^SAMPLE = GSM1\n!Sample_title = 5 µL Überstand\n", Encoding.GetEncoding(encoding));
        _catalog.Import(_catalog.PathOf("x.soft"));
        Assert.Equal("5 µL Überstand", await _catalog.Sample("GSM1", "title"));
    }

    [Fact]
    public async Task TextThatGoesOnInTheNextLine_IsKept()
    {
        _catalog.Import(_catalog.Write("x.soft", "^sample = GSM1", "!sample_description = one", "two", "#ID_REF = ", "3\t4"));
        Assert.Equal("one|two", await _catalog.Sample("GSM1", "description"));
    }

    [Fact]
    public void WhatIsNoSoftAnyMore_IsRefused()
    {
        var path = _catalog.Write("x.soft", ["^SAMPLE = GSM1", "!Sample_description = one", .. Enumerable.Range(0, 2000).Select(i => $"{i}\t{i}")]);
        Assert.Contains("line 1002: 1000 lines that begin with none of ^ ! #", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutOffInATable_IsSaid_AndWhatWasReadIsKept()
    {
        var path = _catalog.Write("x.soft", Family[..^1]);
        Assert.Contains($"line {Family.Length - 3}: the table that begins here has no end", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((1L, 1L, 1L), (report.Refused, report.SamplesRead, report.ExperimentsRead));
    }

    [Fact]
    public async Task CutOffInAGzip_TheSampleThatIsHalfReadIsNotTaken()
    {
        var path = _catalog.WriteGzip("x.soft.gz", [.. Enumerable.Range(0, 3000).SelectMany(i => new[] { $"^SAMPLE = GSM{i}", $"!Sample_title = {Guid.NewGuid()}", $"!Sample_description = end {i}" })]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20_000]);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Contains("damaged or cut off", Assert.Single(report.Refusals).Reason, StringComparison.Ordinal);
        Assert.InRange(report.SamplesRead, 100, 2999);
        var last = report.SamplesRead - 1;
        Assert.Equal($"end {last}", await _catalog.Sample($"GSM{last}", "description"));
        Assert.Equal(report.Samples, report.SamplesRead);
    }

    [Theory]
    [InlineData("^DATASET = GDS1", "line 1: GDS1 is a GEO DataSet")]
    [InlineData("^dataset = GDS1", "line 1: GDS1 is a GEO DataSet")]
    [InlineData("^PLATFORM = GPL1", "no ^SERIES and no ^SAMPLE in it")]
    [InlineData("^SAMPLE = ", "line 1: no accession")]
    public void WithoutSeriesAndSample_ItIsRefused(string line, string reason)
    {
        var path = _catalog.Write("x.soft", line);
        Assert.Contains(reason, Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}

/// <summary>What the whole process holds, so nothing else may run beside it.</summary>
[Collection(nameof(ImportMemoryTests))]
public sealed class SoftMemoryTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    [Fact]
    public void Tables_AreNotHeld()
    {
        var path = _catalog.PathOf("x.soft");
        var row = string.Join('\t', Enumerable.Range(0, 100).Select(i => $"{i}.0123456789"));
        using (var file = File.CreateText(path))
            for (var i = 0; i < 6000; i++)
            {
                file.Write($"^SAMPLE = GSM{i}\n!Sample_title = sample {i}\n!Sample_series_id = GSE1\n!sample_table_begin\n");
                for (var j = 0; j < 8; j++)
                    file.Write(row + "\n");
                file.Write("!sample_table_end\n");
            }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        using var import = new Importer(_catalog.Files, new ImportOptions()).Prepare(new ImportRequest([path]),
            new Watch(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true))), TestContext.Current.CancellationToken);
        Assert.Equal((6000L, 1L), (import.Report.Samples, import.Report.Experiments));
        Assert.True(most > 0, "Nothing was reported.");
        Assert.True(most - before < new FileInfo(path).Length / 8, $"{most - before:N0} bytes more were held.");
    }

    public void Dispose() => _catalog.Dispose();

    private sealed class Watch(Action look) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => look();
    }
}
