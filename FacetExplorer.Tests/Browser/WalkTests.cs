namespace FacetExplorer.Tests.Browser;

/// <summary>Readers who follow whatever link they see, and go back to where they began and forward again.</summary>
public sealed class WalkTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site), IClassFixture<LibrarySite>
{
    private const int Readers = 4, Steps = 8;

    /// <summary>As many steps at most does one go back or forward at once, as by the browser's list of pages.</summary>
    private const int Leap = 3;

    private static readonly int Walks = Seeds.Number("FACETEXPLORER_WALKS") ?? 100;

    /// <summary>Of the first walk; the others have the numbers after it.</summary>
    private static readonly int Seed = Seeds.Number("FACETEXPLORER_WALK_SEED") ?? Random.Shared.Next(1_000_000);

    [Fact]
    public async Task Random_walks_come_back_and_go_forward_to_what_they_saw()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"FACETEXPLORER_WALK_SEED={Seed}, {Walks} walks");
        var failures = await Task.WhenAll(Enumerable.Range(Seed, Walks).GroupBy(seed => seed % Readers).Select(ReadAsync));
        Assert.True(failures.All(failure => failure.Count == 0), string.Join("\n\n", failures.SelectMany(failure => failure)));
    }

    private async Task<List<string>> ReadAsync(IEnumerable<int> seeds)
    {
        var page = await BlankAsync(new() { ViewportSize = new() { Width = 1280, Height = 400 } }); // what is not seen need not be painted
        await page.AddInitScriptAsync(Walk.Script);
        await LoadAsync();
        var failures = new List<string>();
        foreach (var seed in seeds)
        {
            List<string> trail = [];
            try
            {
                await WalkAsync(new Walk(page), new Random(seed), trail);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add($"FACETEXPLORER_WALK_SEED={seed} FACETEXPLORER_WALKS=1: {string.Join(" > ", trail)}: {e.Message}");
                await LoadAsync();
            }
        }
        return failures;

        async Task LoadAsync()
        {
            await page.GotoAsync("/");
            await InteractiveAsync(page);
            await page.WaitForFunctionAsync("() => facetExplorer.isInteractive");
        }
    }

    private static async Task WalkAsync(Walk walk, Random random, List<string> trail)
    {
        await walk.HomeAsync();
        List<Screen> seen = [];
        for (var i = 0; i < Steps; i++)
        {
            var screen = await walk.ScreenAsync();
            var step = Choose(await walk.LinksAsync(), random);
            trail.Add($"{step.Kind} {step.Name}");
            var footprint = await walk.FollowAsync(step);
            seen.Add(screen with { Top = await walk.LeftAsync() });
            if (step.Kind == "facet")
                Assert.True(Stayed(step, footprint), footprint.ToString());
        }
        seen.Add(await walk.ScreenAsync());

        var at = Steps;
        while (at > 0)
            await LeapAsync(-random.Next(1, Math.Min(at, Leap) + 1));
        while (at < Steps)
            await LeapAsync(random.Next(1, Math.Min(Steps - at, Leap) + 1));

        async Task LeapAsync(int by)
        {
            at += by;
            trail.Add(by < 0 ? $"back {-by}" : $"forward {by}");
            await walk.GoAsync(by, seen[at].Top);
            var screen = await walk.ScreenAsync();
            foreach (var part in typeof(Screen).GetProperties().Where(part => part.PropertyType == typeof(string)))
                Assert.Equal((string?)part.GetValue(seen[at]), (string?)part.GetValue(screen));
            Assert.Equal(seen[at].Top, screen.Top, 1.0);
        }
    }

    /// <summary>
    /// Nothing moved, neither the page nor the focus, but the page along with a list that got longer; where the value is gone from its list,
    /// the focus stays in the facet.
    /// </summary>
    private static bool Stayed(WalkLink step, Footprint footprint) => (footprint.Scrolled == 0 || footprint.Grown) && (footprint.Gone
        ? footprint.Focused.StartsWith(step.Name[..(step.Name.IndexOf('/', StringComparison.Ordinal) + 1)], StringComparison.Ordinal)
        : footprint.Moved < 1 && footprint.Focused == step.Name);

    /// <summary>Any kind of link as likely as any other, and then any link of that kind.</summary>
    private static WalkLink Choose(WalkLink[] links, Random random)
    {
        var kinds = links.GroupBy(link => link.Kind).ToArray();
        var kind = kinds[random.Next(kinds.Length)].ToArray();
        return kind[random.Next(kind.Length)];
    }
}
