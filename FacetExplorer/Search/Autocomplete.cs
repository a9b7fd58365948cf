using FacetExplorer.Catalog;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>What a text that is being typed may become.</summary>
/// <param name="Generation">In which generation.</param>
/// <param name="Titles">Experiments in whose title a word begins with each of its words, those with the most samples first.</param>
/// <param name="Accessions">Records one of whose accessions begins with it.</param>
/// <param name="Values">Values of terms facets in which a word begins with each of its words, those of the most samples first.</param>
internal sealed record Completions(
    Generation Generation, IReadOnlyList<TitledExperiment> Titles, IReadOnlyList<NamedRecord> Accessions, IReadOnlyList<ListedValue> Values)
{
    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Titles.Count + Accessions.Count + Values.Count == 0;
}

/// <summary>Completes what is being typed from the <see cref="Vocabulary"/> and the catalog's accessions; asks no engine.</summary>
internal sealed class Autocomplete(VocabularyCache vocabularies, GenerationStore store, IOptions<SearchOptions> options)
{
    /// <summary>The completions, of each kind at most so many (of accessions, of each level).</summary>
    public Task<Completions> OfAsync(TextQuery? text, int limit, CancellationToken cancel) =>
        TimeLimit.RunAsync(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), token => FindAsync(text, limit, token), cancel);

    private async Task<Completions> FindAsync(TextQuery? text, int limit, CancellationToken cancel)
    {
        var words = TextAnalyzer.Words(text?.Source ?? "").ToHashSet(StringComparer.Ordinal);
        using var lease = store.Lease();
        if (words.Count == 0)
            return new Completions(lease.Generation, [], [], []);
        var vocabulary = await vocabularies.CurrentAsync(cancel);
        var titled = await lease.Reader.ExperimentsAsync(vocabulary.TitlesBeginning(words, limit), cancel);
        return new Completions(
            lease.Generation,
            [.. titled.Select(e => new TitledExperiment(e.Id, e.Accession, RecordFields.TitleOf(e.Fields) ?? ""))],
            await lease.Reader.BeginningAsync(text!.Accessions, limit, cancel),
            vocabulary.ValuesBeginning(words, limit));
    }
}
