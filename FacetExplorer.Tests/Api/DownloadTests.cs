using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FacetExplorer.Api;
using FacetExplorer.Search;
using FacetExplorer.Tests.Engines;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

public sealed class DownloadTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Formats => [.. DownloadFormat.Downloads.Select(f => f.Name).Distinct()];

    [Fact]
    public async Task Samples_come_once_with_all_their_fields_and_matching_experiments() => Assert.Equal(
        """
        {"accession":"s1","experiments":["E1","E3"],"fields":{"organism":["human"],"tissue":["liver"]}}
        {"accession":"s3","experiments":["E2","E3"],"fields":{"organism":["mouse"],"tissue":["liver"]}}

        """, await TextAsync("/api/samples?tissue=liver"));

    [Fact]
    public async Task Experiments_come_with_the_numbers_of_their_samples_and_of_those_that_match() => Assert.Equal(
        """
        accession,samples,matching,title,published
        E1,2,1,Human and mouse,
        E2,2,1,Mice,2014-05-20
        E3,3,2,All of them,

        """.ReplaceLineEndings("\r\n"), await TextAsync("/api/experiments?tissue=liver&format=csv"));

    [Fact]
    public async Task Memberships_are_pairs() => Assert.Equal(
        "sample\texperiment\ns1\tE1\ns1\tE3\ns3\tE2\ns3\tE3\n", await TextAsync("/api/memberships?tissue=liver&format=tsv"));

    [Fact]
    public async Task Nothing_that_matches_is_a_file_without_rows()
    {
        Assert.Equal("", await TextAsync("/api/samples?organism=yeti"));
        Assert.Equal("accession,experiments\r\n", await TextAsync("/api/samples?organism=yeti&format=csv"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("organism=mouse&tissue=liver")]
    [InlineData("organism=mouse&tissue=liver&scope=experiment")]
    [InlineData("organism.not=mouse&scope=experiment")]
    [InlineData("tissue.missing=true")]
    [InlineData("q=mice")]
    [InlineData("q=s2")]
    [InlineData("q=...")]
    [InlineData("published.from=2014&sort=-title&by=tissue&organism.limit=1&view=experiments")]
    public async Task What_is_downloaded_is_what_the_page_counts(string query)
    {
        using var client = site.CreateClient();
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/experiments?{query}", Cancel);
        foreach (var format in DownloadFormat.Downloads)
        {
            Assert.Equal(page.GetProperty("experiments").GetInt64(), await RowsAsync("experiments"));
            Assert.Equal(page.GetProperty("samples").GetProperty("value").GetInt64(), await RowsAsync("samples"));
            Assert.Equal(page.GetProperty("summed").GetInt64(), await RowsAsync("memberships"));

            async Task<long> RowsAsync(string what) =>
                Downloaded.Rows(await TextAsync($"/api/{what}?{query}&format={format.Name}"), format.Name).Select(Downloaded.Line).Distinct().Count();
        }
    }

    [Fact]
    public async Task What_it_is_stands_in_its_headers()
    {
        using var response = await GetAsync("/api/samples?tissue=liver&sort=title&organism=mouse&format=csv");

        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("samples-v1-organism-mouse-tissue-liver.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal("organism=mouse&tissue=liver", Header("Data-Query"));
        Assert.Equal(("1", "2", "1", "2"), (Header("Data-Version"), Header("Data-Experiments"), Header("Data-Samples"), Header("Data-Memberships")));
        Assert.False(response.Headers.Contains("Data-Notice"));
        Assert.Equal("Accept", Assert.Single(response.Headers.Vary));

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
    }

    [Fact]
    public async Task A_file_that_the_client_has_is_not_sent_again_and_HEAD_sends_none()
    {
        using var first = await GetAsync("/api/samples?format=csv");
        var tag = first.Headers.ETag!.ToString();
        using var again = await GetAsync("/api/samples?format=csv", ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await GetAsync("/api/samples?format=csv-spreadsheet-safe", ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        using var client = site.CreateClient();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/samples?format=csv"), Cancel);
        Assert.Equal((HttpStatusCode.OK, "3"), (head.StatusCode, head.Headers.GetValues("Data-Samples").Single()));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("experiments", null, "application/json")]
    [InlineData("experiments", "*/*", "application/json")]
    [InlineData("experiments", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json")]
    [InlineData("experiments", "text/csv", "text/csv")]
    [InlineData("experiments", "application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("experiments", "application/json, text/csv", "application/json")]
    [InlineData("experiments", "*/*;q=0.1, application/json;q=0", "application/jsonl")]
    [InlineData("experiments", "text/*", "text/csv")]
    [InlineData("experiments", "text/*, text/csv;q=0.2", "text/tab-separated-values")]
    [InlineData("samples", null, "application/jsonl")]
    [InlineData("samples", "*/*", "application/jsonl")]
    [InlineData("samples", "not a media type", "application/jsonl")]
    [InlineData("samples", "application/x-ndjson", "application/x-ndjson")]
    [InlineData("samples", "application/jsonl", "application/jsonl")]
    [InlineData("memberships", "TEXT/TAB-SEPARATED-VALUES", "text/tab-separated-values")]
    [InlineData("memberships", "text/csv;q=0.2, text/tab-separated-values;q=0.3", "text/tab-separated-values")]
    [InlineData("samples", "application/json", null)]
    [InlineData("samples", "text/html", null)]
    [InlineData("experiments", "text/csv;q=0", null)]
    public async Task Accept_chooses_the_format(string what, string? accept, string? expected)
    {
        using var response = await GetAsync($"/api/{what}", accept is null ? [] : [("Accept", accept)]);
        Assert.Contains("Accept", response.Headers.Vary);
        if (expected is not null)
        {
            Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            return;
        }
        Assert.Equal((HttpStatusCode.NotAcceptable, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var detail = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString();
        foreach (var named in DownloadFormat.Downloads.SelectMany(f => new[] { f.Name, f.MediaType }).OfType<string>())
            Assert.Contains(named, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiments?format=tsv", "text/csv", "text/tab-separated-values")]
    [InlineData("experiments?format=json", "text/csv", "application/json")]
    [InlineData("samples?format=csv", "text/html", "text/csv")]
    [InlineData("samples?format=csv-spreadsheet-safe", "*/*", "text/csv")]
    public async Task The_parameter_goes_before_Accept(string route, string accept, string expected)
    {
        using var response = await GetAsync($"/api/{route}", ("Accept", accept));
        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("samples?page=2", "page", "2")]
    [InlineData("samples?page=1", "page", "1")]
    [InlineData("memberships?size=25", "size", "25")]
    [InlineData("experiments?format=csv&size=10", "size", "10")]
    [InlineData("experiments?format=csv&page=500&size=100", "page", "500")]
    [InlineData("samples?format=xml", "format", "xml")]
    [InlineData("samples?format=json", "format", "json")]
    [InlineData("experiments?format=CSV", "format", "CSV")]
    [InlineData("samples?format=csv&format=tsv", "format", "csv, tsv")]
    [InlineData("samples?organsim=mouse", "organsim", "mouse")]
    public async Task What_a_download_cannot_be_is_refused_by_name(string route, string parameter, string value)
    {
        using var response = await GetAsync($"/api/{route}");
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var error = Assert.Single((await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").EnumerateArray());
        Assert.Equal((parameter, value), (error.GetProperty("parameter").GetString(), error.GetProperty("value").GetString()));
    }

    [Fact]
    public void The_page_has_no_formats_and_says_so() =>
        Assert.Equal(["format"], new SearchUrl(new([])).Parse("format=csv").Problems.Select(p => p.Parameter));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Values_are_exact(string format)
    {
        await using var hostile = new HostileSite();
        await hostile.InitializeAsync();
        using var client = hostile.CreateClient();
        var file = Encoding.UTF8.GetString(await client.GetByteArrayAsync(new Uri($"/api/samples?format={format}", UriKind.Relative), Cancel));

        Assert.Equal(HostileSite.Expected.Select(Downloaded.Line), Downloaded.Rows(file, format).Select(Downloaded.Line));
    }

    [Fact]
    public async Task No_cell_of_the_spreadsheet_safe_variant_is_a_formula_or_splits_at_any_separator()
    {
        await using var hostile = new HostileSite();
        await hostile.InitializeAsync();
        using var client = hostile.CreateClient();
        var exact = await client.GetStringAsync(new Uri("/api/samples?format=csv", UriKind.Relative), Cancel);
        var safe = Encoding.UTF8.GetString(await client.GetByteArrayAsync(new Uri("/api/samples?format=csv-spreadsheet-safe", UriKind.Relative), Cancel));

        Assert.StartsWith("\uFEFF\"accession\",\"experiments\"", safe, StringComparison.Ordinal);
        var rows = Downloaded.Table(safe.TrimStart('\uFEFF'), "csv").ToList();
        Assert.Equal(string.Concat(rows.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")), safe.TrimStart('\uFEFF'));
        var cells = rows.SelectMany(row => row).ToList();
        Assert.All(cells, cell => Assert.DoesNotMatch(@"\A[=+\-@\t\r\n＝＋－＠]", cell));
        foreach (var risky in (string[])["'+/+", "'=HYPERLINK(\"http://x\",\"y\")", "'-1", "'@SUM(A1)", "'＝1", "''tis"])
            Assert.Contains(risky, cells);
        Assert.Equal(Downloaded.Table(exact, "csv").SelectMany(row => row), cells.Select(cell => cell.StartsWith('\'') ? cell[1..] : cell));
    }

    [Fact]
    public async Task Demo_data_says_that_it_is_invented()
    {
        await using var demo = new Site();
        await demo.InitializeAsync();
        using var client = demo.CreateClient();
        HttpResponseMessage response;
        while ((response = await client.GetAsync(new Uri("/api/memberships?format=csv&q=DEMO-E0001", UriKind.Relative), Cancel)).StatusCode == HttpStatusCode.ServiceUnavailable)
            await Task.Delay(100, Cancel);

        Assert.Equal("invented data, do not cite", Assert.Single(response.Headers.GetValues("Data-Notice")));
        Assert.StartsWith("memberships-v1-demo", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        var rows = Downloaded.Rows(await response.Content.ReadAsStringAsync(Cancel), "csv").ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(["invented data, do not cite"], row["notice"]));
        var line = (await client.GetStringAsync(new Uri("/api/samples?q=DEMO-E0001", UriKind.Relative), Cancel)).Split('\n')[0];
        Assert.Equal("invented data, do not cite", JsonDocument.Parse(line).RootElement.GetProperty("notice").GetString());
    }

    private async Task<string> TextAsync(string address)
    {
        using var response = await GetAsync(address);
        return Encoding.UTF8.GetString(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(Cancel));
    }

    private async Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers)
    {
        using var client = site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Cancel);
    }
}
