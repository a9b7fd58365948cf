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
    [InlineData("pubmed_id", "12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/")]
    [InlineData("pubmed_id", "PMID: 123", "https://pubmed.ncbi.nlm.nih.gov/123/")]
    [InlineData("publication_doi", "10.1093/nar/gkz935", "https://doi.org/10.1093%2Fnar%2Fgkz935")]
    [InlineData("doi", "https://doi.org/10.1002/(SICI)1;2-3", "https://doi.org/10.1002%2F%28SICI%291%3B2-3")]
    [InlineData("pubmed_id", "none", null)]
    [InlineData("doi", "10.1/x y", null)]
    [InlineData("tissue", "12345678", null)]
    [InlineData("pubmed_id", "GSE1133", null)]
    public void Values_of_fields_lead_to_publications(string field, string value, string? url) => Assert.Equal(url, Shipped.FindIn(field, value)?.Url);

    [Theory]
    [InlineData("12345678")]
    [InlineData("DEMO-E0042x")]
    [InlineData("xGSE1133")]
    [InlineData("0.1_12hr_CSV86")]
    [InlineData("GSE1133\n")]
    public void Other_accessions_have_no_archive(string accession) => Assert.Null(Shipped.Find(accession));

    [Theory]
    [InlineData("SRR1039508", true)]
    [InlineData("ERR1000001", true)]
    [InlineData("DRR000001", true)]
    [InlineData("SRX384345", false)]
    [InlineData("SRR1039508.1", false)]
    [InlineData("GSM918580", false)]
    public void Runs_are_known_by_their_accessions(string accession, bool isRun) => Assert.Equal(isRun, Shipped.IsRun(accession));

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
            [new("Archives:a:Pattern", "("), new("Archives:a:Url", "javascript:{accession}"), new("Archives:a:Runs", "["), new("Archives:b:Colour", "red"), new("Archives:b:Order", "first")]), errors);

        foreach (var key in (string[])["Archives:a:Pattern", "Archives:a:Url", "Archives:a:Runs", "Archives:b:Colour", "Archives:b:Order", "Archives:b:Pattern", "Archives:b:Url"])
            Assert.Single(errors, e => e.StartsWith($"{key}: ", StringComparison.Ordinal));
    }

    private static Archives Read(IConfigurationBuilder configuration, List<string> errors) => Archives.Read(configuration.Build(), errors);
}
