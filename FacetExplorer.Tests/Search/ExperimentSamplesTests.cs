using FacetExplorer.Catalog;
using FacetExplorer.Search;
using FacetExplorer.Tests.Engines;
using Record = FacetExplorer.Catalog.Record;

namespace FacetExplorer.Tests.Search;

public sealed class ExperimentSamplesTests
{
    /// <summary>Random experiments and filters; the seed is in the message.</summary>
    [Fact]
    public void Samples_of_an_experiment_are_counted_as_if_it_were_all_there_is()
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + 200; seed++)
        {
            var random = new Random(seed);
            var plain = RandomCatalog.Make(random);
            var (registry, pool) = (plain.Registry(), RandomQuery.Pool.Of(plain));
            foreach (var experiment in plain.Experiments.Take(3))
            {
                var oracle = new Oracle(plain with { Experiments = [experiment], Counted = null });
                var samples = ExperimentSamples.Read(SamplesOf(experiment, plain), registry);
                for (var i = 0; i < 4; i++)
                {
                    var asked = new SearchUrl(registry).ParseRecord(i == 0 ? "" : RandomQuery.Make(random, plain, pool)).Request.Samples with { Page = 1 };
                    var (ids, facets) = samples.Find(asked);
                    var expected = oracle.Ask(SearchUrl.Format(asked));
                    var message = $"seed {seed}, {experiment}: ?{SearchUrl.Format(asked)}";
                    Assert.True(expected.Samples == ids.Count, $"{message}\n{ids.Count} samples, but should be {expected.Samples}");
                    foreach (var facet in Answer.Of(Response(facets)).Facets)
                        Assert.True(expected[facet.Key].ToString() == facet.ToString(), $"{message}\n{facet}but should be\n{expected[facet.Key]}");
                    Assert.Empty(expected.Facets.Where(f => f.Recorded > 0).Select(f => f.Key)
                        .Intersect(plain.Facets.Where(f => f.OfSamples).Select(f => f.Key)).Except(facets.Select(f => f.Facet.Key)));
                }
            }
        }
    }

    [Fact]
    public void Samples_come_by_accession()
    {
        var read = ExperimentSamples.Read([new Record(7, "s2", Fields.Empty), new Record(3, "s10", Fields.Empty), new Record(5, "S9", Fields.Empty)], SomeFacets.Registry);

        Assert.Equal([5, 3, 7], read.Find(SearchRequest.All).Ids);
    }

    [Fact]
    public void An_address_keeps_how_samples_are_narrowed_and_the_search_that_led_there()
    {
        var (asked, ignored) = SomeFacets.Url.ParseRecord("?tissue=liver&page=3&search=q%3Da%2Bb%26organism%3Dmouse&technology=array&sort=title&colour=red");

        Assert.Equal("page=3&tissue=liver", SearchUrl.Format(asked.Samples));
        Assert.Equal("organism=mouse&q=a%20b", SearchUrl.Format(asked.Search!));
        Assert.Equal(["colour", "sort", "technology"], ignored.Select(p => p.Parameter).Order());
        Assert.Equal("experiments/E1?page=3&tissue=liver&search=organism%3Dmouse%26q%3Da%2520b", SearchUrl.Link("experiments/E1", asked));
        Assert.Equal("experiments/E1", SearchUrl.Link("experiments/E1", RecordRequest.All with { Search = SearchRequest.All }));
        Assert.Equal("E1", SearchUrl.Link("E1", RecordRequest.All with { Search = SomeFacets.Read("q=" + new string('x', 1000) + "&tissue=" + new string('y', 500) + "&organism=" + new string('z', 500)) }));
    }

    private static IEnumerable<Record> SamplesOf(string experiment, PlainCatalog plain)
    {
        var lines = plain.Samples.ToDictionary(line => PlainRecord.Read(line).Accession);
        return PlainRecord.Read(experiment).Samples
            .Select((accession, i) => new Record(i, accession, lines.TryGetValue(accession, out var line) ? Fields.Parse(line) : Fields.Empty));
    }

    private static SearchResponse Response(IReadOnlyList<FacetCounts> facets) =>
        new(new Generation(1, default, "", 0, 0, 0, IsDemo: false), 0, new Count(0), new Count(0), 0, facets, [], []) { Shared = new Count(0) };
}
