using System.Collections.Concurrent;
using FacetExplorer.Search;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What the page does while an answer is awaited.</summary>
[Collection(LibraryGroup.Name)]
public sealed class DelayTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = [];

    /// <summary>Holds the answers of searches for these tissues back until <see cref="Release"/>.</summary>
    private void Hold(params string[] tissues)
    {
        foreach (var tissue in tissues)
            _held[tissue] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Engine.Before = request => _held.TryGetValue(Tissues(request), out var hold) ? hold.Task : Task.CompletedTask;
    }

    private void Release(string tissues) => _held[tissues].SetResult();

    private static string Tissues(SearchRequest request) =>
        string.Join('+', request.Clauses.Where(clause => clause.Facet.Key == "tissue").SelectMany(clause => clause.Values).Select(value => value.Text));

    [Fact]
    public async Task Old_results_are_dimmed_until_the_new_ones_are_there()
    {
        Hold("kidney");
        var page = await OpenAsync("/?size=50");
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        var old = await heading.InnerTextAsync();
        await page.Locator(".values a", new() { HasText = "kidney" }).ClickAsync();

        await Expect(page.Locator(".search")).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(heading).ToHaveTextAsync(old);
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["kidney"]);
        await Expect(page.Locator(".results")).ToHaveCSSAsync("opacity", "0.6");

        Release("kidney");
        await Expect(heading).ToContainTextAsync("12 unique samples");
        await Expect(page.Locator(".search")).Not.ToHaveAttributeAsync("aria-busy", "true");
    }

    [Fact]
    public async Task A_late_answer_never_overwrites_a_newer_one()
    {
        Hold("colon");
        var page = await OpenAsync("/?size=100");
        await page.Locator(".values a", new() { HasText = "colon" }).ClickAsync();
        await Expect(page.Locator(".search")).ToHaveAttributeAsync("aria-busy", "true");
        await page.Locator(".values a", new() { HasText = "ovary" }).ClickAsync();
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await Expect(heading).ToContainTextAsync("24 unique samples");
        Release("colon");

        await page.WaitForTimeoutAsync(300);
        await Expect(heading).ToContainTextAsync("24 unique samples");
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["colon", "ovary"]);
        Assert.Contains("tissue=colon&tissue=ovary", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_engine_is_said_in_one_sentence_with_a_way_to_try_again()
    {
        ExpectError("503");
        site.Engine.Before = _ => throw new InvalidOperationException("secret of the engine");
        var page = await OpenAsync("/?tissue=retina");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The search could not be answered just now.");
        Assert.DoesNotContain("secret", await page.ContentAsync(), StringComparison.Ordinal);
        site.Engine.Before = _ => Task.CompletedTask;
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("12 unique samples");
    }

    public override ValueTask DisposeAsync()
    {
        site.Engine.Before = _ => Task.CompletedTask;
        return base.DisposeAsync();
    }
}
