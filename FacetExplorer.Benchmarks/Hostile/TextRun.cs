using System.Text;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Search;
using FacetExplorer.Tests.Engines;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>
/// Asks for every character there is, and for words with operators of many languages between them. What is found must be what a search for
/// the letters themselves finds: <see cref="OracleText"/>, the rules of text written a second time.
/// </summary>
internal sealed class TextRun : IAsyncDisposable
{
    private const int ScalarsInATitle = 2048, Titles = 200, SearchedEvery = 50;

    private static readonly string[] Vocabulary =
    [
        "mouse", "mice", "mouse's", "livers", "liver", "studies", "study", "IL-6", "il", "6", "tumour", "cells", "cell", "T", "Größe", "grosse", "GRÖSSE", "naïve", "naive", "ﬁbrosis", "fibrosis", "日本", "日本語", "Ψ", "ψ", "p53", "P53s",
        "CD4+", "CD8", "x", "or", "not", "near", "and", "title", "rowid", "null", "1", "2014", "3.5", "alpha", "α", "ﷺ", "e\u0301t\u00e9", "été", "ＭＯＵＳＥ", "buses", "glass", "virus",
    ];

    private readonly DirectoryInfo _folder;
    private readonly GenerationStore _store;
    private readonly EmbeddedEngine _engine;
    private readonly SearchUrl _url;
    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<List<List<string>>> _texts = [];
    private readonly Dictionary<string, HashSet<int>> _with = new(StringComparer.Ordinal);
    private readonly HashSet<int> _all;

    private TextRun(DirectoryInfo folder, IReadOnlyList<string> titles)
    {
        _folder = folder;
        var settings = Settings.Load([], folder.FullName);
        _store = new GenerationStore(folder.FullName, (catalog, stop) => EmbeddedIndex.OpenAsync(catalog, settings.Facets, settings.Counted, stop));
        (_engine, _url) = (new EmbeddedEngine(_store), new SearchUrl(settings.Facets));
        for (var i = 0; i < titles.Count; i++)
        {
            _texts.Add([OracleText.Tokens(Accession(i)), OracleText.Tokens(titles[i])]);
            foreach (var token in _texts[i].SelectMany(tokens => tokens))
                (_with.TryGetValue(token, out var with) ? with : _with[token] = []).Add(i);
        }
        _all = [.. Enumerable.Range(0, titles.Count)];
    }

    /// <summary>Asks for these characters one by one, of a catalog that has them all.</summary>
    public static async Task<Findings> ScalarsAsync(IReadOnlyList<Rune> scalars, int seed, CancellationToken cancel)
    {
        var findings = new Findings("Characters as text", seed);
        await using var run = await OpenAsync([.. scalars.Where(Rune.IsLetterOrDigit).Chunk(ScalarsInATitle).Select(some => string.Join(' ', some))], cancel);
        await run.EachAsync(scalars.Count, number => scalars[number].ToString(), findings, cancel);
        return findings;
    }

    /// <summary>Asks for so many mixes of words and operators.</summary>
    public static async Task<Findings> MixesAsync(int count, int seed, CancellationToken cancel)
    {
        var findings = new Findings("Operators as text", seed);
        var random = new Random(seed);
        await using var run = await OpenAsync([.. Enumerable.Range(0, Titles).Select(_ => string.Join(random.One([" ", " ", "-", ", ", "/"]), Enumerable.Range(0, random.Next(2, 9)).Select(_ => random.One(Vocabulary))))], cancel);
        await run.EachAsync(count, number => Words.Mix(new Random(unchecked((seed * 1_000_003) + number)), Vocabulary), findings, cancel);
        return findings;
    }

    /// <summary>Every character there is.</summary>
    public static IReadOnlyList<Rune> AllScalars() => [.. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value))];

    private static string Accession(int number) => $"ACCESSION{number:000000}";

    private static async Task<TextRun> OpenAsync(IReadOnlyList<string> titles, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("hostile-texts-");
        var source = folder.CreateSubdirectory("source").FullName;
        await File.WriteAllLinesAsync(Path.Combine(source, "experiments.jsonl"), titles.Select((title, i) => JsonSerializer.Serialize(new { accession = Accession(i), title })), cancel);
        await KilledImports.ImportAsync(folder.FullName, source, cancel);
        var run = new TextRun(folder, titles);
        await run._store.RefreshAsync(cancel);
        using var lease = run._store.Lease();
        foreach (var experiment in lease.Reader.Experiments(cancel))
            run._numbers.Add(experiment.Id, int.Parse(experiment.Accession.AsSpan("ACCESSION".Length), null));
        return run;
    }

    private Task EachAsync(int count, Func<int, string> text, Findings findings, CancellationToken cancel) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), cancel, async (number, stop) =>
        {
            var asked = text(number);
            try
            {
                var expected = Expected(asked);
                var found = await FoundAsync(asked, counted: number % SearchedEvery == 0, stop);
                findings.Count(expected.Count == 0 ? "nothing found" : expected.Count == _all.Count ? "everything found" : "something found");
                if (!found.SetEquals(expected))
                    findings.Fail($"Text {number} \"{asked}\" ({Codes(asked)}) finds {found.Count} where {expected.Count} are expected; the first of them {expected.Except(found).Concat(found.Except(expected)).First()}");
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                findings.Fail($"Text {number} \"{asked}\" ({Codes(asked)}): {e}");
            }
        });

    private HashSet<int> Expected(string text)
    {
        var terms = OracleText.Terms(text);
        if (terms.Count == 0)
            return _all;
        // What has no word of a required term is passed over, which changes nothing but the time.
        var candidates = terms.FirstOrDefault(term => !term.Excluded && !term.Prefix) is { } required ? _with.GetValueOrDefault(OracleText.Singular(required.Words[0]), []) : _all;
        return [.. candidates.Where(i => OracleText.Matches(terms, _texts[i]))];
    }

    private async Task<HashSet<int>> FoundAsync(string text, bool counted, CancellationToken cancel)
    {
        var (request, problems) = _url.Parse($"?q={Uri.EscapeDataString(text)}");
        if (problems.Count > 0)
            throw new InvalidOperationException($"It is refused: {problems[0].Allowed}");
        using var lease = _store.Lease();
        var found = new HashSet<int>();
        await foreach (var id in _engine.StreamAsync(request, lease, cancel))
            found.Add(_numbers[id]);
        if (counted && await _engine.SearchAsync(request with { Facets = [] }, cancel) is var answer && answer.Experiments != found.Count)
            throw new InvalidOperationException($"{answer.Experiments} are counted where {found.Count} are found.");
        return found;
    }

    private static string Codes(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
