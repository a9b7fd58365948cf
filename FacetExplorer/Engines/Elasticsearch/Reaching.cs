using System.Globalization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// Rule 10 where clauses or lists choose among an experiment's samples: which experiments have enough matching ones is known in their own index
/// only; the other one, of classes, is told their ids. Pure: it knows no server.
/// </summary>
internal sealed class Reaching
{
    /// <summary>More experiments than this are not told: a request would get too long, and the server takes 65,536 terms.</summary>
    public const int Most = 50_000;

    private const string Enough = "enough", Ids = "ids";

    private readonly List<SearchRequest> _asked;
    private readonly Dictionary<string, IReadOnlyList<int>> _ids = new(StringComparer.Ordinal);

    /// <summary>For a search, for how it is counted the other way, and for each facet without its own clauses.</summary>
    public Reaching(SearchRequest request, IEnumerable<FacetDefinition> facets) => _asked = request.AtLeast is null ? [] :
    [
        .. facets.Select(request.CountedFor).Prepend(request.InOtherScope).Prepend(request)
            .Where(r => r.Scope == Scope.Sample && r.DependsOnScope).DistinctBy(KeyOf, StringComparer.Ordinal),
    ];

    /// <summary>What to ask the experiments' index.</summary>
    public IEnumerable<SearchBody> Ask(TextQuery? text, Func<SearchRequest, Narrowing> narrow) => _asked.Select(request => new SearchBody
    {
        Query = text is null ? null : TextQueryBuilder.OnExperiments(text),
        Aggs = new()
        {
            [Enough] = new Aggregation
            {
                Filter = narrow(request).Experiments,
                Aggs = new() { [Ids] = new Aggregation { Terms = new TermsAggregation(IndexFields.Id, Most) } },
            },
        },
    });

    /// <summary>Reads the answers.</summary>
    /// <exception cref="SearchTooWideException">There are too many to be told.</exception>
    public void Read(IReadOnlyList<SearchResult> answers)
    {
        foreach (var (request, answer) in _asked.Zip(answers))
        {
            var enough = answer.Aggregations?.GetValueOrDefault(Enough) ?? throw ElasticsearchException.Unreadable($"an answer without the aggregation {Enough}");
            if (enough.Documents > Most)
                throw new SearchTooWideException(string.Create(CultureInfo.InvariantCulture,
                    $"{enough.Documents:N0} experiments have at least {request.AtLeast} matching samples, and this search engine takes {Most:N0}: ask for more samples each, or narrow the search otherwise."));
            _ids[KeyOf(request)] = [.. enough[Ids].Buckets.Select(b => int.Parse(b.Key!, CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>The experiments that were found for a search, or null where there was no need to ask.</summary>
    public IReadOnlyList<int>? Of(SearchRequest request) => _ids.Count == 0 ? null : _ids.GetValueOrDefault(KeyOf(request));

    private static string KeyOf(SearchRequest request) => SearchUrl.Format(SearchRequest.All with { Clauses = request.Clauses, Scope = request.Scope });
}
