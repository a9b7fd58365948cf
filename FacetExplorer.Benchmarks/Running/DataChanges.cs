using System.Globalization;
using System.Net;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Import;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>
/// Data versions replace each other, and are indexed anew, under a server that is asked all the time. Of each version everything is known
/// by its number: version v has 20 + v samples, each of which names v. So an answer of two versions is found whatever of it is old.
/// </summary>
internal sealed class DataChanges : IAsyncDisposable
{
    private const int Base = 20, Askers = 4;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("data-changes-");
    private readonly string[] _switches;
    private readonly CancellationToken _cancel;
    private int _asked, _behind;

    private DataChanges(string[] switches, CancellationToken cancel) =>
        (_switches, _cancel) = ([.. switches, "--Facets:round:Level=sample", "--Search:CachedAnswers=0"], cancel);

    private string State => Path.Combine(_root.FullName, "state");

    private Settings Settings => Settings.Load(_switches, State);

    /// <summary>Changes the data so many times, and indexes it anew after each.</summary>
    /// <returns>How many answers there were, and how many downloads were refused as an index was behind, which Elasticsearch alone may do.</returns>
    /// <exception cref="InvalidOperationException">An answer failed, or was of two versions.</exception>
    public static async Task<(int Answers, int Behind)> RunAsync(int changes, IEnumerable<string> switches, CancellationToken cancel)
    {
        await using var all = new DataChanges([.. switches], cancel);
        await all.ChangeAsync(1);
        await using var server = await ServerProcess.StartAsync(all.State, all._switches, cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var done = new CancellationTokenSource();
        var asking = Enumerable.Range(0, Askers).Select(number => Task.Run(() => all.AskAsync(client, number, done.Token), cancel)).ToList();
        try
        {
            for (var version = 2; version <= changes + 1; version++)
            {
                await all.ChangeAsync(version);
                await all.UntilServedAsync(client, version, asking);
                await Publication.IndexCurrentAsync(all.Settings, null, cancel);
            }
        }
        finally
        {
            await done.CancelAsync();
        }
        await Task.WhenAll(asking);
        return (all._asked, all._behind);
    }

    /// <summary>Makes the next version.</summary>
    private async Task ChangeAsync(int version)
    {
        var source = Directory.CreateDirectory(Path.Combine(_root.FullName, "source")).FullName;
        var samples = Enumerable.Range(0, Base + version).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{i}")).ToList();
        await File.WriteAllLinesAsync(Path.Combine(source, "samples.jsonl"), samples.Select(sample => $$"""{"accession": "{{sample}}", "round": "edition{{version}}"}"""), _cancel);
        await File.WriteAllLinesAsync(Path.Combine(source, "experiments.jsonl"),
            samples.Select((sample, i) => $$"""{"accession": "E{{i}}", "title": "of edition{{version}}", "sample_accession_codes": ["{{sample}}", "S0"]}"""), _cancel);
        var settings = Settings;
        using var import = new Importer(new CatalogFiles(State), settings.Import).Prepare(new ImportRequest([source]) { Replace = true }, null, _cancel);
        await Publication.PublishAsync(import, settings, _cancel);
        Check(import.Generation?.Number == version, $"The import made version {import.Generation?.Number}, not {version}.");
    }

    private async Task UntilServedAsync(HttpClient client, int version, IReadOnlyList<Task> asking)
    {
        while (await VersionAsync(client) != version)
        {
            if (asking.FirstOrDefault(task => task.IsFaulted) is { } failed)
                await failed;
            await Task.Delay(20, _cancel);
        }
    }

    private async Task<int> VersionAsync(HttpClient client)
    {
        using var answer = await ReadAsync(client, "/api/experiments?size=10");
        return answer.RootElement.GetProperty("generation").GetInt32();
    }

    /// <summary>Asks one after the other until it is over; each reader's answers get newer, never older.</summary>
    private async Task AskAsync(HttpClient client, int number, CancellationToken done)
    {
        var newest = 0;
        for (var i = number; !done.IsCancellationRequested; i++)
        {
            var version = (i % 3) switch
            {
                0 => await DownloadAsync(client) ?? newest,
                1 => await PageAsync(client, i),
                _ => await SearchAsync(client, i),
            };
            Check(version >= newest, $"Version {version} was answered after version {newest}.");
            newest = i % 3 == 2 ? version : newest; // the page may show a cached count of another asker
            Interlocked.Increment(ref _asked);
        }
    }

    private async Task<int> SearchAsync(HttpClient client, int i)
    {
        using var answer = await ReadAsync(client, FormattableString.Invariant($"/api/experiments?q=-x{i}"));
        var root = answer.RootElement;
        var version = root.GetProperty("generation").GetInt32();
        var text = root.GetRawText();
        Check(root.GetProperty("experiments").GetInt32() == Base + version && root.GetProperty("samples").GetProperty("value").GetInt32() == Base + version, $"Version {version}: {text}");
        CheckRounds(text, version);
        return version;
    }

    private async Task<int> PageAsync(HttpClient client, int i)
    {
        var page = await client.GetStringAsync(FormattableString.Invariant($"/?q=-x{i}"), _cancel);
        var said = System.Text.RegularExpressions.Regex.Match(page, "([0-9]+) unique samples in ([0-9]+) experiments");
        Check(said.Success, $"The page has no numbers: {page}");
        var version = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) - Base;
        Check(said.Groups[2].Value == said.Groups[1].Value, $"The page says {said.Value}");
        CheckRounds(page, version);
        return version;
    }

    private async Task<int?> DownloadAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/api/samples?format=csv", UriKind.Relative), _cancel);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && Settings.UsesElasticsearch)
        {
            Interlocked.Increment(ref _behind);
            return null;
        }
        answer.EnsureSuccessStatusCode();
        var version = int.Parse(answer.Headers.GetValues("Data-Version").Single(), CultureInfo.InvariantCulture);
        var file = await answer.Content.ReadAsStringAsync(_cancel);
        Check(file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length == Base + version + 1, $"The download of version {version}: {file}");
        CheckRounds(file, version);
        return version;
    }

    private async Task<JsonDocument> ReadAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), _cancel);
        var text = await answer.Content.ReadAsStringAsync(_cancel);
        Check(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }

    /// <summary>All that names a version names this one.</summary>
    private static void CheckRounds(string text, int version)
    {
        var named = System.Text.RegularExpressions.Regex.Matches(text, "edition([0-9]+)").Select(match => match.Groups[1].Value).Distinct().ToList();
        Check(named is [var only] && only == version.ToString(CultureInfo.InvariantCulture), $"Version {version} names {string.Join(", ", named)}: {text}");
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    public async ValueTask DisposeAsync()
    {
        if (Settings is { UsesElasticsearch: true } settings)
        {
            using var client = new ElasticsearchClient(settings.Elasticsearch);
            foreach (var index in (await client.MetasAsync(new IndexNames(settings.Elasticsearch.IndexPrefix).All, CancellationToken.None)).Keys)
                await client.DeleteIndexAsync(index, CancellationToken.None);
        }
        _root.Delete(recursive: true);
    }
}
