using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Components.Records;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Components;

[VisitorWithoutWishes]
public sealed class WordsTests
{
    [Theory]
    [InlineData(0, 10, "0%")]
    [InlineData(1, 1000, "<1%")]
    [InlineData(10, 100, "10%")]
    [InlineData(999, 1000, ">99%")]
    [InlineData(10, 10, "100%")]
    public void A_share_is_never_rounded_to_none_or_all(long part, long of, string text) => Assert.Equal(text, Words.Percent(part, of));

    [Fact]
    public void Nouns_are_those_of_the_configuration()
    {
        var words = new Words(new Nouns { Experiment = "study", Experiments = "studies" });

        Assert.Equal("1 unique sample in 1 study", words.UniqueSamplesIn(new Count(1), 1));
        Assert.Equal("≈1 unique samples in 1,091 studies", words.UniqueSamplesIn(new Count(1, Exact: false, 0.1), 1091));
    }

    [Theory]
    [InlineData("GSE1")]
    [InlineData("A:1+2 (x)/y%2F")]
    [InlineData("100% #1?a=b&c")]
    [InlineData("Größe Ψ")]
    public void An_accession_comes_back_from_its_link(string accession)
    {
        Assert.Equal(accession, Links.AccessionIn("http://host/base/" + Links.Experiment(accession, SearchRequest.All with { Page = 2 }), Links.ExperimentRoute));
        Assert.Equal(accession, Links.AccessionIn("/" + Links.Sample(accession), Links.SampleRoute));
    }

    [Fact]
    public void Fields_are_grouped_by_what_they_are_about_attributes_after_the_description()
    {
        var fields = Fields.Parse("""{"pubmed_id": "1", "title": "t", "cell_line": "HeLa", "description": "d", "source_url": "u", "sex": "male"}""");

        Assert.Equal(["About: description", "Attributes: cell_line, sex", "Publication: pubmed_id", "Where else it is: source_url"],
            FieldGroups.Of(fields).Select(group => $"{group.Name}: {string.Join(", ", group.Fields)}"));
    }
}
