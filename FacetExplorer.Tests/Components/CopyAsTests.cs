using FacetExplorer.Components.Results;

namespace FacetExplorer.Tests.Components;

public sealed class CopyAsTests : PageTest
{
    [Fact]
    public void A_search_is_copied_as_programs_that_ask_for_it()
    {
        var programs = CopyAs.Of(Request("q=O'Neill \"x\"&tissue=liver&page=2&size=10"), "https://x.org/").ToDictionary(p => p.Name, p => p.Code);
        const string search = "https://x.org/api/experiments?page=2&q=O%27Neill%20%22x%22&size=10&tissue=liver";
        const string samples = "https://x.org/api/samples?q=O%27Neill%20%22x%22&tissue=liver&format=csv";
        Assert.Equal($"curl '{search}'\ncurl -o samples.csv '{samples}'", programs["curl"]);
        Assert.Contains($"requests.get(\"{search}\", timeout=60)", programs["Python"], StringComparison.Ordinal);
        Assert.Contains($"pd.read_csv(\"{samples}\", dtype=str", programs["Python"], StringComparison.Ordinal);
        Assert.Contains($"request(\"{search}\") |>", programs["R"], StringComparison.Ordinal);
        Assert.Contains("\"https://x.org/api/samples?format=csv\"", CopyAs.Of(Request(""), "https://x.org/").Last().Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("view=samples&cols=sex&page=3&q=x", "samples", "api/experiments?q=x", "api/samples?cols=sex&q=x&format=csv")]
    [InlineData("view=matrix&rows=tissue&cols=sex&q=x&size=50", "matrix", "api/matrix?cols=sex&q=x&rows=tissue&format=json", "api/matrix?cols=sex&q=x&rows=tissue&format=csv")]
    [InlineData("view=overlap&view.hide=contained&page=2", "overlap", "api/overlap?page=2&view.hide=contained", "api/overlap?view.hide=contained&format=csv")]
    [InlineData("view=timeline&by=sex&view.shared=earliest", "timeline", "api/timeline?by=sex&view.shared=earliest&format=json", "api/timeline?by=sex&view.shared=earliest&format=csv")]
    public void A_view_is_copied_as_programs_that_ask_for_what_it_shows(string query, string name, string search, string table)
    {
        var programs = CopyAs.Of(Request(query), "https://x.org/").ToDictionary(p => p.Name, p => p.Code);
        Assert.Equal($"curl 'https://x.org/{search}'\ncurl -o {name}.csv 'https://x.org/{table}'", programs["curl"]);
        Assert.Contains($"{name} = pd.read_csv(\"https://x.org/{table}\"", programs["Python"], StringComparison.Ordinal);
        Assert.Contains($"{name} <- readr::read_csv(\"https://x.org/{table}\"", programs["R"], StringComparison.Ordinal);
    }
}
