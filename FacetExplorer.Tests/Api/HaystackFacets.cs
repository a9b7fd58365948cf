using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FacetExplorer.Tests.Api;

/// <summary>An answer of the facet endpoint, read as its clients do.</summary>
internal sealed record HaystackFacets(JsonElement Body)
{
    public const string Route = "/api/search/facets/";

    public long Count => Body.GetProperty("count").GetInt64();

    public long ExperimentCount => Body.GetProperty("experiment_count").GetInt64();

    public IEnumerable<HaystackEntry> All => new[] { "fields", "dates", "queries" }.SelectMany(group =>
        Body.GetProperty(group).EnumerateObject().SelectMany(key => Of(group, key.Name)));

    public static async Task<HaystackFacets> GetAsync(HttpClient client, string address)
    {
        var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return new HaystackFacets(await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    /// <summary>The problem that an address is refused with.</summary>
    public static async Task<string> RefusedAsync(HttpClient client, string address)
    {
        var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal((address, HttpStatusCode.BadRequest), (address, response.StatusCode));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString()!;
    }

    public IReadOnlyList<HaystackEntry> Of(string group, string key) =>
        [.. Body.GetProperty(group).GetProperty(key).EnumerateArray().Select(e => new HaystackEntry(key, e))];

    public HaystackEntry Entry(string group, string key, string text) => Of(group, key).Single(e => e.Text == text);
}

internal sealed record HaystackEntry(string Key, JsonElement Json)
{
    public string Text => Json.GetProperty("text").GetString()!;

    public long Count => Json.GetProperty("count").GetInt64();

    public long ExperimentCount => Json.GetProperty("experiment_count").GetInt64();

    public bool Selected => Json.GetProperty("selected").GetBoolean();

    public Uri NarrowUrl => new(Json.GetProperty("narrow_url").GetString()!);

    public string? RemoveUrl => Json.GetProperty("remove_url").GetString();
}
