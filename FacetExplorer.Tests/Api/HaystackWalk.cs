using System.Net.Http.Json;
using System.Text.Json;

namespace FacetExplorer.Tests.Api;

/// <summary>Follows links of the facet endpoint and compares what they lead to with what was announced.</summary>
internal sealed class HaystackWalk(HttpClient client, Random random)
{
    public int Followed { get; private set; }

    /// <summary>Follows every entry here, and from at most so many of these further down.</summary>
    public async Task FollowAllAsync(string address, int depth, int most)
    {
        var here = await HaystackFacets.GetAsync(client, address);
        var deeper = new List<string>();
        foreach (var entry in here.All)
        {
            var link = entry.NarrowUrl.AbsoluteUri;
            var there = await HaystackFacets.GetAsync(client, link);
            Followed++;
            Assert.Equal((link, entry.Count, entry.ExperimentCount), (link, there.Count, there.ExperimentCount));
            var same = there.All.Single(e => e.Key == entry.Key && e.Text == entry.Text);
            Assert.True(same.Selected, $"{link} does not select {entry.Key} {entry.Text}");
            Assert.Equal((link, entry.Count, entry.ExperimentCount), (link, same.Count, same.ExperimentCount));
            if (entry.Selected)
            {
                var without = await HaystackFacets.GetAsync(client, entry.RemoveUrl!);
                Assert.DoesNotContain(without.All, e => e.Selected && e.Key == entry.Key && e.Text == entry.Text);
            }
            else
            {
                var back = await HaystackFacets.GetAsync(client, same.RemoveUrl!);
                Assert.Equal((link, here.Count, here.ExperimentCount), (link, back.Count, back.ExperimentCount));
                deeper.Add(link);
            }
        }
        if (depth <= 1)
            return;
        foreach (var link in deeper.OrderBy(_ => random.Next()).Take(most))
            await FollowAllAsync(link, depth - 1, most);
    }

    /// <summary>The accessions of all pages by their links, and back again.</summary>
    public async Task<IReadOnlyList<string>> ReadAllAsync(string address)
    {
        var (forward, back) = (new List<string>(), new List<string>());
        var last = address;
        for (var next = address; next is not null;)
        {
            last = next;
            next = Read(await client.GetFromJsonAsync<JsonElement>(next, TestContext.Current.CancellationToken), forward, "next");
        }
        for (var previous = last; previous is not null;)
            previous = Read(await client.GetFromJsonAsync<JsonElement>(previous, TestContext.Current.CancellationToken), back, "previous");
        Assert.Equal(forward.Order(StringComparer.Ordinal), back.Order(StringComparer.Ordinal));
        return forward;

        static string? Read(JsonElement body, List<string> accessions, string link)
        {
            var page = body.TryGetProperty("objects", out var objects) ? objects : body;
            accessions.AddRange(page.GetProperty("results").EnumerateArray().Select(o => o.GetProperty("accession").GetString()!));
            return page.GetProperty(link).GetString();
        }
    }
}
