using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

public sealed class VocabularyTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    [Theory]
    [InlineData("Organism", "HOMO_SAPIENS", "organism", "Homo sapiens")]
    [InlineData("scientific_name", "homo sapiens", "organism", "Homo sapiens")]
    [InlineData("TaxID", "9606", "organism", "Homo sapiens")]
    [InlineData("species", "Bacillus subtilis subsp. subtilis str. 168", "organism", "Bacillus subtilis subsp. subtilis str. 168")]
    [InlineData("Gender", "M", "sex", "Male")]
    [InlineData("sex", " FEMALE ", "sex", "Female")]
    [InlineData("platform", "Affymetrix Human Genome U133 Plus 2.0 Array (hgu133plus2)", "platform", "Affymetrix Human Genome U133 Plus 2.0 Array")]
    [InlineData("platform", "[HG-U133_Plus_2] Affymetrix Human Genome U133 Plus 2.0 Array", "platform", "Affymetrix Human Genome U133 Plus 2.0 Array")]
    [InlineData("tissue", "LIVER", "tissue", "Liver")]
    [InlineData("tissue", "left   lobe", "tissue", "Left lobe")]
    [InlineData("disease", "AML", "disease", "AML")]
    [InlineData("disease", "alzheimer's disease", "disease", "Alzheimer's disease")]
    [InlineData("cell line", "HeLa", "cell_line", "HeLa")]
    [InlineData("Library_Strategy", "RNA-Seq", "technology", "RNA-Seq")]
    [InlineData("age", "56 years", "age_years", "56")]
    [InlineData("age", "18 months", "age_years", "1.5")]
    [InlineData("age", "104 weeks", "age_years", "1.99")]
    [InlineData("age", "730 days", "age_years", "2")]
    [InlineData("Age (years)", "56", "age_years", "56")]
    [InlineData("ReleaseDate", "2014-05-20 10:22:11", "published", "2014-05-20")]
    [InlineData("ReleaseDate", "2014-05", "published", "2014-05")]
    [InlineData("status", "Public on Dec 11 2015", "published", "2015-12-11")]
    public void Column_GivesTheCommonField(string column, string text, string field, string value) => Assert.Equal([value], Built(column, text)[field]);

    [Theory]
    [InlineData("age", "56", "age_years")] // weeks, perhaps
    [InlineData("ReleaseDate", "05/06/2014", "published")] // in May or in June
    [InlineData("sex", "not applicable", "sex")]
    [InlineData("tissue", "--", "tissue")]
    [InlineData("disease", "NA", "disease")]
    public void Text_ThatSaysNothingForSureGivesNone(string column, string text, string field) => Assert.Empty(Built(column, text)[field]);

    [Theory]
    [InlineData("Organism", "HOMO_SAPIENS", "organism_original")]
    [InlineData("scientific_name", "HOMO_SAPIENS", "scientific_name")]
    [InlineData("ReleaseDate", "05/06/2014", "release_date")]
    [InlineData("disease", "NA", "disease_original")]
    [InlineData("Assay Type", "ChIP-Seq, ATAC", "technology")]
    [InlineData("DATASTORE.filetype", "fastq", "datastore_filetype")]
    public void WhatWasWritten_StaysBeside(string column, string text, string field) => Assert.Equal([text], Built(column, text)[field]);

    [Fact]
    public void TheBestColumn_GivesTheField_AndTheOthersStay()
    {
        var fields = Built(("platform", "ILLUMINA"), ("Instrument", "Illumina HiSeq 2500"));
        Assert.Equal(["Illumina HiSeq 2500"], fields["platform"]);
        Assert.Equal(["ILLUMINA"], fields["platform_original"]);
    }

    [Fact]
    public void Operators_AddColumnsSpellingsAndWords()
    {
        var own = _catalog.Write("own.json", """{ "missing": ["keine Angabe"], "fields": { "tissue": { "columns": ["Gewebe"], "values": { "Liver": ["Leber"] } }, "ward": { "columns": ["Station"] } } }""");
        var vocabulary = Vocabulary.Load(own);
        Fields Read(string column, string text) => Fields.Parse(new RecordBuilder(vocabulary).Add(column, text).Build(Level.Sample, "S1", 1).Fields);
        Assert.Equal(["Liver"], Read("Gewebe", "leber")["tissue"]);
        Assert.Equal(["3b"], Read("station", "3b")["ward"]);
        Assert.Empty(Read("tissue", "KEINE ANGABE")["tissue"]);
        Assert.Equal(["Homo sapiens"], Read("organism", "human")["organism"]);

        File.WriteAllText(own, """{ "fields": { "tissue": { "form": "shout" } } }""");
        Assert.Contains("form \"shout\"", Assert.Throws<ImportException>(() => Vocabulary.Load(own)).Message, StringComparison.Ordinal);
        File.WriteAllText(own, """{ "fields": { "tissue": { "form": "sentence", "type": "date" } } }""");
        Assert.Contains("a field has one of both", Assert.Throws<ImportException>(() => Vocabulary.Load(own)).Message, StringComparison.Ordinal);
        File.WriteAllText(own, "null");
        Assert.Contains($"{own} cannot be read: It is null.", Assert.Throws<ImportException>(() => Vocabulary.Load(own)).Message, StringComparison.Ordinal);
        File.WriteAllText(own, """{ "fieds": {} }""");
        Assert.Contains("fieds", Assert.Throws<ImportException>(() => Vocabulary.Load(own)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<ImportException>(() => Vocabulary.Load(_catalog.PathOf("none.json"))).Message, StringComparison.Ordinal);
    }

    private static Fields Built(string column, string text) => Built((column, text));

    private static Fields Built(params (string Column, string Text)[] cells)
    {
        var record = new RecordBuilder(Vocabulary.Load());
        foreach (var (column, text) in cells)
            record.Add(column, text);
        return Fields.Parse(record.Build(Level.Sample, "S1", 1).Fields);
    }

    public void Dispose() => _catalog.Dispose();
}
