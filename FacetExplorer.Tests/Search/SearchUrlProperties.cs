using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using FsCheck;
using FsCheck.Fluent;

namespace FacetExplorer.Tests.Search;

/// <summary>What holds of every query string, hostile ones included. FsCheck prints the smallest one that breaks it.</summary>
public class SearchUrlProperties
{
    private static readonly string[] Names =
    [
        "q", "scope", "sort", "page", "size", "by", "view", "view", "rows", "cols", "view.hide", "view.shared", "nonsense", "list", "list.not", "generation", "min",
        "organism", "organism", "organism.all", "organism.not", "organism.also", "organ.also", "technology.also", "organism.missing",
        "organism.limit", "organism.find", "organism.order", "organism.from", "organism.", "organism.not.not", "tissue", "organ", "specimen_part", "organ.not",
        "tissue.limit", "organ.limit", "specimen_part.missing", "tissue.missing", "treated", "treated.not", "age", "age.all", "age.not", "age.from", "age.to",
        "age.missing", "published", "published.from", "published.to", "published.not", "technology", "technology.limit", "organism.skip", "technology.skip", "find", "", "Q", "%", "a=b",
    ];

    private static readonly string[] Values =
    [
        "mouse", "Mouse", " mouse ", "", " ", "a&b=c", "a+b", "100%", "#", "?", "/", "é", "e\u0301", "\U00010400", "\uD800", "\uDC00x", "\0", "\u202Ertl", "\n",
        "true", "false", "TRUE", "4", "4.0", "04", "-0", "0", "1e2", "0..10", "10..0", "5.", "..", "0..", "2014", "2014-05", "2014-05-20", "2014-05-20T10:00Z",
        "2014-05-20 10:00", "2014-13", "9999", "0001", "-1", "1", "2", "3", "10", "25", "50", "100", "101", "1000", "401", "99999999999999999999",
        "sample", "experiment", "-samples", "samples", "-relevance", "relevance", "title", "-title", "-value", "value", "-experiments", "accession",
        "organism", "tissue", "organ", "published", "experiments", "samples", "matrix", "overlap", "timeline", "contained", "each", "earliest", "\"a phrase\" -word pre*", "-", "*", "%zz", "%", "79228162514264337593543950335",
        "0.00000000000000000000000000000000001", new('x', 512), new('x', 513), new('y', 1001), new string('y', 39) + "\U00010400" + new string('y', 1000),
        new string('x', 79) + "\U00010400" + new string('x', 512),
    ];

    /// <summary>Few names a query string, so that they meet each other.</summary>
    private static readonly Gen<(string Name, string Value)[]> Parameters =
        from names in Gen.Elements(Names).ArrayOf(4)
        from odd in Text()
        from parameters in (from name in Gen.Frequency((20, Gen.Elements(names)), (10, Gen.Elements(Names)), (1, Gen.Constant(odd)))
                            from value in Gen.Frequency((10, Gen.Elements(Likely(name))), (10, Gen.Elements(Values)), (3, Text()))
                            select (name, value)).ArrayOf()
        select parameters;

    private static string[] Likely(string name) => name.Split('.')[^1] switch
    {
        "limit" or "page" or "skip" or "min" or "generation" => ["1", "2", "3", "5", "10"],
        "missing" => ["true", "false"],
        "order" => ["value", "-value", "-samples"],
        "sort" => ["-samples", "-relevance", "title"],
        "scope" => ["sample", "experiment"],
        "view" => ["samples", "matrix", "overlap", "timeline"],
        "rows" or "cols" or "by" => ["organism", "organ", "published", "technology"],
        "hide" => ["contained"],
        "shared" => ["each", "earliest"],
        "age" or "from" or "to" => ["4", "4.0", "10", "0..10", "2014", "2014-05"],
        _ => ["mouse", "Mouse", "true", "2014"],
    };

