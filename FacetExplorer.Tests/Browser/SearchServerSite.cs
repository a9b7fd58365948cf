using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Tests.Engines.Elasticsearch;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Tests.Browser;

/// <summary>A site on a real Elasticsearch, behind a server on this machine that can be taken away and misbehave.</summary>
public sealed class SearchServerSite : Site
{
    private readonly ElasticsearchOptions? _real = Need.Has("FACETEXPLORER_ELASTICSEARCH_9") ? ElasticsearchCatalog.Server("9") : null;
    private MisbehavingServer? _between;
    private int _port;

    internal LogLines Log { get; } = new();

    internal bool IsListening => _between is not null;

    /// <summary>What the server between does instead of asking the real one.</summary>
    internal Func<Microsoft.AspNetCore.Http.HttpContext, Task>? Fault
    {
        get => _between!.Fault;
        set => _between!.Fault = value ?? MisbehavingServer.Forward(_real!.Url);
    }

    /// <summary>Without kept answers, which need no server.</summary>
    protected override IReadOnlyList<string> Switches => _real is null
        ? []
        : ["--Search:CachedAnswers=0", "--Search:Engine=Elasticsearch", $"--Elasticsearch:Url=http://127.0.0.1:{_port}", $"--Elasticsearch:IndexPrefix={_real.IndexPrefix}"];

    protected override async Task PrepareAsync()
    {
        if (_real is null)
            return;
        await StartAsync();
        await ImportAsync(WorkedExampleSite.Experiments, WorkedExampleSite.Samples);
    }

    /// <summary>Starts the server between where it was.</summary>
    public async Task StartAsync()
    {
        _between = await MisbehavingServer.StartAsync(port: _port);
        _port = new Uri(_between.Url).Port;
        Fault = null;
    }

    /// <summary>Nobody listens any more.</summary>
    public async Task StopAsync()
    {
        if (_between is not null)
            await _between.DisposeAsync();
        _between = null;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureLogging(logging => logging.AddProvider(new OwnLines(Log)));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await StopAsync();
        if (_real is null)
            return;
        using var client = new ElasticsearchClient(_real);
        foreach (var index in (await client.MetasAsync(new IndexNames(_real.IndexPrefix).All, CancellationToken.None)).Keys)
            await client.DeleteIndexAsync(index, CancellationToken.None);
    }

    private sealed class OwnLines(LogLines lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("FacetExplorer", StringComparison.Ordinal) ? lines : NullLogger.Instance;

        public void Dispose()
        {
        }
    }
}
