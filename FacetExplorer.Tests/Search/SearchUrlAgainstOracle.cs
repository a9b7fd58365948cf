using FacetExplorer.Search;
using FacetExplorer.Tests.Engines;

namespace FacetExplorer.Tests.Search;

public class SearchUrlAgainstOracle
{
    /// <summary>That what is understood means the same, the random searches of every engine show.</summary>
    [Fact]
    public void Ignores_WhatTheOracleIgnores()
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + 2000; seed++)
        {
            var random = new Random(seed);
            var catalog = RandomCatalog.Make(random);
            var query = RandomQuery.Make(random, catalog, RandomQuery.Pool.Of(catalog));
            var expected = new OracleQuestion(catalog.Facets, query).Ignored;
            var url = new SearchUrl(catalog.Registry());
            var actual = url.Parse(query).Problems.Select(p => Named(catalog, p)).ToHashSet();
            Assert.True(expected.SetEquals(actual), $"seed {seed}: ?{query}\nignored {string.Join(' ', actual)}\nbut should ignore {string.Join(' ', expected)}");
        }
    }

    /// <summary>Of a range that ends before it starts the last end is named; the oracle says "from".</summary>
    private static string Named(PlainCatalog catalog, UrlProblem problem)
    {
        var key = problem.Parameter.Split('.')[0];
        var current = catalog.Facets.FirstOrDefault(f => f.FormerKeys.Contains(key))?.Key ?? key;
        return problem.Allowed.Contains("must not come after", StringComparison.Ordinal) ? $"{current}.from" : current + problem.Parameter[key.Length..];
    }
}