    private static Gen<string> Text() => ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? "");

    private static void Holds<T>(Gen<T> generator, Func<T, bool> property) =>
        Prop.ForAll(generator.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(12).WithReplay(20240501, 7));

    private static string Query(IEnumerable<(string Name, string Value)> parameters) =>
        string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));

    private static SearchRequest Parse(IEnumerable<(string Name, string Value)> parameters) => SomeFacets.Url.Parse(Query(parameters)).Request;

    [Fact]
    public void FormatOfParse_IsCanonical() => Holds(Parameters, parameters =>
    {
        var canonical = SearchUrl.Format(Parse(parameters));
        var again = SomeFacets.Url.Parse(canonical);
        return again.Problems.Count == 0 && SearchUrl.Format(again.Request) == canonical;
    });

    [Fact]
    public void ParseOfFormat_IsTheSameRequest() => Holds(Parameters, parameters =>
    {
        var request = Parse(parameters);
        return SomeFacets.Describe(SomeFacets.Url.Parse(SearchUrl.Format(request)).Request) == SomeFacets.Describe(request);
    });

    [Fact]
    public void OrderOfParameters_DoesNotMatter() => Holds(
        from parameters in Parameters
        from shuffled in Gen.Shuffle(parameters)
        select (parameters, shuffled),
        both => SearchUrl.Format(Parse(both.parameters)) == SearchUrl.Format(Parse(both.shuffled)));

    [Fact]
    public void Canonical_IsSortedWithoutDefaultsAndPlainAscii() => Holds(Parameters, parameters =>
    {
        var request = Parse(parameters);
        var written = SearchUrl.Parameters(request).ToList();
        var names = written.Select(p => p.Name).ToList();
        (string, string)[] defaults = [("scope", "sample"), ("page", "1"), ("size", "25"), ("view", "experiments"), ("view.shared", "each"), ("technology.limit", "5"), ("organism.limit", "10"),
            ("organism.order", "-samples"), ("sort", request.Text is null ? "-samples" : "-relevance")];
        return names.SequenceEqual(names.Order(StringComparer.Ordinal)) && !written.Intersect(defaults).Any() && written.Distinct().Count() == written.Count
            && written.All(p => p.Value.Length > 0) && Ascii.IsValid(SearchUrl.Format(request));
    });

    [Fact]
    public void Problem_NamesParameterValueAndWhatIsAllowed() => Holds(Parameters, parameters =>
        SomeFacets.Url.Parse(Query(parameters)).Problems.All(p =>
            p.Value.Length > 0 && p.Allowed.Length > 0 && IsUnicode(p.Value) && (p.Parameter == "page" || parameters.Any(given => Uri.UnescapeDataString(Uri.EscapeDataString(given.Name)) == p.Parameter))));

    [Fact]
    public void AnyText_IsRead() => Holds(Text(), text =>
    {
        SearchUrl.Format(SomeFacets.Url.Parse(text).Request);
        SearchUrl.Format(SomeFacets.Url.Parse("?q=" + text + "&organism=" + text + "&age.from=" + text).Request);
        return true;
    });

    [Fact]
    public void Toggle_TwiceIsNothingButPageOne() => Holds(
        from parameters in Parameters
        from facet in Gen.Elements(SomeFacets.Registry.All.ToArray())
        from value in Gen.Elements(Values)
        select (parameters, facet, value),
        given =>
        {
            var request = Parse(given.parameters) with { Page = 1 };
            var value = FacetValue.ReadAsked(given.facet.Kind, Value.OfTyped(given.value));
            if (value is { Text: "" } || request.Selects(given.facet, value?.Text) || request.Excludes(given.facet, value?.Text))
                return true;
            var toggled = request.Toggle(given.facet, value);
            return toggled.Selects(given.facet, value?.Text) && SearchUrl.Format(toggled.Toggle(given.facet, value)) == SearchUrl.Format(request);
        });

    [Fact]
    public void EveryChange_SurvivesTheUrl() => Holds(
        from parameters in Parameters
        from changes in (from facet in Gen.Elements(SomeFacets.Registry.All.ToArray())
                         from value in Gen.Elements(Values)
                         from change in Gen.Choose(0, 4)
                         select (facet, value, change)).ArrayOf()
        select (parameters, changes),
        given =>
        {
            var request = given.changes.Aggregate(Parse(given.parameters), (r, c) => Change(r, c.facet, c.value, c.change));
            var again = SomeFacets.Url.Parse(SearchUrl.Format(request));
            return again.Problems.Count == 0 && SomeFacets.Describe(again.Request) == SomeFacets.Describe(request);
        });

    private static SearchRequest Change(SearchRequest request, FacetDefinition facet, string text, int change)
    {
        var value = FacetValue.ReadAsked(facet.Kind, Value.OfTyped(text));
        if (value is { Text: "" })
            value = null;
        return change switch
        {
            0 => request.Toggle(facet, value),
            1 => request.With(facet, value),
            2 => request.Excluding(facet, value),
            3 => request.Without(facet, value?.Text),
            _ => facet.IsRanged && FacetValue.Read(facet.Kind, text) is { } end ? request.WithRange(facet, end.Text, null) : request,
        };
    }

    private static bool IsUnicode(string text)
    {
        try
        {
            return text.Normalize() is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
