using Bunit;
using FacetExplorer.Catalog;
using FacetExplorer.Components.Pages;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Components;

public sealed class HomeTests : PageTest
{
    private static SearchUnavailableException Away => new("The search server does not answer.", "http://secret:9200 refused");

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<Home> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<Home>();
    }

    [Fact]
    public void The_answer_stands_in_the_heading_and_both_numbers_in_the_switch()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response());
        var page = Open("/?tissue=liver");

        Assert.Equal("90 unique samples in 16 experiments", page.Find("h1").TextContent);
        Assert.Equal(["samples that match (90)", "all samples of these experiments (1,091)"], page.FindAll(".count-switch a").Select(link => link.TextContent.Trim()));
        Assert.Equal(["./?tissue=liver", "./?scope=experiment&tissue=liver"], page.FindAll(".count-switch a").Select(link => link.GetAttribute("href")));
        Assert.Equal("true", page.Find(".count-switch a").GetAttribute("aria-current"));
    }

    [Fact]
    public void Counting_whole_experiments_exchanges_the_numbers()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response());
        var page = Open("/?tissue=liver&scope=experiment");

        Assert.Equal(["samples that match (1,091)", "all samples of these experiments (90)"], page.FindAll(".count-switch a").Select(link => link.TextContent.Trim()));
    }

    [Fact]
    public void An_approximate_number_says_so()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response() with { Samples = new Count(40_000, Exact: false, 0.01) });

        Assert.StartsWith("≈40,000 unique samples", Open("/").Find("h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_understood_and_what_the_engine_warns_of_is_said()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response() with { Warnings = ["Only half of it was counted."] });
        var notices = Open("/?nonsense=1&page=0").FindAll(".notice").Select(notice => notice.TextContent.Trim()).ToList();

        Assert.Contains("nonsense=1", notices[0], StringComparison.Ordinal);
        Assert.Contains("page=0 (a whole number from 1)", notices[0], StringComparison.Ordinal);
        Assert.Equal("Only half of it was counted.", notices[1]);
    }

    [Fact]
    public async Task While_the_next_answer_is_awaited_links_are_new_and_numbers_old_and_then_it_is_announced()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Tissue, ("liver", 220))]));
        var page = Open("/");
        var next = new TaskCompletionSource<SearchResponse>();
        Engine.Answer = (_, _) => next.Task;
        await page.InvokeAsync(() => Navigation.NavigateTo("/?tissue=liver"));

        Assert.Equal("true", page.Find(".search").GetAttribute("aria-busy"));
        Assert.StartsWith("90 unique", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal("./", page.Find(".values a").GetAttribute("href"));
        Assert.Equal("", page.Find("[role=status]").TextContent);

        await page.InvokeAsync(() => next.SetResult(Response(samples: 1, experiments: 1)));
        page.WaitForAssertion(() => Assert.Null(page.Find(".search").GetAttribute("aria-busy")));
        Assert.Equal("1 unique sample in 1 experiment", page.Find("h1").TextContent);
        Assert.Equal("Tissue liver added. 1 sample in 1 experiment.", page.Find("[role=status]").TextContent);
    }

    [Fact]
    public async Task A_late_answer_is_dropped_and_its_search_cancelled()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response());
        var page = Open("/");
        var (late, cancelled) = (new TaskCompletionSource<SearchResponse>(), CancellationToken.None);
        Engine.Answer = (_, cancel) =>
        {
            cancelled = cancel;
            return late.Task;
        };
        await page.InvokeAsync(() => Navigation.NavigateTo("/?tissue=liver"));
        Engine.Answer = (_, _) => Task.FromResult(Response(samples: 7, experiments: 3));
        await page.InvokeAsync(() => Navigation.NavigateTo("/?tissue=lung"));
        Assert.True(cancelled.IsCancellationRequested);
        await page.InvokeAsync(() => late.SetResult(Response(samples: 999)));

        page.WaitForAssertion(() => Assert.StartsWith("7 unique samples", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Null(page.Find(".search").GetAttribute("aria-busy"));
    }

    [Fact]
    public async Task While_the_engine_is_away_the_last_results_stay_with_their_age_and_the_next_come_by_themselves()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response());
        var page = Open("/");
        Clock.Advance(TimeSpan.FromMinutes(2.5));
        Engine.Answer = (_, _) => throw Away;
        await page.InvokeAsync(() => Navigation.NavigateTo("/?tissue=liver"));

        Assert.Equal("The search server does not answer. Below are the last results, from 2 minutes ago.", page.Find("[role=alert] p").TextContent);
        Assert.Equal("http://localhost/?tissue=liver", page.Find("[role=alert] a").GetAttribute("href"));
        Assert.Equal("90 unique samples in 16 experiments", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll(".chip")); // of what is not answered
        Assert.Null(page.Find(".search").GetAttribute("aria-busy"));
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => Clock.Advance(TimeSpan.FromSeconds(60)));
        Assert.EndsWith("from 3 minutes ago.", page.Find("[role=alert] p").TextContent, StringComparison.Ordinal);
        Assert.Equal(22, Engine.Asked.Count); // every three seconds
        Engine.Answer = (_, _) => Task.FromResult(Response(samples: 7, experiments: 3));
        await page.InvokeAsync(() => Clock.Advance(TimeSpan.FromSeconds(3)));
        Assert.Equal("7 unique samples in 3 experiments", page.Find("h1").TextContent);
        Assert.Equal("Tissue liver added. 7 samples in 3 experiments.", page.Find("[role=status]").TextContent);
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Equal("tissue=liver", Engine.Asked[^1]);
        Assert.Null(Clock.Next()); // and it is not asked again
    }

    [Fact]
    public async Task Trying_again_asks_at_once_and_keeps_what_there_is()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response());
        var page = Open("/");
        Engine.Answer = (_, _) => throw Away;
        await page.InvokeAsync(() => Navigation.NavigateTo("/?tissue=liver"));
        var next = new TaskCompletionSource<SearchResponse>();
        Engine.Answer = (_, _) => next.Task;
        var retry = page.Find("[role=alert] a").ClickAsync(new());

        Assert.Equal("true", page.Find(".search").GetAttribute("aria-busy"));
        Assert.StartsWith("90 unique", page.Find("h1").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => next.SetResult(Response(samples: 7, experiments: 3)));
        await retry;
        Assert.Equal("7 unique samples in 3 experiments", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task An_engine_that_takes_long_to_fail_is_asked_again_at_once_and_no_more_when_the_page_is_left()
    {
        var failures = new Queue<TaskCompletionSource<SearchResponse>>();
        Engine.Answer = (_, _) =>
        {
            failures.Enqueue(new TaskCompletionSource<SearchResponse>());
            return failures.Peek().Task;
        };
        var page = Open("/");
        await page.InvokeAsync(() => Clock.Advance(TimeSpan.FromSeconds(4)));
        await page.InvokeAsync(() => failures.Dequeue().SetException(Away));
        Assert.Equal("The search server does not answer.", page.Find("h1").TextContent);
        Assert.Equal(2, Engine.Asked.Count);

        await page.InvokeAsync(() => failures.Dequeue().SetException(Away));
        await DisposeComponentsAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Engine.Asked.Count);
    }

    [Theory]
    [InlineData(typeof(CatalogUnavailableException), "There is no data to search yet.")]
    [InlineData(typeof(TimeoutException), "The search took too long and was stopped.")]
    [InlineData(typeof(InvalidOperationException), "The search could not be answered just now.")]
    public void A_failure_is_one_sentence_with_a_way_on(Type failure, string sentence)
    {
        Engine.Answer = (_, _) => throw (failure == typeof(CatalogUnavailableException)
            ? new CatalogUnavailableException("/secret/place")
            : (Exception)Activator.CreateInstance(failure, "/secret/place")!);
        var page = Open("/?tissue=liver");

        Assert.Equal(sentence, page.Find("h1").TextContent);
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
        Assert.Equal("http://localhost/?tissue=liver", page.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public void When_nothing_matches_the_smallest_changes_that_help_are_named_with_what_they_find()
    {
        Finding(new() { ["sex=male&tissue=liver"] = 12, ["q=brain&tissue=liver"] = 1091, ["q=brain&scope=experiment&sex=male&tissue=liver"] = 7 });
        var page = Open("/?tissue=liver&sex=male&q=brain");

        Assert.Equal("One change helps:", page.FindAll(".nothing p")[^1].TextContent);
        Assert.Equal(
            ["Count all samples of the experiments – 7 samples in 3 experiments", "Remove Sex male – 1,091 samples in 3 experiments", "Remove the text “brain” – 12 samples in 3 experiments", "Clear all"],
            page.FindAll(".nothing li").Select(way => way.TextContent));
        Assert.Equal("./?q=brain&tissue=liver", page.FindAll(".nothing li a")[1].GetAttribute("href"));
    }

    [Fact]
    public void When_no_single_change_helps_two_do()
    {
        Finding(new() { ["q=brain"] = 4, ["technology=array"] = 1 });
        var page = Open("/?tissue=liver&technology=array&q=brain");

        Assert.Equal("No single change helps, but two do:", page.FindAll(".nothing p")[^1].TextContent);
        Assert.Equal(
            ["Remove Tissue liver and remove Technology array – 4 samples in 3 experiments", "Remove the text “brain” and remove Tissue liver – 1 sample in 3 experiments", "Clear all"],
            page.FindAll(".nothing li").Select(way => way.TextContent));
    }

    [Fact]
    public void A_minimum_that_is_too_high_is_lowered_to_the_highest_that_is_not()
    {
        Finding(new() { ["sex=male"] = 30, ["min=7&sex=male"] = 14 });
        var page = Open("/?sex=male&min=10");

        Assert.Equal(["Ask for at least 7 matching samples – 14 samples in 3 experiments", "Clear all"], page.FindAll(".nothing li").Select(way => way.TextContent));
        Assert.Equal("./?min=7&sex=male", page.Find(".nothing li a").GetAttribute("href"));
    }

    [Fact]
    public void When_nothing_is_known_of_what_helps_each_part_can_still_be_let_go()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(0, 0, hits: []));
        var page = Open("/?tissue=liver&sex.also=male&min=10");

        Assert.Equal(
            ["Count all samples of the experiments", "Remove at least 10 matching samples", "Remove Tissue liver", "Remove also Sex male", "Clear all"],
            page.FindAll(".nothing li").Select(way => way.TextContent));
    }

    /// <summary>Nothing is found but by these searches; the largest experiment has 7 matching samples.</summary>
    private void Finding(Dictionary<string, long> samples)
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(0, 0, hits: []));
        Engine.Count = (request, _) => Task.FromResult(samples.TryGetValue(SearchUrl.Format(request with { Size = 25, Sort = null }), out var found)
            ? Response(found, 3, hits: request.Size == 0 ? [] : [HitOf("E1", 7)]) : Response(0, 0, hits: []));
    }

    [Fact]
    public void After_a_page_without_results_one_with_results_still_costs_one_query()
    {
        Engine.Answer = (request, _) => Task.FromResult(request.Text!.Source == "livr" ? Response(0, 0, hits: []) : Response(hits: []));
        var page = Open("/?q=livr");
        page.WaitForAssertion(() => Assert.Equal("Nothing matches all of this", page.Find(".nothing h2").TextContent));
        Engine.Asked.Clear();
        Navigation.NavigateTo("/?q=liver");

        page.WaitForAssertion(() => Assert.Equal("90 unique samples in 16 experiments", page.Find("h1").TextContent));
        Assert.Equal(["q=liver"], Engine.Asked);
    }

    [Fact]
    public void A_page_past_the_end_leads_to_the_last_one()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(experiments: 60, hits: []));

        Assert.Equal("./?page=3", Open("/?page=9").Find(".past-end a").GetAttribute("href"));
    }

    [Fact]
    public void Experiments_that_repeat_samples_are_said_and_drawn()
    {
        var hits = new[] { HitOf("S", 260, 260) with { Shared = 260 }, HitOf("R", 220, 220) with { Id = 2, Shared = 120 } };
        Engine.Answer = (_, _) => Task.FromResult(Response(samples: 360, hits: hits) with { Summed = 740, Shared = new Count(260) });
        var note = Open("/").Find(".sharing-note");

        Assert.Contains("Adding the experiments up gives 740", note.TextContent, StringComparison.Ordinal);
        Assert.Contains("260 samples appear in more than one", note.TextContent, StringComparison.Ordinal);
        Assert.True(note.QuerySelector("details")!.HasAttribute("open"));
        Assert.Equal(["0%", "72.22%", "27.78%", "33.33%", "100%", "0%"], note.QuerySelectorAll("rect").Select(bar => bar.GetAttribute("width")));
    }

    [Theory]
    [InlineData(8, 8, 0)]
    [InlineData(25, 10, 15)]
    [InlineData(100, 10, 90)]
    public void Every_experiment_of_the_page_is_drawn_the_first_ten_with_their_numbers(int size, int labelled, int thin)
    {
        var hits = Enumerable.Range(1, size).Select(i => HitOf($"E{i}", i, i) with { Id = i, Shared = 1 }).ToArray();
        Engine.Answer = (_, _) => Task.FromResult(Response(experiments: 2400, hits: hits) with { Summed = 740, Shared = new Count(1) });
        var note = Open("/").Find(".sharing-note");

        Assert.Equal(labelled, note.QuerySelectorAll("tr:not(.thin) > th > a").Length);
        Assert.Equal(thin, note.QuerySelectorAll("tr.thin").Length);
        Assert.Equal(size + 1, note.QuerySelectorAll("svg").Length);
        Assert.Equal(thin > 0, note.QuerySelector(".all-numbers") is not null);
        Assert.Contains($"The {size} experiments of this page, of 2,400.", note.TextContent, StringComparison.Ordinal);
        if (thin > 0)
            Assert.Equal([$"E{size}", $"{size}, 1 also in others"], note.QuerySelectorAll("tr.thin")[^1].QuerySelectorAll("span").Select(cell => cell.TextContent));
    }

    [Fact]
    public void The_search_for_everything_says_in_numbers_what_is_there_and_where_to_begin()
    {
        var organisms = Counts(Tissue, ("liver", 220), ("lung", 30)) with { More = 40 };
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Published, ("2004", 20), ("2001", 10), ("2026", 1)), organisms]) with { Shared = new Count(7) });
        var landing = Open("/").Find(".landing");

        Assert.Equal(
            ["16 experiments", "90 unique samples", "7 samples in several experiments", "42 kinds of tissue", "2001–2026 published"],
            landing.QuerySelectorAll(".stats > div").Select(stat => $"{stat.QuerySelector("dd")!.TextContent} {stat.QuerySelector("dt")!.TextContent}"));
        Assert.Equal("./?tissue=liver", landing.QuerySelector(".examples a")!.GetAttribute("href"));
        Assert.Equal("Tissue: liver 220 samples in 2 experiments", landing.QuerySelector(".examples li")!.TextContent);
        Assert.Equal(3, landing.QuerySelector(".counting p")!.TextContent.Count(c => c == '.'));
        Assert.Single(Engine.Asked);
    }

    [Fact]
    public void What_a_list_is_searched_for_is_not_taken_for_the_whole_list()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Published, ("2004", 20)) with { More = 3 }, Counts(Tissue, ("liver", 220))]));

        Assert.Equal(["experiments", "unique samples", "samples in several experiments"], Open("/?tissue.find=liv").FindAll(".stats dt").Select(what => what.TextContent));
    }

    [Theory]
    [InlineData("/?sex.not=male", 90, 19, true)]
    [InlineData("/?sex.not=male&scope=experiment", 19, 90, true)]
    [InlineData("/?sex.missing=false", 90, 19, true)]
    [InlineData("/?sex.not=male", 19, 90, false)]
    [InlineData("/?sex=male", 90, 19, false)]
    [InlineData("/?technology.not=array", 90, 19, false)]
    public void That_whole_experiments_can_have_fewer_samples_is_explained(string address, long samples, long other, bool explained)
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(samples) with { SamplesInOtherScope = new Count(other) });

        Assert.Equal(explained, Open(address).FindAll(".fewer").SingleOrDefault() is { } said
            && said.TextContent.StartsWith("All samples are fewer here because of “is not”", StringComparison.Ordinal));
    }

    [Fact]
    public void The_words_of_the_machinery_are_never_on_the_page()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Tissue, ("liver", 220))]));
        var text = Open("/?tissue=liver").Find(".search").TextContent;

        foreach (var word in (string[])["scope", "cohort", "generation"])
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
    }
}
