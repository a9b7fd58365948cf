namespace FacetExplorer.Tests.Engines;

/// <summary>Texts that mean something to a search engine's own syntax, or too much.</summary>
public abstract partial class EngineContract
{
    public static TheoryData<string> HostileTexts =>
    [
        "title:mouse", "mouse OR liver", "NOT mouse", "mouse NEAR liver", "NEAR(mouse liver, 5)", "mouse* *", "^mouse", "{mouse liver}", "(mouse", "mouse)", "mouse^2",
        "mouse + liver", "\"", "\"\"", "\"mouse\"*", "'; DROP TABLE text; --", "mouse~", "/m.*e/", "mouse\0liver", "\0", "\u0001", "\uE000", "\uE000 mouse", "-", "--", "-*",
        "\\", "mouse\\", "%", "_", "ＭＯＵＳＥ", "mou\u0301se", "\u0301", "𐐀", "rowid:1", "text MATCH mouse", "@match", "$0", "0 OR 1",
        string.Join(' ', Enumerable.Range(0, 330).Select(i => (char)('a' + i % 26) + (i / 26).ToString("x", null))),
        string.Join(' ', Enumerable.Range(0, 240).Select(i => "-" + (char)('a' + i % 26) + (i / 26).ToString("x", null))),
        string.Join('-', Enumerable.Repeat('x', 500)),
        string.Join(' ', Enumerable.Range(0, 250).Select(i => (char)('a' + i % 26) + (i / 26).ToString("x", null) + "*")),
        "mouse " + new string('(', 900),
        new string('m', 999) + "*",
        string.Concat(Enumerable.Repeat("\"mouse\"", 140)),
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task HostileText_IsOnlyText(string text)
    {
        var plain = new PlainCatalog(
        [
            """{"accession": "E1", "title": "Mouse liver", "sample_accession_codes": ["s1"]}""",
            """{"accession": "E2", "title": "title: OR, not NEAR 5 match; drop table text", "sample_accession_codes": ["s1", "s2"]}""",
            """{"accession": "E3", "title": "M\u00f3use*"}""",
            $$"""{"accession": "E4", "title": "{{string.Join('-', Enumerable.Repeat('x', 500))}} rowid 1 or 0"}""",
        ], [], [Organism]);
        await using var catalog = await OpenAsync(plain);
        var query = $"q={Uri.EscapeDataString(text)}&sort=accession";
        Assert.Equal(new Oracle(plain).Ask(query).ToString(), (await catalog.AskAsync(query)).ToString());
    }

    [Fact]
    public async Task ConcurrentSearches_AnswerAsAlone()
    {
        var random = new Random(11);
        var plain = RandomCatalog.Make(random);
        var pool = RandomQuery.Pool.Of(plain);
        await using var catalog = await OpenAsync(plain);
        var queries = Enumerable.Range(0, 40).Select(_ => RandomQuery.Make(random, plain, pool)).ToList();
        var alone = new List<string>();
        foreach (var query in queries)
            alone.Add((await catalog.AskAsync(query)).ToString());
        var together = await Task.WhenAll(queries.Concat(queries).Select(query => Task.Run(() => catalog.AskAsync(query))));
        Assert.Equal(alone.Concat(alone), together.Select(a => a.ToString()));
    }
}
