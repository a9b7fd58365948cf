using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

public sealed class DataEndpointTests(TwoSourcesSite site) : IClassFixture<TwoSourcesSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_totals_and_what_each_source_describes_with_its_files()
    {
        using var client = site.CreateClient();
        var data = await client.GetFromJsonAsync<JsonElement>("/api/data", Cancel);
        Assert.Equal((3, 4, 3, 7, false), (Number("generation"), Number("experiments"), Number("samples"), Number("memberships"), data.GetProperty("demo").GetBoolean()));
        Assert.Equal(0, data.GetProperty("warnings").GetArrayLength());
        var sources = data.GetProperty("sources").EnumerateArray().Select(source => (source.GetProperty("name").GetString(), source.GetProperty("experiments").GetInt32(),
            source.GetProperty("samples").GetInt32(), source.GetProperty("shared").GetInt32(), string.Join(", ", source.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("name")} {file.GetProperty("sha256").GetString()!.Length}"))));
        Assert.Equal([("archive", 4, 3, 3, "experiments.jsonl 64, samples.jsonl 64"), ("lab", 1, 2, 3, "samples.jsonl 64, experiments.jsonl 64, samples.jsonl 64")], sources);

        Assert.Equal([(3, 0, 1), (2, 0, 1), (1, 3, 0)], data.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("samples") is var samples
            ? (version.GetProperty("generation").GetInt32(), samples.GetProperty("added").GetInt32(), samples.GetProperty("changed").GetInt32()) : default));

        int Number(string name) => data.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task It_has_a_tag_and_takes_no_parameters()
    {
        using var client = site.CreateClient();
        using var first = await client.GetAsync("/api/data", Cancel);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/data");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var asked = await client.GetAsync("/api/data?tissue=liver", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, asked.StatusCode);
    }
}
