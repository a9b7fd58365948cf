using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Components.Cite;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Components;

public sealed partial class ReferenceTests : PageTest
{
    private const string Odd = "50% of \"A_1\" & {B} ~ C^2 \\ $3 #4\nTY  - fake\r\nÉlan 日本 }";

    private static readonly Reference Strange = new("GSE 1/ü", Odd, ["Smith J", "Group of A and B {x}"], "2014-05", "https://x.org/experiments/GSE%201?a=1&b_c", Odd)
    { Doi = "10.1/a_b", PubMed = "123", Seen = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero) };

    [Fact]
    public void A_bibtex_entry_keeps_its_braces_even_and_odd_characters_readable() => Assert.Equal(
        """
        @misc{GSE-1,
          title = {{50\% of "A\_1" \& \textbraceleft{}B\textbraceright{} \textasciitilde{} C\textasciicircum{}2 \textbackslash{} \$3 \#4 TY - fake Élan 日本 \textbraceright{}}},
          author = {Smith J and {Group of A and B \textbraceleft{}x\textbraceright{}}},
          year = {2014},
          doi = {10.1/a\_b},
          pmid = {123},
          url = {https://x.org/experiments/GSE%201?a=1&b_c},
          urldate = {2026-11-23},
          note = {50\% of "A\_1" \& \textbraceleft{}B\textbraceright{} \textasciitilde{} C\textasciicircum{}2 \textbackslash{} \$3 \#4 TY - fake Élan 日本 \textbraceright{}}
        }

        """, Strange.ToBibTex());

    [Fact]
    public void A_ris_record_has_one_line_a_tag_whatever_the_text() => Assert.Equal(
        [
            "TY  - DATA", "ID  - GSE-1", "TI  - 50% of \"A_1\" & {B} ~ C^2 \\ $3 #4 TY - fake Élan 日本 }", "AU  - Smith J", "AU  - Group of A and B {x}", "PY  - 2014", "DA  - 2014/05",
            "DO  - 10.1/a_b", "AN  - 123", "UR  - https://x.org/experiments/GSE%201?a=1&b_c", "Y2  - 2026/11/23", "N1  - 50% of \"A_1\" & {B} ~ C^2 \\ $3 #4 TY - fake Élan 日本 }", "ER  - ", "",
        ], Strange.ToRis().Split("\r\n"));

    [Fact]
    public void Random_texts_leave_every_brace_closed_and_every_line_a_tag()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => "{}\\\n\r\t%&$#_^~\"'@,= aé\u2028"[random.Next(22)])]);
            var reference = new Reference(text, text, [text, text], null, "https://x.org/", text) { Doi = text, PubMed = text };
            var depth = 0;
            foreach (var c in reference.ToBibTex())
            {
                depth += c switch { '{' => 1, '}' => -1, _ => 0 };
                Assert.True(depth >= 0, $"seed {seed}: {reference.ToBibTex()}");
            }
            Assert.True(depth == 0, $"seed {seed}: {reference.ToBibTex()}");
            Assert.All(reference.ToRis().Split("\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(RisLine(), line));
        }
    }

    [Fact]
    public void Keys_that_would_be_the_same_are_told_apart() => Assert.Equal(
        ["E-1", "E-1-2", "reference", "e-1-3"], Reference.WithKeys(((string[])["E/1", "E 1", "日本", "e 1"]).Select(key => Strange with { Key = key })).Select(r => r.Key));

    [Fact]
    public void An_experiment_is_cited_with_its_publication()
    {
        var fields = Fields.Parse("""{"title": "Liver of mice", "published": "2014-05-20", "publication_title": "On livers", "publication_doi": "10.1/x", "pubmed_id": 7, "publication_authors": ["A B", "C D"]}""");
        var reference = Reference.Of("E/1", fields, "https://x.org/", new Words(new Nouns()));
        Assert.Equal(("Liver of mice", "2014-05-20", "https://x.org/experiments/E/1", "Experiment E/1; published as: On livers", "10.1/x", "7"),
            (reference.Title, reference.Date, reference.Address, reference.Note, reference.Doi, reference.PubMed));
        Assert.Equal(["A B", "C D"], reference.Authors);
    }

    [Fact]
    public void A_search_is_cited_in_words_with_data_version_counts_and_date()
    {
        var list = AccessionList.Of(["E1", "E2"]);
        var request = Request("q=x&tissue=liver&tissue=lung&scope=experiment&page=2") with { NotListed = list };
        var citation = new Citation(request, Response(), "https://x.org/", "Liver Atlas", new Words(new Nouns()), new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
        var query = $"“x”; Tissue liver or lung; not on a list of 2 accessions ({list.Hash}); counting all samples of these experiments";
        var address = $"https://x.org/?generation=14&list.not={list.Hash}&q=x&scope=experiment&tissue=liver&tissue=lung";
        Assert.Equal($"Liver Atlas. Data version 14, 22 Nov 2026: {query}. 90 unique samples in 16 experiments. {address} (seen 23 Nov 2026).", citation.Text);
        Assert.Equal($"Samples were selected with Liver Atlas (data version 14, 22 Nov 2026) by: {query}. This gave 90 unique samples in 16 experiments, each sample accession counted once ({address}).", citation.Methods);
        Assert.StartsWith("@misc{liver-atlas-v14-20261123,\n  title = {{Liver Atlas: “x”; Tissue", citation.Reference.ToBibTex(), StringComparison.Ordinal);
        Assert.Contains("\n  author = {Liver Atlas},\n", citation.Reference.ToBibTex(), StringComparison.Ordinal);
        Assert.Contains("\r\nAU  - Liver Atlas\r\n", citation.Reference.ToRis(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]  - [^\r\n]*\z")]
    private static partial Regex RisLine();
}
