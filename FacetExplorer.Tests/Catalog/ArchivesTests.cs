using FacetExplorer.Catalog;
using Microsoft.Extensions.Configuration;

namespace FacetExplorer.Tests.Catalog;

public sealed class ArchivesTests
{
    private static readonly Archives Shipped = Read(new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")), []);

    [Theory]
    [InlineData("GSE1133", "GEO", "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE1133")]
    [InlineData("GSM918580", "GEO", "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSM918580")]
    [InlineData("SRP127409", "SRA", "https://www.ncbi.nlm.nih.gov/sra/?term=SRP127409")]
    [InlineData("DRX000748", "SRA", "https://www.ncbi.nlm.nih.gov/sra/?term=DRX000748")]
    [InlineData("ERP000016", "ENA", "https://www.ebi.ac.uk/ena/browser/view/ERP000016")]
    [InlineData("E-MEXP-1635", "ArrayExpress", "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/E-MEXP-1635")]
    [InlineData("E-GEOD-39842-GSM980279", "refine.bio", "https://www.refine.bio/search?search=E-GEOD-39842-GSM980279")]
    public void Shipped_patterns_know_the_large_archives(string accession, string archive, string url) =>
        Assert.Equal(new ArchiveLink(archive, url), Shipped.Find(accession));

    [Theory]
    [InlineData("DEMO-E0042x")]
    [InlineData("xGSE1133")]
    [InlineData("0.1_12hr_CSV86")]
    [InlineData("GSE1133\n")]
    public void Other_accessions_have_no_archive(string accession) => Assert.Null(Shipped.Find(accession));

    [Fact]
    public void Invented_accessions_have_no_archive() => Assert.Null(Shipped.Find("DEMO-E0042"));

    [Fact]
    public void The_accession_is_escaped()
    {
        var archives = Read(new ConfigurationBuilder().AddInMemoryCollection(
            [new("Archives:lab:Pattern", ".*"), new("Archives:lab:Url", "https://lab.example/?a={accession}")]), []);
        Assert.Equal("https://lab.example/?a=a%26b%20%2B", archives.Find("a&b +")!.Url);
    }

    [Fact]
    public void Every_mistake_names_its_key()
    {
        var errors = new List<string>();
        Read(new ConfigurationBuilder().AddInMemoryCollection(
            [new("Archives:a:Pattern", "("), new("Archives:a:Url", "javascript:{accession}"), new("Archives:b:Colour", "red")]), errors);

        foreach (var key in (string[])["Archives:a:Pattern", "Archives:a:Url", "Archives:b:Colour", "Archives:b:Pattern", "Archives:b:Url"])
            Assert.Single(errors, e => e.StartsWith($"{key}: ", StringComparison.Ordinal));
    }

    private static Archives Read(IConfigurationBuilder configuration, List<string> errors) => Archives.Read(configuration.Build(), errors);
}
