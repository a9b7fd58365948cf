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
}
