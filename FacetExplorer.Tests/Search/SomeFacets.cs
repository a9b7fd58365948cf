using FacetExplorer.Facets;
using FacetExplorer.Search;
using FacetExplorer.Tests.Engines;

namespace FacetExplorer.Tests.Search;

/// <summary>The facets that the tests of this folder search by.</summary>
internal static class SomeFacets
{
    public static readonly FacetRegistry Registry = new PlainCatalog([], [],
    [
        new("organism", "sample"),
        new("tissue", "sample") { FormerKeys = ["organ", "specimen_part"] },
        new("treated", "sample", "boolean"),
        new("age", "sample", "number", "10"),
        new("published", "experiment", "date", "year"),
        new("technology", "experiment", Limit: 5),
    ]).Registry();

    public static readonly SearchUrl Url = new(Registry);

    public static FacetDefinition Get(string key) => Registry.TryGet(key, out var facet) ? facet : throw new ArgumentException(key);

    public static SearchRequest Read(string query)
    {
        var (request, problems) = Url.Parse(query);
        Assert.Empty(problems);
        return request;
    }

    /// <summary>All that a request asks, whatever the order it was put together in.</summary>
    public static string Describe(SearchRequest r) => string.Join('\n',
    [
        $"{r.Text?.Source} {r.Scope} {r.Sort} {r.By?.Key} {r.Page} {r.Size} {r.OwnClausesLeftOut} {r.AtLeast} {r.Generation} {r.Listed?.Hash} {r.NotListed?.Hash} {r.Find}",
        $"{r.View} {r.Rows?.Key} {r.Columns?.Key} {r.EarliestOnly} {r.HidesContained} {string.Join(' ', r.SampleColumns)}",
        .. r.Lists.Select(list => list.ToString()),
        .. r.Clauses.Select(Describe).Order(StringComparer.Ordinal),
        "also",
        .. r.Also.Select(Describe).Order(StringComparer.Ordinal),
    ]);

    private static string Describe(Clause c) =>
        $"{c.Facet.Key} {c.Mode} {c.Missing} {c.From} {c.To} {c.Typed is null} {string.Join(" | ", c.Values.Order(FacetValue.Order).Select(v => v.Text))}";
}
