using System.Text;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import.Geo;

public sealed class MinimlReaderTests : IDisposable
{
    internal const string Document = """
        <?xml version="1.0" encoding="UTF-8" standalone="no"?>
        <!-- a comment -->
        <MINiML xmlns="http://www.ncbi.nlm.nih.gov/geo/info/MINiML" version="0.5.0">
          <Contributor iid="contrib1">
            <Person><First>Ada</First><Middle>B</Middle><Last>Example</Last></Person>
            <Email>ada@example.org</Email>
            <Organization>University of Examples</Organization>
            <Address><Line>1 Street</Line><City>Town</City></Address>
          </Contributor>
          <Platform iid="GPL1">
            <Title>Illumina HiSeq 2000 (Mus musculus)</Title>
            <Accession database="GEO">GPL1</Accession>
            <Organism taxid="10090">Mus musculus</Organism>
            <Data-Table><Column position="1"><Name>ID</Name></Column></Data-Table>
          </Platform>
          <Sample iid="GSM1">
            <Status database="GEO"><Submission-Date>2003-10-10</Submission-Date><Release-Date>2003-12-31</Release-Date></Status>
            <Title>liver 1</Title>
            <Accession database="GEO">GSM1</Accession>
            <Type>SRA</Type>
            <Channel-Count>2</Channel-Count>
            <Channel position="1">
              <Source>5 µL of liver</Source>
              <Organism taxid="10090">Mus musculus</Organism>
              <Characteristics tag="Tissue">
        LIVER
              </Characteristics>
              <Characteristics tag="status">dead</Characteristics>
              <Characteristics>untreated</Characteristics>
              <Molecule>total RNA</Molecule>
            </Channel>
            <Channel position="2"><Characteristics tag="tissue">whole body</Characteristics><Label/></Channel>
            <Description>
        First line
        second line
            </Description>
            <Instrument-Model><Predefined>Illumina HiSeq 2000</Predefined></Instrument-Model>
            <Platform-Ref ref="GPL1" />
            <Contact-Ref ref="contrib1" />
            <Data-Table><Internal-Data rows="1">1	2</Internal-Data></Data-Table>
            <Supplementary-Data type="unknown">
        NONE
            </Supplementary-Data>
            <Relation type="BioSample" target="https://www.ncbi.nlm.nih.gov/biosample/SAMN1" />
          </Sample>
          <Sample iid="GSM2"><Accession database="GEO">GSM2</Accession></Sample>
          <Series iid="GSE1">
            <Status database="GEO"><Release-Date>2004-01-01</Release-Date></Status>
            <Title>Livers</Title>
            <Accession database="GEO">GSE1</Accession>
            <Pubmed-ID>14668411</Pubmed-ID>
            <Type>Expression profiling by array</Type>
            <Contributor-Ref ref="contrib1" position="1" />
            <Contact-Ref ref="contrib1" />
            <Sample-Ref ref="GSM1" />
            <Sample-Ref ref="GSM2" />
            <Relation type="SubSeries of" target="GSE9" />
          </Series>
        </MINiML>
        """;

    private readonly TempCatalog _catalog = new();

    private string Write(string text, Encoding? encoding = null)
    {
        var path = _catalog.PathOf("GSE1_family.xml");
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return path;
    }

    [Fact]
    public async Task Elements_AreReadAsInSoft()
    {
        var report = _catalog.Import(Write(Document));
        Assert.Equal((1L, 2L, 2L, 0L, 0L), (report.Experiments, report.Samples, report.Memberships, report.CreatedFromListings, report.Refused));
        Assert.Equal(("liver 1", "Liver", "dead", "untreated", "2003-12-31", "Mus musculus", "Illumina HiSeq 2000", "First line second line"),
            (await Of("title"), await Of("tissue"), await Of("characteristics_status"), await Of("characteristics_ch1"), await Of("published"), await Of("organism"),
                await Of("platform"), await Of("description")));
        Assert.Equal(("whole body", "SRA", "", "University of Examples", "total RNA"),
            (await Of("tissue_ch2"), await Of("type"), await Of("supplementary_file"), await Of("submitter_institution"), await Of("molecule_ch1")));
        Assert.Equal("liver 1", await _catalog.Sample("SAMN1", "title"));
        using var catalog = _catalog.Open();
        var series = (await catalog.FindExperimentAsync("GSE1", TestContext.Current.CancellationToken))!;
        Assert.Equal(["Livers", "Microarray", "2004-01-01", "14668411", "GSE9", "University of Examples"],
            new[] { "title", "technology", "published", "pubmed_id", "superseries", "submitter_institution" }.SelectMany(field => series.Fields[field]));
        Assert.DoesNotContain(series.Fields.Names.SelectMany(name => series.Fields[name]), value => value.Contains("Ada", StringComparison.Ordinal) || value.Contains('@') || value.Contains("Street", StringComparison.Ordinal));

        Task<string> Of(string field) => _catalog.Sample("GSM1", field);
    }

