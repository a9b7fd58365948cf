using FacetExplorer.Tests;
using FacetExplorer.Tests.Browser;
using FacetExplorer.Tests.Engines;
using FacetExplorer.Tests.Engines.Elasticsearch;
using Xunit.Sdk;
using Xunit.v3;

// One more than two processors: some tests wait for servers and browsers.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace FacetExplorer.Tests;

/// <summary>Classes that take minutes begin first, so that none of them is left alone at the end; all others come in any order.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Long = [typeof(DemoTests), typeof(EmbeddedRandomSearches), typeof(CountingTests), typeof(WalkTests), typeof(IndexerTests), typeof(AccessibilityTests)];

    /// <inheritdoc />
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections).OrderBy(Place)];

    private static int Place<T>(T collection) where T : ITestCollection =>
        Array.FindIndex(Long, type => collection.TestCollectionDisplayName.Contains($" {type.FullName} ", StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length;
}
