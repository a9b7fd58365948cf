using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
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

    // A violation is its own kind of error: no test that expects errors in general expects one.
    private const string ReportViolations = """
        document.addEventListener("securitypolicyviolation", e =>
          console.debug(`content security policy: ${e.effectiveDirective} forbids ${e.blockedURI} at ${e.sourceFile}:${e.lineNumber} on ${e.documentURI}`));
        """;

    // All rules of WCAG 2.2, and those of good practice; the size of targets is off by itself.
    private const string RunAxe = """
        async ofColors => {
          const rules = ofColors ? { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } } : { rules: { "target-size": { enabled: true } } };
          const { violations, passes } = await axe.run({ resultTypes: ["violations"], ...rules });
          return [String(passes.length), ...violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html}`))];
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly ConcurrentQueue<IBrowserContext> _contexts = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly List<string> _expected = [];
    private readonly List<string> _expectedViolations = [];
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
        await context.AddInitScriptAsync(ReportViolations);
        context.WebError += (_, error) => _errors.Enqueue(error.Error);
        context.Console += (_, message) =>
        {
            if (message.Text.StartsWith("content security policy: ", StringComparison.Ordinal))
                _violations.Enqueue(message.Text);
            if (message.Type is "error")
                _errors.Enqueue($"{message.Text} ({message.Location})");
        };
        return await context.NewPageAsync();
    }

    /// <summary>Waits until the circuit answers clicks on links.</summary>
    protected static Task InteractiveAsync(IPage page) => page.Locator("html[data-interactive]").WaitForAsync();

    /// <summary>Declares that pages of this test will report an error whose text contains this.</summary>
    protected void ExpectError(string text) => _expected.Add(text);

    /// <summary>Declares that pages of this test will violate this directive of the content security policy.</summary>
    protected void ExpectViolation(string directive)
    {
        _expectedViolations.Add(directive);
        ExpectError(directive);
    }

    /// <summary>Fails when axe finds a violation; what depends on colors alone is enough in a second theme.</summary>
    protected static async Task AssertAccessibleAsync(IPage page, bool ofColors = false)
    {
        await page.WaitForFunctionAsync("() => document.title"); // it is away for a moment when the circuit takes over
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Axe);
        var (passes, violations) = await page.EvaluateAsync<string[]>(RunAxe, ofColors) switch { [var number, .. var found] => (number, found), _ => ("0", []) };
        Assert.True(violations.Length == 0, string.Join('\n', violations));
        Assert.NotEqual("0", passes);
    }

    /// <summary>Fails when axe finds a violation in one of the themes, which change by themselves, as they do for a reader in the evening.</summary>
    protected static async Task AssertAccessibleInBothThemesAsync(IPage page, Func<ColorScheme, Task>? look = null)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await AssertAccessibleAsync(page, ofColors: scheme == ColorScheme.Dark);
            if (look is not null)
                await look(scheme);
        }
    }

    /// <summary>Fails when the page can be scrolled sideways.</summary>
    protected static async Task AssertFitsAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, $"{page.Url} is wider than {page.ViewportSize!.Width}");

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        GC.SuppressFinalize(this);
        Assert.All(_errors, error => Assert.True(_expected.Exists(text => error.Contains(text, StringComparison.Ordinal)), error));
        Assert.All(_violations, violation => Assert.True(_expectedViolations.Exists(directive => violation.Contains(directive, StringComparison.Ordinal)), violation));
        Assert.All(_expectedViolations, directive => Assert.Contains(_violations, violation => violation.Contains(directive, StringComparison.Ordinal)));
        Assert.All(_expected, text => Assert.Contains(_errors, error => error.Contains(text, StringComparison.Ordinal)));
    }
}
