using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>What each removal from a search brings: "+312 samples". Of the first so many removals; the others have none.</summary>
/// <param name="removals">The search without each of its parts.</param>
/// <param name="room">The longest there can be: they come a little later, and its room is kept for them.</param>
public sealed class Gains(IEnumerable<SearchRequest> removals, string room)
{
    private const int Most = 12;

    /// <summary>None at all.</summary>
    public static readonly Gains None = new([], "");

    private readonly Dictionary<string, string> _gains =
        removals.Take(Most).Select(Links.Search).Distinct(StringComparer.Ordinal).ToDictionary(link => link, _ => "", StringComparer.Ordinal);

    /// <summary>The longest there can be.</summary>
    public string Room { get; } = room;

    /// <summary>Of a catalog.</summary>
    public static Gains Of(IEnumerable<SearchRequest> removals, Generation catalog, Words words) =>
        new(removals, new[] { words.Samples(new Count(catalog.Samples)), words.Experiments(catalog.Experiments) }.Select(all => Words.Fill(Texts.More, all)).MaxBy(all => all.Length)!);

    /// <summary>What a removal brings: empty while that is not known yet, null where it will not be.</summary>
    public string? Of(SearchRequest removal) => _gains.GetValueOrDefault(Links.Search(removal));

    /// <summary>Counts what each brings, beside what was found.</summary>
    public async Task CountAsync(IEnumerable<SearchRequest> removals, SearchResponse found, SearchService search, Words words, CancellationToken cancel)
    {
        foreach (var removal in removals.Where(removal => Of(removal) is not null))
        {
            var without = await search.CountAsync(removal, cancel);
            if (!cancel.IsCancellationRequested)
                _gains[Links.Search(removal)] = Difference(found, without, words);
        }
    }

    /// <summary>In samples; where these are as many as before but experiments are not, in experiments.</summary>
    private static string Difference(SearchResponse found, SearchResponse without, Words words)
    {
        var samples = without.Samples.Value - found.Samples.Value;
        var experiments = without.Experiments - found.Experiments;
        var (difference, counted) = samples == 0 && experiments != 0
            ? (experiments, words.Experiments(Math.Abs(experiments)))
            : (samples, words.Samples(new Count(Math.Abs(samples), without.Samples.Exact && found.Samples.Exact)));
        return Words.Fill(difference < 0 ? Texts.Fewer : Texts.More, counted);
    }
}
