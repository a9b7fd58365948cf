using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>A search that may have been meant, with what it finds, which is something.</summary>
internal sealed record Correction(SearchRequest Request, long Experiments, Count Samples);

/// <summary>"Did you mean": searches like one whose text finds nothing, with misspelled words corrected. Each was tried and has results.</summary>
internal sealed class Corrections(SearchService search, VocabularyCache vocabularies, IOptions<SearchOptions> options)
{
    private const int MostWords = 10, MostMisspelled = 4, MostTried = 12, MostGiven = 3;

    /// <summary>The corrected searches, those of the fewest slips first; filters stay, unless nothing is found with them.</summary>
    /// <param name="request">The search.</param>
    /// <param name="always">Whether also where the text finds something: then one word at a time is another.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<Correction>> OfAsync(SearchRequest request, bool always, CancellationToken cancel) =>
        TimeLimit.RunAsync(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), token => FindAsync(request, always, token), cancel);

    private async Task<IReadOnlyList<Correction>> FindAsync(SearchRequest request, bool always, CancellationToken cancel)
    {
        var words = request.Text?.PlainWords().Take(MostWords).ToList();
        if (words is null or [] || (!always && await FindsAsync(request.Text!, cancel)))
            return [];
        var misspelled = await MisspelledAsync(words, cancel);
        if (misspelled.Count > MostMisspelled || (misspelled.Count == 0 && !always))
            return [];
        var spelling = (await vocabularies.CurrentAsync(cancel)).Spelling;
        var texts = misspelled.Count > 0
            ? Combinations(misspelled, spelling)
            : words.SelectMany(word => Combinations([word], spelling));
        var tried = InOrder(texts).Select(words => request.Text!.With(words)).OfType<TextQuery>().Take(MostTried).ToList();
        var found = await VerifyAsync(request, tried, cancel);
        return found.Count == 0 && request.IsFiltered ? await VerifyAsync(request.Unfiltered(), tried, cancel) : found;
    }

    /// <summary>The words that nothing has, whatever is said beside them.</summary>
    private async Task<List<(Range Place, string Word)>> MisspelledAsync(IEnumerable<(Range Place, string Word)> words, CancellationToken cancel)
    {
        var misspelled = new List<(Range, string)>();
        foreach (var (place, word) in words)
            if (!await FindsAsync(TextQuery.Parse(word)!, cancel))
                misspelled.Add((place, word));
        return misspelled;
    }

    private async Task<bool> FindsAsync(TextQuery text, CancellationToken cancel) =>
        (await search.CountAsync(SearchRequest.All with { Text = text }, cancel)).Experiments > 0;

    /// <summary>Every choice of one near word for each of these.</summary>
    private static IReadOnlyList<IReadOnlyList<(Range Place, NearWord Word)>> Combinations(List<(Range Place, string Word)> words, Spelling spelling)
    {
        IReadOnlyList<IReadOnlyList<(Range, NearWord)>> chosen = [[]];
        foreach (var (place, word) in words)
        {
            var near = spelling.Near(word, words.Count == 1 ? MostTried : MostGiven);
            chosen = [.. chosen.SelectMany(before => near.Select(n => (IReadOnlyList<(Range, NearWord)>)[.. before, (place, n)]))];
        }
        return chosen;
    }

    private static IEnumerable<IEnumerable<(Range, string)>> InOrder(IEnumerable<IReadOnlyList<(Range Place, NearWord Word)>> texts) => texts
        .OrderBy(words => words.Sum(w => w.Word.Distance))
        .ThenByDescending(words => words.Min(w => w.Word.Frequency))
        .Select(words => words.Select(w => (w.Place, w.Word.Word)));

    private async Task<IReadOnlyList<Correction>> VerifyAsync(SearchRequest request, IEnumerable<TextQuery> texts, CancellationToken cancel)
    {
        var corrections = new List<Correction>();
        foreach (var text in texts)
        {
            var corrected = request with { Text = text, Page = 1 };
            if (await search.CountAsync(corrected, cancel) is { Experiments: > 0 } found)
                corrections.Add(new Correction(corrected, found.Experiments, found.Samples));
            if (corrections.Count == MostGiven)
                break;
        }
        return corrections;
    }
}