    [Fact]
    public async Task BytesThatAreNotWhatTheDeclarationSays_AreRead()
    {
        _catalog.Import(Write(Document, Encoding.Latin1));
        Assert.Equal("5 µL of liver", await _catalog.Sample("GSM1", "source_name_ch1"));
        _catalog.Import(Write(Document.Replace("UTF-8", "UTF-16", StringComparison.Ordinal), Encoding.Unicode));
        Assert.Equal("5 µL of liver", await _catalog.Sample("GSM1", "source_name_ch1"));
    }

    [Theory]
    [InlineData("<Series iid=\"GSE1\">", "line 47: no well-formed XML")]
    [InlineData("<Characteristics tag=\"status\">de", "line 28: no well-formed XML")]
    public void CutOff_IsSaidWithItsLine_AndWhatWasWholeIsKept(string at, string reason)
    {
        var path = Write(Document[..(Document.IndexOf(at, StringComparison.Ordinal) + at.Length)]);
        var strict = Assert.Throws<ImportException>(() => _catalog.Import(path));
        Assert.Contains(reason, strict.Message, StringComparison.Ordinal);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((at.StartsWith("<Series", StringComparison.Ordinal) ? 2 : 0, 1L), (report.SamplesRead, report.Refused));
    }

    [Fact]
    public void DocumentTypes_AreRefused()
    {
        var path = Write("""<?xml version="1.0"?><!DOCTYPE MINiML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><MINiML><Sample iid="GSM1"><Title>&b;</Title></Sample></MINiML>""");
        Assert.Contains("DTD is prohibited", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relation")]
    [InlineData("label")]
    [InlineData("molecule")]
    [InlineData("data processing")]
    [InlineData("type")]
    [InlineData("private")]
    public async Task WhatASubmitterCallsLikeAnAttributeOfGeo_IsNotMixedWithIt(string tag)
    {
        _catalog.Import(Write($"""<MINiML><Sample iid="GSM1"><Channel><Characteristics tag="{tag}">mine</Characteristics></Channel></Sample></MINiML>"""));
        Assert.Equal(("mine", ""), (await _catalog.Sample("GSM1", "characteristics_" + tag.Replace(' ', '_')), await _catalog.Sample("GSM1", tag.Replace(' ', '_'))));
    }

    [Fact]
    public async Task WhatHasNoAttributes_IsReadWithoutThem_AndASampleWithoutAccessionIsNamed()
    {
        var path = Write("""
            <MINiML>
              <Sample iid="GSM1">
                <Channel><Organism>Mus musculus</Organism><Characteristics>untreated</Characteristics></Channel>
                <Hybridization-Protocol>overnight</Hybridization-Protocol>
                <Platform-Ref/><Contact-Ref/>
              </Sample>
              <Sample><Title>whose?</Title></Sample>
            </MINiML>
            """);
        Assert.Contains("line 7: no accession: the sample has none", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _catalog.Import(new ImportRequest([path]) { Lenient = true }).Samples);
        Assert.Equal(("Mus musculus", "untreated", "overnight", ""), (await _catalog.Sample("GSM1", "organism"), await _catalog.Sample("GSM1", "characteristics_ch1"),
            await _catalog.Sample("GSM1", "hyb_protocol"), await _catalog.Sample("GSM1", "platform")));
    }

    [Fact]
    public void AnotherDocument_IsRefused()
    {
        var request = new ImportRequest([Write("<html><body>Not found</body></html>")]) { Format = "miniml" };
        Assert.Contains("its outermost element is not MINiML", Assert.Throws<ImportException>(() => _catalog.Import(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutSeriesAndSample_ItIsRefused()
    {
        var path = Write("<MINiML><Platform iid=\"GPL1\"/></MINiML>");
        Assert.Contains("no Series and no Sample in it", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}
