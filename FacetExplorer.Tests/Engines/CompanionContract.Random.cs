using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>Random catalogs; a failure names the seed, which <c>FACETEXPLORER_SEED</c> replays.</summary>
public abstract partial class CompanionContract
{
    /// <summary>How many random catalogs are tried.</summary>
    private protected virtual int Catalogs => 150;

    private async Task WithRandomCatalogsAsync(Func<PlainCatalog, Companions, Random, Task> check)
    {
        var seed = Seeds.Given;
        var first = seed ?? Random.Shared.Next();
        for (var i = first; i < first + (seed is null ? Catalogs : 1); i++)
        {
            var random = new Random(i);
            var plain = RandomCatalog.Make(random);
            if (plain.Experiments.Count == 0)
                continue;
            await using var catalog = await OpenAsync(plain, random);
            try
            {
                await check(plain, catalog, random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"FACETEXPLORER_SEED={i}: {e.Message}\n{plain}", e);
            }
        }
    }

    [Fact]
    public Task Completions_are_those_of_a_loop_over_everything() => WithRandomCatalogsAsync(async (plain, catalog, random) =>
    {
        var experiments = plain.Experiments.Select(PlainRecord.Read).ToList();
        var samples = plain.Samples.Select(PlainRecord.Read).Concat(experiments.SelectMany(e => e.Samples).Select(s => PlainRecord.Read($$"""{"accession": {{System.Text.Json.JsonSerializer.Serialize(s)}}}""")))
            .DistinctBy(s => s.Accession).ToList();
        var lists = catalog.Facets.All.Where(f => f.Kind is FacetKind.Terms or FacetKind.Tree).Aggregate(SearchRequest.All, (r, f) => r.WithList(f, new FacetList(1000)));
        var values = (await catalog.AskAsync(lists)).Facets.Where(f => f.Facet.Kind is FacetKind.Terms or FacetKind.Tree).SelectMany(f => f.Buckets.Select(b => (f.Facet, b))).ToList();
        var pool = RandomQuery.Pool.Of(plain);
        for (var i = 0; i < 10; i++)
        {
            var typed = Typed(random, pool);
            var words = OracleText.Words(typed).ToList();
            var found = await catalog.CompleteAsync(typed, 1000);

            Assert.Equal(
                experiments.Where(e => e.Fields.GetValueOrDefault("title") is [var title, ..] && Completes(title)).OrderByDescending(e => e.Samples.Count)
                    .ThenBy(e => e.Accession, CodePointOrder.Instance).Select(e => e.Accession),
                found.Titles.Select(t => t.Accession));
            Assert.Equal(
                values.Where(v => Completes(v.b.Value!.Text)).Select(v => $"{v.Facet.Key}={v.b.Value!.Text}: {v.b.Samples.Value} in {v.b.Experiments}").Order(StringComparer.Ordinal),
                found.Values.Select(v => $"{v.Facet.Key}={v.Value.Text}: {v.Samples.Value} in {v.Experiments}").Order(StringComparer.Ordinal));
            Assert.Equal(found.Values.OrderByDescending(v => v.Samples.Value), found.Values);
            Assert.Equal(Named(experiments, sample: false).Concat(Named(samples, sample: true)), found.Accessions.Select(a => (a.IsSample, a.Asked, a.Accession)));
            foreach (var value in found.Values.Take(3))
            {
                var followed = await catalog.AskAsync(catalog.Url.Parse(SearchUrl.Format(SearchRequest.All.With(value.Facet, value.Value))).Request);
                Assert.Equal((value.Samples, value.Experiments), (followed.Samples, followed.Experiments));
            }

            bool Completes(string text) => words.Count > 0 && words.All(w => OracleText.Words(text).Any(word => word.StartsWith(w, StringComparison.Ordinal)));

            IEnumerable<(bool, string, string)> Named(List<PlainRecord> records, bool sample) => words.Count == 0 ? [] : records
                .Select(r => (Asked: r.Alternates.Append(r.Accession).Where(Begins).Order(CodePointOrder.Instance).FirstOrDefault(), r.Accession))
                .Where(r => r.Asked is not null).OrderBy(r => r.Asked!, CodePointOrder.Instance).Select(r => (sample, r.Asked!, r.Accession));

            bool Begins(string accession) => accession.StartsWith(PlainRecord.Clean(typed), StringComparison.Ordinal)
                || accession.StartsWith(PlainRecord.Clean(typed).ToUpperInvariant(), StringComparison.Ordinal);
        }
    });

