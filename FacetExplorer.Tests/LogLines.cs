using FacetExplorer.Api;
using FacetExplorer.Engines.Elasticsearch;
using Microsoft.Extensions.Logging;

namespace FacetExplorer.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger<ElasticsearchEngine>, ILogger<RefusalLog>
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add(formatter(state, exception));
    }
}
