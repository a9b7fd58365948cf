using FacetExplorer.Search;

namespace FacetExplorer.Tests.Search;

public class SearchUrlTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("?", "")]
    [InlineData("q=&organism=&scope=&nonsense=", "")]
    [InlineData("scope=sample&size=25&page=1&sort=-samples&view=experiments", "")]
    [InlineData("q=x&sort=-relevance", "q=x")]
    [InlineData("q=x&sort=-samples", "q=x&sort=-samples")]
    [InlineData("tissue=b&tissue=a&organism=z&tissue=b", "organism=z&tissue=a&tissue=b")]
    [InlineData("organ=liver&specimen_part=skin", "tissue=liver&tissue=skin")]
    [InlineData("tissue=e%CC%81+", "tissue=%C3%A9")]
    [InlineData("tissue=a%26b%3Dc%2Bd%23%25", "tissue=a%26b%3Dc%2Bd%23%25")]
    [InlineData("age=4.0&age=4&age=04", "age=4")]
    [InlineData("age=1e1..20.50", "age=10..20.5")]
    [InlineData("age.to=10&age.from=-0", "age.from=0&age.to=10")]
    [InlineData("treated=TRUE&treated=True", "treated=true")]
    [InlineData("published=2014-05-20 10:00Z", "published=2014-05-20T10%3A00")]
    [InlineData("organism.all=a&organism.all=b&organism.all=a", "organism.all=a&organism.all=b")]
    [InlineData("tissue.missing=true&tissue=x", "tissue=x&tissue.missing=true")]
    [InlineData("tissue.not=x&tissue.not=x&tissue.not=X", "tissue.not=X&tissue.not=x")]
    [InlineData("technology.limit=5&organism.limit=11", "organism.limit=11")]
    [InlineData("age.order=value&organism.order=-samples&organism.order=", "")]
    [InlineData("min=010&tissue.also=b&organ.also=a&tissue.also=b&age.also=4.0", "age.also=4&min=10&tissue.also=a&tissue.also=b")]
    [InlineData("page=3&size=100&sort=title&by=organ&scope=experiment", "by=tissue&page=3&scope=experiment&size=100&sort=title")]
    [InlineData("view=samples&cols=treated&cols=organ&cols=title&cols=tissue&rows=age&by=organism&page=2", "cols=tissue&cols=title&cols=treated&page=2&view=samples")]
    [InlineData("view=matrix&cols=organ&rows=published&by=organism&page=2&view.hide=contained", "cols=tissue&rows=published&view=matrix")]
    [InlineData("view=timeline&rows=published&cols=organism&by=technology&view.shared=earliest&page=3", "by=technology&rows=published&view=timeline&view.shared=earliest")]
    [InlineData("view=timeline&view.shared=each", "view=timeline")]
    [InlineData("view=overlap&view.hide=contained&view.shared=earliest&page=2", "page=2&view=overlap&view.hide=contained")]
    [InlineData("rows=published&cols=organism&view.shared=earliest&view.hide=contained", "")]
    public void Format_IsCanonical(string query, string canonical) => Assert.Equal(canonical, SearchUrl.Format(SomeFacets.Read(query)));

    [Theory]
    [InlineData("nonsense=1", "nonsense", "1", "")]
    [InlineData("Q=1", "Q", "1", "")]
    [InlineData("scope=both", "scope", "both", "")]
    [InlineData("scope=sample&scope=experiment", "scope", "sample, experiment", "")]
    [InlineData("q=a&q=a", "q", "a, a", "")]
    [InlineData("sort=-relevance", "sort", "-relevance", "")]
    [InlineData("sort=relevance&q=x", "sort", "relevance", "q=x")]
    [InlineData("size=20&organism=x", "size", "20", "organism=x")]
    [InlineData("page=0", "page", "0", "")]
    [InlineData("page=01x", "page", "01x", "")]
    [InlineData("page=401", "page", "401", "")]
    [InlineData("page=101&size=100", "page", "101", "size=100")]
    [InlineData("page=99999999999999999999", "page", "99999999999999999999", "")]
    [InlineData("view=table", "view", "table", "")]
    [InlineData("view=samples&view=matrix", "view", "samples, matrix", "")]
    [InlineData("view=matrix&rows=colour", "rows", "colour", "view=matrix")]
    [InlineData("view=matrix&rows=organism&rows=tissue", "rows", "organism, tissue", "view=matrix")]
    [InlineData("view=matrix&rows=organism&cols=organism", "cols", "organism", "rows=organism&view=matrix")]
    [InlineData("view=timeline&rows=tissue", "rows", "tissue", "view=timeline")]
    [InlineData("view=timeline&view.shared=last", "view.shared", "last", "view=timeline")]
    [InlineData("view=overlap&view.hide=all", "view.hide", "all", "view=overlap")]
    [InlineData("view=overlap&view.hidden=contained", "view.hidden", "contained", "view=overlap")]
    [InlineData("by=colour", "by", "colour", "")]
    [InlineData("by=technology", "by", "technology", "")]
    [InlineData("min=0", "min", "0", "")]
    [InlineData("min=1000001", "min", "1000001", "")]
    [InlineData("min=2&min=3", "min", "2, 3", "")]
    [InlineData("technology.also=x&organism.also=y", "technology.also", "x", "organism.also=y")]
    [InlineData("age.also=old", "age.also", "old", "")]
    [InlineData("organism.any=x", "organism.any", "x", "")]
    [InlineData("organism.=x", "organism.", "x", "")]
    [InlineData("organism.from=x", "organism.from", "x", "")]
    [InlineData("organism.missing=maybe", "organism.missing", "maybe", "")]
    [InlineData("tissue.missing=true&organ.missing=false", "tissue.missing", "true, false", "")]
    [InlineData("organ.limit=3&tissue.limit=4", "organ.limit", "3, 4", "")]
    [InlineData("organism.limit=0", "organism.limit", "0", "")]
    [InlineData("organism.limit=1001", "organism.limit", "1001", "")]
    [InlineData("organism.order=size", "organism.order", "size", "")]
    [InlineData("treated=maybe&treated=true", "treated", "maybe", "treated=true")]
    [InlineData("age=old", "age", "old", "")]
    [InlineData("age=10..5", "age", "10..5", "")]
    [InlineData("age=5..5", "age", "5..5", "")]
    [InlineData("age.from=0..5", "age.from", "0..5", "")]
    [InlineData("age.from=10&age.to=5&age=3", "age.to", "5", "age=3")]
    [InlineData("published=May 2014", "published", "May 2014", "")]
    [InlineData("published=2014-13", "published", "2014-13", "")]
    [InlineData("published.from=2015&published.to=2014-12-31", "published.to", "2014-12-31", "")]
    public void Impossible_IsLeftOutAndNamed(string query, string parameter, string value, string rest)
    {
        var (request, problems) = SomeFacets.Url.Parse(query);
        var problem = Assert.Single(problems);
        Assert.Equal((parameter, value), (problem.Parameter, problem.Value));
        Assert.NotEmpty(problem.Allowed);
        Assert.Equal(rest, SearchUrl.Format(request));
    }

    [Theory]
    [InlineData("scope=both", "sample, experiment")]
    [InlineData("size=20", "10, 25, 50, 100")]
    [InlineData("by=colour", "organism, tissue")]
    [InlineData("sort=up", "-relevance, -samples")]
    [InlineData("view=table", "experiments, samples, matrix, overlap, timeline")]
    [InlineData("view=matrix&rows=colour", "organism, tissue, treated")]
    [InlineData("view=timeline&rows=colour", "one of published")]
    [InlineData("view=timeline&view.shared=last", "each, earliest")]
    [InlineData("organism.limit=0", "1 to 1000")]
    [InlineData("min=ten", "1 to 1000000")]
    [InlineData("technology.also=x", "one of organism.also, tissue.also")]
    [InlineData("age=old", "0..10")]
    [InlineData("published=soon", "2014-05")]
    [InlineData("treated=maybe", "true or false")]
    public void Problem_SaysWhatIsAllowed(string query, string allowed) =>
        Assert.Contains(allowed, Assert.Single(SomeFacets.Url.Parse(query).Problems).Allowed, StringComparison.Ordinal);

    [Fact]
    public void AllMistakes_AreNamedAtOnce() => Assert.Equal(
        ["scope", "age", "colour", "page"],
        SomeFacets.Url.Parse("scope=x&age=y&colour=z&page=-1&organism=mouse").Problems.Select(p => p.Parameter));

    [Fact]
    public void TooLong_IsRefused()
    {
        Assert.Empty(SomeFacets.Url.Parse($"q={new string('x', 1000)}").Problems);
        Assert.Equal("q", Assert.Single(SomeFacets.Url.Parse($"q={new string('x', 1001)}").Problems).Parameter);
        Assert.Empty(SomeFacets.Url.Parse($"tissue={new string('x', 512)}").Problems);
        Assert.Equal("tissue", Assert.Single(SomeFacets.Url.Parse($"tissue={new string('x', 513)}").Problems).Parameter);
        Assert.Equal("tissue.find", Assert.Single(SomeFacets.Url.Parse($"tissue.find={new string('x', 513)}").Problems).Parameter);
    }

    [Fact]
    public void TooMany_AreCutOffAndNamed()
    {
        var many = string.Join('&', Enumerable.Range(0, SearchUrl.MaximumValues + 5).Select(i => $"tissue=v{i}"));
        var (request, problems) = SomeFacets.Url.Parse(many);
        Assert.Equal("v500", Assert.Single(problems).Value);
        Assert.Equal(SearchUrl.MaximumValues, Assert.Single(request.Clauses).Values.Length);
    }

    [Fact]
    public void Columns_AreAtMostTwenty()
    {
        var (request, problems) = SomeFacets.Url.Parse("view=samples&" + string.Join('&', Enumerable.Range(10, 21).Select(i => $"cols=field{i}")));
        Assert.Equal(("cols", "field30", "at most 20 columns"), Assert.Single(problems) is var problem ? (problem.Parameter, problem.Value, problem.Allowed) : default);
        Assert.Equal(20, request.SampleColumns.Length);
    }

    [Fact]
    public void AnotherView_KeepsWhatNarrowsAndLeavesOutWhatItDoesNotUse()
    {
        var request = SomeFacets.Read("organism=mouse&sort=title&by=tissue&page=3");
        Assert.Equal("organism=mouse&sort=title&view=samples", SearchUrl.Format(request.In(View.Samples)));
        Assert.Equal("by=tissue&organism=mouse&sort=title&view=timeline", SearchUrl.Format(request.In(View.Timeline)));
        Assert.Equal("organism=mouse&sort=title", SearchUrl.Format(request.In(View.Matrix) with { Rows = SomeFacets.Get("age") } is var matrix ? matrix.In(View.Experiments) : request));
    }

    [Fact]
    public void Alternatives_AreOneClauseAndAllOfAreSeveral()
    {
        var alternatives = Assert.Single(SomeFacets.Read("age=4&age=10..20&age.from=30&age.missing=true").Clauses);
        Assert.Equal((ClauseMode.Any, 2, "30", null, true), (alternatives.Mode, alternatives.Values.Length, alternatives.From, alternatives.To, alternatives.Missing));
        Assert.Equal(5, SomeFacets.Read("tissue=a&tissue.all=a&tissue.all=b&tissue.not=c&tissue.missing=false").Clauses.Length);
    }

    [Fact]
    public void Changes_LeadBackToPageOneButListsDoNot()
    {
        var request = SomeFacets.Read("page=3&organism=mouse");
        var organism = SomeFacets.Get("organism");
        Assert.Equal(1, request.Toggle(organism, new FacetValue("human")).Page);
        Assert.Equal(1, request.Excluding(organism, null).Page);
        Assert.Equal(1, request.Without(request.Clauses[0]).Page);
        Assert.Equal(1, request.WithRange(SomeFacets.Get("age"), "1", null).Page);
        Assert.Equal(1, request.AlsoContaining(organism, new FacetValue("rat")).Page);
        Assert.Equal(3, request.WithList(organism, new FacetList(Limit: 50)).Page);
    }

    [Fact]
    public void Excluding_ASelectedValueReplacesIt()
    {
        var organism = SomeFacets.Get("organism");
        var request = SomeFacets.Read("organism=mouse&organism=human");
        Assert.Equal("organism=human&organism.not=mouse", SearchUrl.Format(request.Excluding(organism, new FacetValue("mouse"))));
        Assert.Equal("organism=human&organism=mouse", SearchUrl.Format(request.Excluding(organism, new FacetValue("mouse")).With(organism, new FacetValue("mouse"))));
    }
}
