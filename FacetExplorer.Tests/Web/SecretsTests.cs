using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FacetExplorer.Tests.Web;

/// <summary>What the configuration keeps secret stays so, whatever goes wrong and however much is logged.</summary>
public sealed class SecretsTests
{
    private const string Password = "s3cret-of-the-search-server", Key = "a3ktb2YtdGhlLWtleQ==";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Elasticsearch:User=portal", $"Elasticsearch:Password={Password}")]
    [InlineData($"Elasticsearch:ApiKey={Key}")]
    public async Task Neither_log_nor_page_has_a_password_or_key(params string[] credentials)
    {
        await using var site = new LoggedSite(credentials);
        await site.InitializeAsync();
        using var client = new HttpClient { BaseAddress = site.Address };
        var said = new List<string>();
        foreach (var address in (string[])["/", "/?tissue=liver", "/data", "/health/ready", "/api/experiments", "/api/data", "/api/samples", "/error", "/experiments/E1", "/no-such-page"])
        {
            using var response = await client.GetAsync(address, Cancel);
            said.Add(response + await response.Content.ReadAsStringAsync(Cancel));
        }

        Assert.Contains(site.Log, line => line.Contains("127.0.0.1:1", StringComparison.Ordinal)); // of a server that nobody reaches much is said
        Assert.Contains(site.Log, line => line.Contains("Kestrel", StringComparison.Ordinal));
        foreach (var secret in (string[])[Password, Key, Convert.ToBase64String(Encoding.UTF8.GetBytes($"portal:{Password}"))])
            Assert.DoesNotContain(said.Concat(site.Log), text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class LoggedSite(string[] credentials) : WorkedExampleSite
    {
        private readonly Everything _log = new();

        public IReadOnlyCollection<string> Log => _log.Said;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            foreach (var setting in credentials.Concat(["Search:Engine=Elasticsearch", "Elasticsearch:Url=http://127.0.0.1:1", "Logging:LogLevel:Default=Trace", "Logging:LogLevel:Microsoft=Trace", "Logging:LogLevel:System=Trace"]))
                builder.UseSetting(setting.Split('=', 2)[0], setting.Split('=', 2)[1]);
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(_log));
        }
    }

    /// <summary>Everything that is said, at every level, with the scopes and exceptions.</summary>
    private sealed class Everything : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName)
        {
            Said.Enqueue(categoryName);
            return this;
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Said.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
