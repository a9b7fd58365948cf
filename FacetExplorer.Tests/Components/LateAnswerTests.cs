using System.Globalization;
using Bunit;
using FacetExplorer.Components.Pages;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Components;

/// <summary>
/// A reader who goes on before the answer is there, and an engine that takes any time it likes, fails, and is away for a while,
/// on a clock of the test's own.
/// </summary>
public sealed class LateAnswerTests : PageTest
{
    private const int Runs = 200, Searches = 8;
    private const string Failed = "The search could not be answered just now.", Away = "The search server does not answer.";

    private static readonly string[] Tissues = ["liver", "lung", "heart", "brain"];

    // What has to be on the screen: the newest good answer, whether its filters are those of the last URL or its own, and what went wrong since.
    private string _asked = "", _answered = "";
    private string? _heading, _failure;
    private int _newest;
    private bool _awaited;

    [Fact]
    public async Task No_order_of_answers_leaves_a_stale_screen_or_one_without_its_mark()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            try
            {
                await RunAsync(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Run {seed} failed.", e);
            }
        }
    }

    private async Task RunAsync(Random random)
    {
        (_heading, _failure, _newest) = (null, null, 0);
        Engine.Answer = (_, cancel) => Ask(random, cancel);
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(Draw(random));
        var page = Render<Home>();
        for (var i = 1; i < Searches; i++)
            In(random.NextDouble() * 2 * Searches, () => navigation.NavigateTo(Draw(random)));
        Check(page);
        while (Clock.Next() is { } happen)
        {
            await page.InvokeAsync(happen);
            Check(page);
        }
        Assert.False(_awaited);
        Assert.NotEqual(Away, _failure); // it was asked until it was back
        if (Renderer.UnhandledException.IsCompleted)
            throw await Renderer.UnhandledException;
        await DisposeComponentsAsync();
    }

    private string Draw(Random random)
    {
        (_asked, _awaited) = (Tissues[random.Next(Tissues.Length)], true);
        return "/?tissue=" + _asked;
    }

    private void In(double seconds, Action happen) => Clock.In(TimeSpan.FromSeconds(seconds), happen);

    /// <summary>Takes a search that is answered, fails, or stops when nobody waits for it any more, some time later.</summary>
    private Task<SearchResponse> Ask(Random random, CancellationToken cancel)
    {
        var (number, tissue) = (++_newest, _asked);
        var answer = new TaskCompletionSource<SearchResponse>();
        if (random.Next(2) == 0)
            cancel.Register(() => answer.TrySetCanceled(cancel));
        var failure = random.Next(10) switch { 0 => Failed, < 4 => Away, _ => null };
        In(random.NextDouble() * 4, () =>
        {
            if (number == _newest)
            {
                (_failure, _awaited) = (failure, false);
                if (failure is null)
                    (_heading, _answered) = (string.Create(CultureInfo.InvariantCulture, $"{1000 + number:N0} unique samples in 16 experiments"), tissue);
            }
            if (failure is null)
                answer.TrySetResult(Response(samples: 1000 + number));
            else
                answer.TrySetException(failure == Away ? new SearchUnavailableException(Away, "refused") : new InvalidOperationException("the engine failed"));
        });
        return answer.Task;
    }

    private void Check(IRenderedComponent<Home> page)
    {
        Assert.Equal(_heading ?? _failure ?? "Searching…", page.Find("h1").TextContent);
        Assert.Equal(_failure is null ? 0 : 1, page.FindAll("[role=alert]").Count);
        if (_heading is null)
            return;
        if (_failure is not null)
            Assert.Equal($"{_failure} Below are the last results, from less than a minute ago.", page.Find("[role=alert] p").TextContent);
        var search = page.Find(".search");
        Assert.Equal(_awaited ? "true" : null, search.GetAttribute("aria-busy"));
        Assert.Equal($"{(_failure is null ? _asked : _answered)}, remove", Assert.Single(search.QuerySelectorAll(".chip-part")).GetAttribute("aria-label"));
    }
}