    [Fact]
    public Task Every_correction_has_the_results_it_announces() => WithRandomCatalogsAsync(async (plain, catalog, random) =>
    {
        var pool = RandomQuery.Pool.Of(plain);
        for (var i = 0; i < 15; i++)
        {
            var query = $"q={Uri.EscapeDataString(Misspelled(random, Typed(random, pool)))}&{RandomQuery.Clauses(random, plain.Facets, pool, random.Next(2))}";
            var always = random.Next(3) == 0;
            var request = catalog.Url.Parse(query).Request;
            var corrections = await catalog.CorrectAsync(query, always);

            Assert.True(corrections.Count <= 3);
            if (corrections.Count > 0 && !always)
                Assert.Equal(0, (await catalog.AskAsync(SearchRequest.All with { Text = request.Text })).Experiments);
            foreach (var correction in corrections)
            {
                Assert.NotEqual(request.Text, correction.Request.Text);
                Assert.Contains(SearchUrl.Format(correction.Request with { Text = null }), new[] { request, request.Unfiltered() }.Select(asked => SearchUrl.Format(asked with { Text = null, Page = 1 })));
                if (request.IsFiltered && !correction.Request.IsFiltered)
                    Assert.Equal(0, (await catalog.AskAsync(request with { Text = correction.Request.Text, Page = 1 })).Experiments);
                var followed = await catalog.AskAsync(catalog.Url.Parse(SearchUrl.Format(correction.Request)).Request);
                Assert.True(correction.Experiments > 0);
                Assert.Equal((correction.Samples, correction.Experiments), (followed.Samples, followed.Experiments));
            }
        }
    });

    [Fact]
    public Task More_like_this_is_what_adding_up_by_hand_says() => WithRandomCatalogsAsync(async (_, catalog, random) =>
    {
        var all = (await catalog.AskAsync(SearchRequest.All with { Size = 100 })).Hits;
        var features = all.ToDictionary(h => h.Accession, Features);
        var having = features.Values.SelectMany(f => f).CountBy(f => f).ToDictionary();
        foreach (var hit in random.GetItems(all.ToArray(), 4))
        {
            var like = await catalog.LikeAsync(hit.Accession, 100);
            var expected = all.Where(h => h != hit).Select(h => (h.Accession, Score: features[h.Accession].Intersect(features[hit.Accession]).Sum(f => Math.Log((double)all.Count / having[f]))))
                .ToDictionary(h => h.Accession, h => h.Score);

            Assert.Equal(hit.Accession, like!.Hit.Accession);
            Assert.DoesNotContain(like.Others, o => o.Hit.Accession == hit.Accession);
            Assert.All(like.Others, o => Assert.Equal(expected[o.Hit.Accession], o.Score, 9));
            Assert.Equal(like.Others.OrderByDescending(o => o.Score).ThenBy(o => o.Hit.Accession, CodePointOrder.Instance), like.Others);
            // Eight values at most are looked for, and no word is left out.
            if (features[hit.Accession].Count(f => f.Facet is not null) <= 8)
                Assert.Equal(expected.Count(e => e.Value > 1e-9), like.Others.Count);
        }

        HashSet<(string? Facet, string Text)> Features(Hit hit) =>
        [
            .. OracleText.Tokens(hit.Title ?? "").Select(token => ((string?)null, token)),
            .. catalog.Facets.All.Where(f => f.Kind == FacetKind.Terms).SelectMany(f => hit.Values[f.Key].Select(v => ((string?)f.Key, v.Text))),
        ];
    });

    /// <summary>What someone may have typed so far, on the way to something the catalog has.</summary>
    private static string Typed(Random random, RandomQuery.Pool pool)
    {
        var known = random.Next(4) == 0 ? pool.Accessions : pool.Values.Values.SelectMany(v => v).ToArray();
        if (known.Length == 0 || random.Next(20) == 0)
            return random.GetItems(["", "-", "the", "\"", "a b c"], 1)[0];
        var text = random.GetItems(known, 1)[0];
        var pieces = random.Next(2) == 0 ? [text] : text.Split(' ');
        random.Shuffle(pieces);
        return string.Join(' ', pieces.Take(3).Select(p => string.Concat(p.EnumerateRunes().Take(random.Next(1, 20)))));
    }

    private static string Misspelled(Random random, string text)
    {
        var letters = text.ToList();
        for (var slips = random.Next(1, 3); slips > 0 && letters.Count > 2; slips--)
        {
            var i = random.Next(letters.Count - 1);
            switch (random.Next(4))
            {
                case 0: letters.RemoveAt(i); break;
                case 1: letters.Insert(i, 'e'); break;
                case 2: letters[i] = 'o'; break;
                default: (letters[i], letters[i + 1]) = (letters[i + 1], letters[i]); break;
            }
        }
        return new string([.. letters]);
    }
}
