namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// Logs a failure when it begins and that it is over, not with every search. One that comes and goes, as when some searches are too much
/// for the server and others are not, is told once in a while.
/// </summary>
internal sealed class FailureLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan OnceIn = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _now = new(StringComparer.Ordinal);

    public void Failed(ElasticsearchException failure)
    {
        lock (_lock)
        {
            if (_now.Contains(failure.Message) || (_told.TryGetValue(failure.Message, out var last) && time.GetElapsedTime(last) < OnceIn))
                return;
            _now.Add(failure.Message);
            _told[failure.Message] = time.GetTimestamp();
        }
        log.LogError("{Message} {Cause}", failure.Message, failure.Cause);
    }

    public void Answered()
    {
        lock (_lock)
        {
            if (_now.Count == 0)
                return;
            _now.Clear();
        }
        log.LogInformation("Elasticsearch answers again");
    }
}
