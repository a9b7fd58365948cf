using FacetExplorer.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace FacetExplorer.Tests.Browser;

/// <summary>The one browser of a test run, started by the first test that needs it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _running;

    public Chromium() => _running = new(StartAsync);

    /// <summary>Nothing is said about time where nothing is said: on a busy machine pages may be slow.</summary>
    static Chromium() => Assertions.SetDefaultExpectTimeout(30_000);

    public async Task<IBrowser> BrowserAsync() => (await _running.Value).Browser;

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var executable = Need.Chromium();
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Flags }));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsValueCreated || !_running.Value.IsCompletedSuccessfully) return;
        var (playwright, browser) = await _running.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
