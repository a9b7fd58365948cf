using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import.MageTab;

public sealed class MageTabReaderTests : IDisposable
{
    internal static readonly string[] Idf =
    [
        "Comment[ArrayExpressAccession]\tE-TEST-1",
        "MAGE-TAB Version\t1.1\t\t",
        "Investigation Title\tIslets of donors",
        "Experiment Description\t\"Islets, \"\"cultured\"\".\"",
        "Comment[AEExperimentType]\ttranscription profiling by array",
        "Comment[SecondaryAccession]\tERP1",
        "Public Release Date\t2014-10-31",
        "Person Last Name\tExample",
        "Person Email\tada@example.org",
        "Person Affiliation\tUniversity of Examples",
        "PubMed ID\t1\t2",
        "Protocol Description\tfirst\tsecond",
        "Protocol Term Source REF\tEFO\tEFO",
        "SDRF File\tislets.sdrf.txt",
    ];

    internal static readonly string[] Sdrf =
    [
        "Source Name\tCharacteristics [organism]\tTerm Source REF\tcharacteristics[Organism Part]\tCharacteristics[age]\tUnit [time unit]\tComment[BioSD_SAMPLE]\tComment[ENA_RUN]\tProtocol REF\tProtocol REF\tPerformer\tAssay Name\tComment[instrument]\tcomment[modification parameters]\tcomment[modification parameters].1\tFactor Value[treatment]",
        "donor A\thomo sapiens\tNCBI\tIslet\t54\tyear\tSAMEA1\tERR1\tP-1\tP-2\tAda Example\trun 1\tAC=MS:1001911;NT=Q Exactive\tNT=Oxidation;MT=Variable\tNT=Acetyl;MT=Fixed\tnone",
        "donor B\tHomo sapiens\tNCBI\tislet\tnot available\tyear\tSAMEA2\tERR3\tP-1\t\t\trun 3\tQ Exactive\t\t\tglucose",
        "donor A\tHomo sapiens\tNCBI\tislet\t54\tyear\tSAMEA1\tERR2\tP-1\tP-2\t\trun 2\tNT=Q Exactive; AC=MS:1001911\t\t\tglucose",
    ];

    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<string> Of(string field) => _catalog.Sample("E-TEST-1:donor A", field);

