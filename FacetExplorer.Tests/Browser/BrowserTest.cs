using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using FacetExplorer.Tests.Web;
using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

/// <summary>
/// Opens pages of a site. A test fails when one of its pages reported an error it does not expect: an exception,
/// a missing file, a violation of the content security policy.
/// </summary>
public abstract class BrowserTest(Chromium chromium, Site site) : IAsyncLifetime
{
    // Blazor's router takes over the links of a page with this call, the last step to an interactive page.
    private const string MarkInteractive = """
        document.addEventListener("DOMContentLoaded", () => {
          const navigation = window.Blazor?._internal?.navigationManager;
          if (!navigation) return;
          const enable = navigation.enableNavigationInterception;
          navigation.enableNavigationInterception = renderer => {
            enable(renderer);
            document.documentElement.dataset.interactive = "";
          };
        });
        """;

    private readonly ConcurrentQueue<IBrowserContext> _contexts = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly List<string> _expected = [];
    private IBrowser _browser = null!;

    protected Site Site => site;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _browser = await chromium.BrowserAsync();

    /// <summary>
    /// Opens a page in a context of its own; <paramref name="path"/> is relative to the site. With scripts on it waits
    /// until the page is interactive.
    /// </summary>
    protected async Task<IPage> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        var page = await BlankAsync(options);
        await page.GotoAsync(path);
        if (options?.JavaScriptEnabled != false)
            await InteractiveAsync(page);
        return page;
    }

    /// <summary>A page that has not gone anywhere yet.</summary>
    protected async Task<IPage> BlankAsync(BrowserNewContextOptions? options = null)
    {
        options = new(options ?? new()) { BaseURL = site.Address.ToString() };
        var context = await _browser.NewContextAsync(options);
        _contexts.Enqueue(context);
        context.SetDefaultTimeout(60_000);
        await context.AddInitScriptAsync(MarkInteractive);
        context.WebError += (_, error) => _errors.Enqueue(error.Error);
        context.Console += (_, message) =>
        {
            if (message.Type is "error")
                _errors.Enqueue($"{message.Text} ({message.Location})");
        };
        return await context.NewPageAsync();
    }

    /// <summary>Waits until the circuit answers clicks on links.</summary>
    protected static Task InteractiveAsync(IPage page) => page.Locator("html[data-interactive]").WaitForAsync();

    /// <summary>Declares that pages of this test will report an error whose text contains this.</summary>
    protected void ExpectError(string text) => _expected.Add(text);

    /// <summary>Fails when axe finds a violation.</summary>
    protected static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.SelectMany(violation =>
            violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}"))));
        Assert.NotEmpty(result.Passes);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        GC.SuppressFinalize(this);
        Assert.All(_errors, error => Assert.True(_expected.Exists(text => error.Contains(text, StringComparison.Ordinal)), error));
        Assert.All(_expected, text => Assert.Contains(_errors, error => error.Contains(text, StringComparison.Ordinal)));
    }
}
