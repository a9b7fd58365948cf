using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Record = FacetExplorer.Catalog.Record;

namespace FacetExplorer.Tests.Engines;

/// <summary>
/// Very many random catalogs, counted in memory and held against the oracle: what <see cref="EmbeddedRandomSearches"/> does for fewer from
/// files, with texts, lists and hits. <c>FACETEXPLORER_SEED</c> and <c>FACETEXPLORER_CATALOGS</c> are the same here.
/// </summary>
public sealed class CountingTests
{
    private const int Catalogs = 10_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task TenThousandCatalogs_AreCountedAsTheOracleDoes() => RandomSearches.ForEachCatalogAsync(Catalogs, seed =>
    {
        var random = new Random(seed);
        var plain = RandomCatalog.Make(random);
        var facets = plain.Registry();
        var url = new SearchUrl(facets);
        var query = Enumerable.Repeat(RandomQuery.Pool.Of(plain), 100).Select(pool => RandomQuery.Make(random, plain, pool)).First(query => url.Parse(query).Request.Text is null);
        var leftOut = random.Next(4) > 0;
        var expected = new Oracle(plain).Ask(query, leftOut) with { Hits = [] };
        var actual = Count(plain, facets, url.Parse(query).Request with { OwnClausesLeftOut = leftOut }, url.Parse(plain.Counted).Request.Clauses);
        Assert.True(expected.ToString() == actual.ToString(), $"FACETEXPLORER_SEED={seed}, own clauses {(leftOut ? "left out" : "kept in")}: ?{query}\n{actual}\nshould be\n{expected}\n{plain}");
        return Task.CompletedTask;
    });

    private static Answer Count(PlainCatalog plain, FacetRegistry facets, SearchRequest request, IReadOnlyList<Clause> counted)
    {
        var snapshot = SnapshotBuilder.Build(new RecordsInMemory(plain), facets, counted, Cancel);
        var index = new EmbeddedIndex(snapshot, null!, new ListLookup(counted)); // no texts are looked for
        using var narrowing = new Narrowing(index, null, ListedInGeneration.None, request);
        using var other = new Narrowing(index, null, ListedInGeneration.None, request.InOtherScope);
        var (selection, counts, _) = EmbeddedEngine.Count(request, index, narrowing, Cancel);
        return Answer.Of(new SearchResponse(
            new Generation(1, DateTimeOffset.UnixEpoch, "", 0, 0, 0, false), selection.Count, new Count(selection.Samples), new Count(other.Select(null, Cancel).Samples),
            selection.Summed, counts, [], [])
        { Shared = new Count(selection.Shared) });
    }

    /// <summary>A plain catalog as a data version would hold it.</summary>
    private sealed class RecordsInMemory : ICatalogRecords
    {
        private readonly List<Record> _samples = [], _experiments = [];
        private readonly SortedSet<(int Sample, int Experiment)> _memberships = [];

        public RecordsInMemory(PlainCatalog plain)
        {
            foreach (var line in plain.Samples)
                _samples.Add(Read(line, _samples.Count + 1));
            var ids = _samples.ToDictionary(sample => sample.Accession, sample => sample.Id);
            foreach (var line in plain.Experiments)
            {
                _experiments.Add(Read(line, _experiments.Count + 1));
                foreach (var accession in PlainRecord.Read(line).Samples)
                {
                    if (ids.TryAdd(accession, _samples.Count + 1))
                        _samples.Add(new Record(_samples.Count + 1, accession, Fields.Parse("{}")));
                    _memberships.Add((ids[accession], _experiments.Count));
                }
            }
        }

        public IEnumerable<Record> Experiments(CancellationToken cancel) => _experiments;

        public IEnumerable<Record> Samples(CancellationToken cancel) => _samples;

        public IEnumerable<(int Sample, int Experiment)> Memberships(CancellationToken cancel) => _memberships;

        private static Record Read(string line, int id) => new(id, PlainRecord.Read(line).Accession, Fields.Parse(PlainRecord.FieldsOf(line)));
    }
}