    [Theory]
    [InlineData("islets.idf.txt")]
    [InlineData("E-TEST-1.idf.tsv")]
    public async Task Sdrf_IsJoinedWithTheIdfBesideIt(string idf)
    {
        _catalog.Write(idf, Idf);
        var sdrf = _catalog.Write("islets.sdrf.txt", Sdrf);
        var report = _catalog.Import(sdrf);
        Assert.Equal([_catalog.PathOf(idf)], SourceFormats.Resolve(sdrf, SourceFormats.Auto)[0].Reader.FilesBeside(sdrf));
        Assert.Equal((1L, 2L, 2L, 0L), (report.Experiments, report.Samples, report.Memberships, report.Refused));
        using var catalog = _catalog.Open();
        var experiment = (await catalog.FindExperimentAsync("ERP1", Cancel))!;
        Assert.Equal("E-TEST-1", experiment.Accession);
        Assert.Equal(["Islets of donors", "Islets, \"cultured\".", "Microarray", "2014-10-31", "1", "2", "true", "University of Examples", "first", "second"],
            new[] { "title", "description", "technology", "published", "pubmed_id", "has_publication", "submitter_institution", "protocol_description" }.SelectMany(field => experiment.Fields[field]));
        Assert.DoesNotContain(experiment.Fields.Names, name => name.Contains("person", StringComparison.Ordinal) || name.Contains("term", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RowsOfOneSource_AreOneSample()
    {
        _catalog.Write("islets.idf.txt", Idf);
        _catalog.Import(_catalog.Write("islets.sdrf.txt", Sdrf));
        Assert.Equal(("donor A", "Homo sapiens", "Islet", "54 year", "54", "run 1|run 2", "P-1|P-2", "Q Exactive", "NT=Oxidation;MT=Variable|NT=Acetyl;MT=Fixed"),
            (await Of("title"), await Of("organism"), await Of("tissue"), await Of("age"), await Of("age_years"), await Of("assay_name"), await Of("protocol_ref"), await Of("platform"), await Of("modification_parameters")));
        Assert.Equal(("", "", ""), (await Of("term_source_ref"), await Of("performer"), await _catalog.Sample("E-TEST-1:donor B", "age")));
        foreach (var alternate in new[] { "SAMEA1", "ERR1", "ERR2" })
            Assert.Equal("donor A", await _catalog.Sample(alternate, "title"));
    }

    [Fact]
    public async Task WithoutIdf_TheExperimentIsCalledLikeTheFile_AndSamplesAreItsOwn()
    {
        var first = _catalog.Write("first.sdrf.tsv", "source name\tcharacteristics[sex]\tassay name\tTechnology Type", "Sample 1\tF\trun 1\tproteomic profiling by mass spectrometry", "GSM77 1\tM\trun 2\tproteomic profiling by mass spectrometry");
        var second = _catalog.Write("sdrf-second.tsv", "source name\tcharacteristics[sex]\tassay name", "Sample 1\tM\trun 1");
        var report = _catalog.Import(new ImportRequest([first, second]));
        Assert.Equal((2L, 3L, 3L), (report.Experiments, report.Samples, report.Memberships));
        Assert.Equal(("Female", "Male", "Male"), (await _catalog.Sample("first:Sample 1", "sex"), await _catalog.Sample("sdrf-second:Sample 1", "sex"), await _catalog.Sample("GSM77", "sex")));
        using var catalog = _catalog.Open();
        Assert.Equal(["Proteomic profiling by mass spectrometry"], (await catalog.FindExperimentAsync("first", Cancel))!.Fields["technology"]);
    }

    [Fact]
    public async Task IdfAlone_IsAnExperiment()
    {
        var report = _catalog.Import(_catalog.Write("islets.idf.txt", Idf));
        Assert.Equal((1L, 0L), (report.Experiments, report.Samples));
        using var catalog = _catalog.Open();
        Assert.NotNull(await catalog.FindExperimentAsync("E-TEST-1", Cancel));
    }

    [Fact]
    public void TemplateWithoutRows_IsAnExperimentWithoutSamples()
    {
        var report = _catalog.Import(_catalog.Write("sdrf-default.tsv", "source name\tcharacteristics[organism]\tassay name"));
        Assert.Equal((1L, 0L), (report.Experiments, report.Samples));
    }

    [Fact]
    public async Task EndsOfLines_AndQuotes_AreReadAsTheyCome()
    {
        File.WriteAllText(_catalog.PathOf("x.sdrf.txt"), "\r\r\nSource Name\tCharacteristics[note]\tAssay Name\rone\t\"two\nlines\tand a tab\"\ta1\r\n\"two\"\t\"5'\" is a quote\ta2\n");
        var report = _catalog.Import(_catalog.PathOf("x.sdrf.txt"));
        Assert.Equal((2L, 0L), (report.Samples, report.Refused));
        Assert.Equal(("two\nlines\tand a tab", "\"5'\" is a quote", "a2"), (await _catalog.Sample("x:one", "note"), await _catalog.Sample("x:two", "note"), await _catalog.Sample("x:two", "assay_name")));
    }

    [Theory]
    [InlineData("\tF\trun 1", "line 2: a row without Source Name")]
    [InlineData("one\tF\trun 1\tmore", "line 2: a row of 4 cells under 3 columns")]
    [InlineData("one\tF\trun 1\ntwo\tF", "line 3: the last row has 2 cells where all others have 3 or more: the file is cut off")]
    [InlineData("one\tF\t\"run 1", "line 2: the row that begins here has a cell whose quotes are not closed")]
    public void WhatCannotBeTaken_IsRefusedWithItsLine(string rows, string reason)
    {
        var path = _catalog.Write("x.sdrf.txt", "Source Name\tCharacteristics[sex]\tAssay Name", rows);
        Assert.Contains(reason, Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((1L, 1L), (report.Refused, report.ExperimentsRead));
    }

    [Fact]
    public void IsaTab_IsNotTakenForIt()
    {
        var study = _catalog.Write("s_study.txt", "\"Source Name\"\t\"Characteristics[organism]\"\t\"Protocol REF\"\t\"Sample Name\"", "\"a\"\t\"b\"\t\"c\"\t\"d\"");
        var investigation = _catalog.Write("i_investigation.txt", "ONTOLOGY SOURCE REFERENCE", "INVESTIGATION", "Investigation Title\t\"a\"", "Investigation Public Release Date\t\"b\"");
        foreach (var path in new[] { study, investigation })
            Assert.Contains("format", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IdfThatCannotBeRead_IsNamed()
    {
        _catalog.Write("x.idf.txt", "\"unclosed");
        var path = _catalog.Write("x.sdrf.txt", Sdrf);
        Assert.Contains("x.idf.txt cannot be read", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}
