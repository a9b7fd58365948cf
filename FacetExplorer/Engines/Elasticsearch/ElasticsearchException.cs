using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>The server did not do what it was asked.</summary>
/// <param name="message">The sentence the reader sees.</param>
/// <param name="cause">What the operator needs to know.</param>
/// <param name="status">The HTTP status, or null where there was none.</param>
/// <param name="inner">What came before.</param>
internal sealed class ElasticsearchException(string message, string cause, int? status = null, Exception? inner = null)
    : SearchUnavailableException(message, cause, inner)
{
    /// <summary>In place of an HTTP status: the server is too old or too new.</summary>
    public const int WrongVersion = -1;

    public int? Status => status;

    /// <summary>Whether an index or alias is not there.</summary>
    public bool IsMissing => Status == 404;

    /// <summary>Whether an index that was removed in the middle of a search may be why: a shard fails then in one of many ways.</summary>
    public bool MayBeRemoved => IsMissing || Status >= 500;

    /// <summary>Whether the same request may succeed a little later.</summary>
    public bool IsBusy => Status is 429 or 502 or 503 or 504;

    public static ElasticsearchException Unreachable(string cause, Exception? inner = null) =>
        new("The search server does not answer.", cause, null, inner);

    public static ElasticsearchException Late(string cause) => new("The search server took too long to answer.", cause);

    public static ElasticsearchException Unreadable(string cause, Exception? inner = null) =>
        new("The search server gave an answer that cannot be read.", cause, null, inner);

    /// <summary>Shards that failed or ran out of time: the counts would be too small.</summary>
    public static ElasticsearchException Incomplete(string cause) => new("The search server could not search the whole catalog.", cause, 500);

    public static ElasticsearchException Refused(int status, string cause) => new(status switch
    {
        >= 300 and < 400 => "The search server is somewhere else.",
        401 or 403 => "The search server refuses this application's credentials.",
        404 => "There is no search index yet.",
        429 => "The search server is overloaded.",
        >= 500 => "The search server has a problem.",
        _ => "The search server does not understand this search.",
    }, cause, status);
}
