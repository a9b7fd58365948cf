using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Hosting;
using FacetExplorer.Search;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FacetExplorer.Tests.Hosting;

/// <summary>A site whose engine fails in a way nobody foresaw, with its log as it is written.</summary>
public class FailingSite : WorkedExampleSite, ILoggerProvider, ISearchEngine
{
    private readonly TextLog _text = new(TimeProvider.System);
    private readonly JsonLog _json = new(TimeProvider.System);

    internal ConcurrentQueue<(string Text, string Json)> Log { get; } = [];

    string ISearchEngine.Name => "Failing";

    Task<SearchResponse> ISearchEngine.SearchAsync(SearchRequest request, CancellationToken cancel) =>
        throw new InvalidOperationException($"nobody foresaw\n2026-01-01T00:00:00.000Z info  forged: {request.Text?.Source}");

    async IAsyncEnumerable<int> ISearchEngine.StreamAsync(SearchRequest request, GenerationLease lease, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        yield break;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddSingleton<ISearchEngine>(this).AddSingleton<ILoggerProvider>(this));
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Lines(this, categoryName);

    private sealed class Lines(FailingSite site, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter);
            site.Log.Enqueue((Write(site._text), Write(site._json)));

            string Write(ConsoleFormatter log)
            {
                using var text = new StringWriter(CultureInfo.InvariantCulture);
                log.Write(entry, null, text);
                return text.ToString();
            }
        }
    }
}

public sealed partial class LogTests(FailingSite site) : IClassFixture<FailingSite>
{
    /// <summary>Ends lines, moves a terminal's cursor, turns writing round.</summary>
    private const string Hostile = "a\r\nb\u2028c\u0085d\u001b[2Je\u202Ef\0g\u200B";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_request_of_the_api_is_found_in_the_log_by_what_its_answer_says()
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var response = await client.GetAsync($"/api/experiments?q={Uri.EscapeDataString(Hostile)}", Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        AssertLogged(problem.RootElement.GetProperty("trace_id").GetString()!, "nobody foresaw");
    }

    [Theory]
    [InlineData("/?q=x", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/cite/search.bib?q=x", HttpStatusCode.InternalServerError)]
    public async Task A_page_that_failed_says_under_which_name_the_log_has_it(string address, HttpStatusCode status)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var response = await client.GetAsync(address, Cancel);
        Assert.Equal(status, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync(Cancel);
        AssertLogged(OnPage().Match(page).Groups[1].Value, "nobody foresaw");
    }

    private void AssertLogged(string trace, string what)
    {
        Assert.Matches("^[0-9a-f]{32}$", trace);
        var (text, json) = Assert.Single(site.Log, line => line.Text.Contains($"[trace {trace}]", StringComparison.Ordinal) && line.Text.Contains(what, StringComparison.Ordinal));
        AssertOneEvent(text);
        using var read = JsonDocument.Parse(json);
        Assert.Equal((trace, "error"), (read.RootElement.GetProperty("trace").GetString(), read.RootElement.GetProperty("level").GetString()));
        Assert.Contains(what, read.RootElement.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, json.Count(c => c == '\n'));
    }

    /// <summary>A line that is not indented begins an event.</summary>
    private static void AssertOneEvent(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info |warn |error|debug|trace|fatal) ", lines[0]);
        Assert.All(lines[1..], line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_that_was_typed_begins_a_line_or_is_lost()
    {
        var state = new Dictionary<string, object?> { ["Query"] = Hostile, ["{OriginalFormat}"] = "{Query}" }.ToList();
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "Category", default, state, new InvalidOperationException(Hostile), (_, _) => $"The search {Hostile} failed.");
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new TextLog(new TestClock()).Write(entry, null, text);
        AssertOneEvent(text.ToString());
        Assert.StartsWith(@"2026-11-22T00:00:00.000Z warn  Category: The search a\u000d\u000ab\u2028c\u0085d\u001b[2Je\u202ef\u0000g\u200b failed.", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(text.ToString(), c => c != '\n' && (char.IsControl(c) || c is '\u2028' or '\u202E'));

        using var line = new StringWriter(CultureInfo.InvariantCulture);
        new JsonLog(new TestClock()).Write(entry, null, line);
        Assert.Equal(1, line.ToString().Count(c => c == '\n'));
        using var read = JsonDocument.Parse(line.ToString());
        Assert.Equal(Hostile, read.RootElement.GetProperty("with").GetProperty("Query").GetString());
    }

    [GeneratedRegex("The server&#x27;s log has this as <code>([0-9a-f]+)</code>")]
    private static partial Regex OnPage();
}
