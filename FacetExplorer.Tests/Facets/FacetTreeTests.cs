using System.Text;
using FacetExplorer.Facets;
using Microsoft.Extensions.Configuration;

namespace FacetExplorer.Tests.Facets;

public sealed class FacetTreeTests
{
    [Theory]
    [InlineData("Body/Liver/Lobe", "/", "Body/Liver|Body")]
    [InlineData("Body", "/", "")]
    [InlineData("/Body", "/", "")]
    [InlineData("Body/", "/", "Body")]
    [InlineData("Body / Liver // Lobe", "/", "Body / Liver|Body")]
    [InlineData("A > B > C", " > ", "A > B|A")]
    [InlineData("A;B;", ";", "A;B|A")]
    public void Above_a_path_lies_what_stands_before_its_separators(string value, string separator, string above) =>
        Assert.Equal(above, string.Join('|', new PathTree(separator).AncestorsOf(value)));

    [Theory]
    [InlineData("Body", "Body/Liver", "Liver")]
    [InlineData("Body", "Body / Liver/Lobe", "Liver/Lobe")]
    [InlineData("Body", "Body/", "Body/")]
    public void A_path_below_another_is_called_by_the_rest_of_it(string parent, string value, string name) => Assert.Equal(name, new PathTree("/").NameBelow(parent, value));

    [Fact]
    public void A_table_gives_a_value_all_its_parents_nearest_first()
    {
        var mistakes = new List<string>();
        var table = ParentTable.Read(["# an ontology", "lobe\tliver", " liver \torgan", "liver\tgland", "", "gland\torgan", "lobe\tliver", "cafe\u0301\tplace"], mistakes);

        Assert.Empty(mistakes);
        Assert.Equal(["liver", "organ", "gland"], table.AncestorsOf("lobe"));
        Assert.Equal(["place"], table.AncestorsOf("caf\u00e9"));
        Assert.Empty(table.AncestorsOf("organ")); // a parent without a line is a root
        Assert.Empty(table.AncestorsOf("unheard of"));
    }

    [Fact]
    public void Lines_of_another_form_and_values_above_themselves_are_refused_with_their_line()
    {
        var mistakes = new List<string>();
        ParentTable.Read(["liver\torgan", "liver", "a\tb\tc", "x\t ", "d\te", "e\tf", "f\td", "below\td"], mistakes);

        Assert.Equal(["line 2", "line 3", "line 4", "line 7"], mistakes.Select(m => m.Split(':')[0]));
        Assert.Equal("line 7: 'd' would lie above itself: d below e below f below d", mistakes[^1]);
        var itself = new List<string>();
        ParentTable.Read(["a\ta"], itself);
        Assert.StartsWith("line 1: 'a' would lie above itself", Assert.Single(itself), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_of_parents_is_no_trouble()
    {
        var mistakes = new List<string>();
        var table = ParentTable.Read(Enumerable.Range(0, 20_000).Select(i => $"v{i}\tv{i + 1}"), mistakes);

        Assert.Empty(mistakes);
        Assert.Equal(20_000, table.AncestorsOf("v0").Count);
    }

    [Fact]
    public void Every_mistake_names_its_key_file_and_line()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "a\tb\nb\ta\n");
        var errors = new List<string>();
        FacetRegistry.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""
            { "Facets": {
              "cycle": { "Level": "sample", "Kind": "tree", "Parents": "{{file}}" },
              "neither": { "Level": "sample", "Kind": "tree" },
              "both": { "Level": "sample", "Kind": "tree", "Parents": "{{file}}", "Separator": "/" },
              "nowhere": { "Level": "sample", "Kind": "tree", "Parents": "/no/such/file" },
              "terms": { "Level": "sample", "Separator": "/" }
            } }
            """))).Build(), errors);
        File.Delete(file);

        Assert.Contains(errors, e => e.StartsWith($"Facets:cycle:Parents: {file}, line 2: ", StringComparison.Ordinal));
        Assert.Equal(
            ["Facets:both:Separator", "Facets:cycle:Parents", "Facets:neither:Separator", "Facets:nowhere:Parents", "Facets:terms:Separator"],
            errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }
}
