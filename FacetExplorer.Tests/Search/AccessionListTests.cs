using FacetExplorer.Search;

namespace FacetExplorer.Tests.Search;

public sealed class AccessionListTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("facetexplorer-").FullName;
    private readonly TestClock _clock = new();

    private AccessionLists Open() => new(_state, 1, _clock);

    private string FileOf(AccessionList list) => Path.Combine(_state, "lists", $"{list.Hash}.json");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory]
    [InlineData("E1,s2;s3|\"s4\" 's5'\r\ns6\ts7\u00a0s8\n\n E1 ")]
    [InlineData("\uFEFFE1 s2 s3 s4 s5 s6 s7 s8")]
    public void Whatever_stands_between_them_a_text_is_its_accessions(string text) =>
        Assert.Equal(["E1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"], AccessionList.Read(text).Accessions);

    [Fact]
    public void The_same_accessions_are_the_same_list()
    {
        Assert.Equal(AccessionList.Of(["b", " a ", "b", "", null]), AccessionList.Of(["a", "b"]));
        Assert.NotEqual(AccessionList.Of(["a,b"]), AccessionList.Of(["a", "b"]));
        Assert.NotEqual(AccessionList.Of(["a"], wholeExperiments: true), AccessionList.Of(["a"]));
        Assert.True(AccessionList.IsHash(AccessionList.Of([]).Hash));
    }

    [Fact]
    public void A_list_that_was_kept_is_found_by_another_process_and_no_other_name_is()
    {
        var list = AccessionList.Of(["E1", "s 2\n", "\"é\""]);
        using (var lists = Open())
            lists.Keep(list);
        using var others = Open();
        Assert.Equal(list.Accessions, others.Find(list.Hash)!.Accessions);
        foreach (var name in new[] { "", "x", list.Hash[1..], list.Hash.ToUpperInvariant(), $"../lists/{list.Hash}", AccessionList.Of(["E2"]).Hash })
            Assert.Null(others.Find(name));
    }

    [Fact]
    public void A_damaged_list_is_none_until_it_is_kept_again()
    {
        var list = AccessionList.Of(["E1", "E2"]);
        using (var lists = Open())
            lists.Keep(list);
        File.WriteAllText(FileOf(list), "[\"E1\"]");
        using var after = Open();
        Assert.Null(after.Find(list.Hash));
        after.Keep(list);
        Assert.Equal(list, after.Find(list.Hash));
    }

    [Fact]
    public void When_there_is_no_room_those_go_that_nobody_used_for_the_longest_time()
    {
        using var lists = Open();
        var made = Enumerable.Range(0, 11).Select(i => AccessionList.Of([$"E{i}{new string('0', 100_000)}"])).ToList();
        foreach (var list in made[..10]) // a megabyte holds ten of them
        {
            lists.Keep(list);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.NotNull(lists.Find(made[0].Hash));
        lists.Keep(made[10]);

        Assert.Null(lists.Find(made[1].Hash));
        foreach (var list in new[] { made[0], made[2], made[9], made[10] })
            Assert.NotNull(lists.Find(list.Hash));
        Assert.Equal(10, Directory.GetFiles(Path.Combine(_state, "lists")).Length);
    }

    [Fact]
    public void A_url_names_a_list_and_one_there_is_not_is_a_problem()
    {
        using var lists = Open();
        var list = AccessionList.Of(["E1"]);
        lists.Keep(list);
        var url = new SearchUrl(new([]), lists);
        var (request, problems) = url.Parse($"list.not={list.Hash}&list={list.Hash}&page=2");
        Assert.Empty(problems);
        Assert.Equal((list, list), (request.Listed, request.NotListed));
        Assert.Equal($"list={list.Hash}&list.not={list.Hash}&page=2", SearchUrl.Format(request));
        Assert.Equal("", SearchUrl.Format(request.Cleared));

        var none = AccessionList.Of(["E9"]).Hash;
        var problem = Assert.Single(url.Parse($"list={none}").Problems);
        Assert.Equal(("list", none), (problem.Parameter, problem.Value));
        Assert.Single(new SearchUrl(new([])).Parse($"list={list.Hash}").Problems);
    }
}
