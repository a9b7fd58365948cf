using System.Globalization;
using Bunit;
using FacetExplorer.Components.Pages;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Components;

/// <summary>
/// A reader who goes on before the answer is there, and an engine that takes any time it likes, on a clock of the test's own.
/// </summary>
public sealed class LateAnswerTests : PageTest
{
    private const int Runs = 200, Searches = 8;
    private const string Failed = "The search could not be answered just now.";

    private static readonly string[] Tissues = ["liver", "lung", "heart", "brain"];

    private readonly PriorityQueue<Action, (double At, int Order)> _due = new();
    private double _now;
    private int _order;

    // What has to be on the screen: the tissue of the last URL, and the answer to the newest search that got one while it was the newest.
    private string _tissue = "";
    private string _heading = "Searching…";
    private int _newest;
    private bool _awaited;

    [Fact]
    public async Task No_order_of_answers_leaves_a_stale_screen()
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
        (_now, _order, _newest, _awaited, _heading) = (0, 0, 0, false, "Searching…");
        Engine.Answer = (_, cancel) => Ask(random, cancel);
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/?tissue=" + Draw(random));
        var page = Render<Home>();
        for (var i = 1; i < Searches; i++)
            In(random.NextDouble() * Searches, () => navigation.NavigateTo("/?tissue=" + Draw(random)));
        Check(page);
        while (_due.TryDequeue(out var happen, out var when))
        {
            _now = when.At;
            await page.InvokeAsync(happen);
            Check(page);
        }
        Assert.False(_awaited);
        if (Renderer.UnhandledException.IsCompleted)
            throw await Renderer.UnhandledException;
        await DisposeComponentsAsync();
    }

    private string Draw(Random random) => _tissue = Tissues[random.Next(Tissues.Length)];

    private void In(double delay, Action happen) => _due.Enqueue(happen, (_now + delay, _order++));

    /// <summary>Takes a search that is answered, fails, or stops when nobody waits for it any more, some time later.</summary>
    private Task<SearchResponse> Ask(Random random, CancellationToken cancel)
    {
        var number = ++_newest;
        _awaited = true;
        var answer = new TaskCompletionSource<SearchResponse>();
        if (random.Next(2) == 0)
            cancel.Register(() => answer.TrySetCanceled(cancel));
        var fails = random.Next(5) == 0;
        In(random.NextDouble() * 4, () =>
        {
            if (number == _newest)
                (_heading, _awaited) = (fails ? Failed : string.Create(CultureInfo.InvariantCulture, $"{1000 + number:N0} unique samples in 16 experiments"), false);
            if (fails)
                answer.TrySetException(new InvalidOperationException("the engine failed"));
            else
                answer.TrySetResult(Response(samples: 1000 + number));
        });
        return answer.Task;
    }

    private void Check(IRenderedComponent<Home> page)
    {
        Assert.Equal(_heading, page.Find("h1").TextContent);
        if (page.FindAll(".search") is not [var search])
            return; // nothing was answered yet, or the last answer was a failure
        Assert.Equal(_awaited ? "true" : null, search.GetAttribute("aria-busy"));
        Assert.Equal(_tissue + ", remove", Assert.Single(search.QuerySelectorAll(".chip-part")).GetAttribute("aria-label"));
    }
}
