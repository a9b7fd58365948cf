using System.Diagnostics;
using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Import;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>
/// All ways of answering the same questions about the same invented catalog, in one run: first each is held against the naive loop, then
/// all are asked in turn, so that what else the machine does hits all of them.
/// </summary>
internal sealed class SearchBenchmark(BenchmarkOptions options, TextWriter log)
{
    private static readonly TimeSpan LongestOfOne = TimeSpan.FromSeconds(20);

    /// <summary>One time of a few milliseconds says little where others share the machine.</summary>
    private static readonly TimeSpan AgainWithin = TimeSpan.FromMilliseconds(100);

    /// <summary>In catalogs of more experiments one question in four is held against the naive loop.</summary>
    private const int AllChecked = 100_000;

    private readonly CancellationToken _cancel = CancellationToken.None;

    /// <returns>The report; its <see cref="Report.Failures"/> are exact contenders that counted wrongly, and answers that failed.</returns>
    public async Task<Report> RunAsync(GeoShape shape)
    {
        var folder = Directory.CreateTempSubdirectory("search-benchmark-");
        var contenders = new List<IContender>();
        try
        {
            var report = new Report(shape);
            var catalog = report.Build("invented", () => new GeoCatalog(shape));
            var facets = catalog.Registry();
            var source = Path.Combine(folder.FullName, "source");
            var state = Path.Combine(folder.FullName, "state");
            catalog.Write(source);
            report.Build("imported", () => Import(source, state));
            Directory.Delete(source, recursive: true);

            var before = GC.GetTotalMemory(forceFullCollection: true);
            await using var store = new GenerationStore(state, (reader, cancel) => EmbeddedIndex.OpenAsync(reader, facets, [], cancel));
            await report.BuildAsync("opened by the embedded engine", () => store.RefreshAsync(_cancel));
            report.BytesOfCounting = GC.GetTotalMemory(forceFullCollection: true) - before;
            if (options.WithServer)
                report.Server = await ServerStart.MeasureAsync(catalog, state, options.WithBrowser, _cancel);
            contenders.Add(Embedded("embedded, all facets", isCold: false, countsOnly: true));
            contenders.Add(Embedded("embedded, a whole search", isCold: false));
            contenders.Add(Embedded("embedded, a whole search for a text not asked before", isCold: true));
            await using var elasticsearch = options.Elasticsearch is { } url
                ? await report.BuildAsync("indexed in Elasticsearch", () => ElasticsearchContenders.IndexAsync(url, options.Shards, store, facets, _cancel)) : null;
            contenders.AddRange(elasticsearch?.All() ?? []);
            if (options.WithSql)
                contenders.Add(report.Build("written to SQLite", () => new SqlContender(catalog, Path.Combine(folder.FullName, "sql.db"))));
            var naive = new NaiveContender(catalog);
            if (options.WithNaive)
                contenders.Add(naive);
            report.Memory = Process.GetCurrentProcess().WorkingSet64;

            foreach (var question in options.Questions.Where((_, i) => shape.Experiments <= AllChecked || i % 4 == 0))
                await CheckAsync(report, contenders, naive, question);
            await TimeAsync(report, contenders);
            return report;

            EngineContender Embedded(string name, bool isCold, bool countsOnly = false) =>
                new(name, new EmbeddedEngine(store), facets, isCold, () => ValueTask.CompletedTask) { CountsOnly = countsOnly };
        }
        finally
        {
            foreach (var contender in contenders)
                await contender.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    private static int Import(string source, string state)
    {
        using var import = new Importer(new CatalogFiles(state), new ImportOptions()).Prepare(new ImportRequest([source]), null, CancellationToken.None);
        import.Publish();
        return import.Generation!.Number;
    }

    private async Task CheckAsync(Report report, List<IContender> contenders, NaiveContender naive, Question question)
    {
        var right = await naive.CountAsync(question, _cancel);
        foreach (var contender in contenders.Where(contender => contender != naive && contender.Means(question)))
            try
            {
                report.Check(contender, question, (await contender.CountAsync(question, _cancel)).Against(right));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                report.Fail(contender, question, e.Message);
            }
        log.WriteLine($"checked: {question.Name}, {question.Scope.ToString().ToLowerInvariant()}");
    }

    private async Task TimeAsync(Report report, List<IContender> contenders)
    {
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var question in options.Questions)
                foreach (var contender in contenders.Where(contender => contender.Takes(question) && !report.IsOver(contender, question, LongestOfOne)))
                {
                    try
                    {
                        report.Time(contender, question, await TakenAsync(contender, question, round));
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        report.Fail(contender, question, e.Message);
                    }
                }
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1} of {options.Rounds}"));
        }
    }

    /// <summary>What it takes to answer; where that is little, the median of as many times as fit into <see cref="AgainWithin"/>.</summary>
    private async Task<double> TakenAsync(IContender contender, Question question, int round)
    {
        var times = new List<double>();
        do
        {
            var clock = Stopwatch.GetTimestamp();
            await contender.AskAsync(question, round, _cancel);
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        while (!contender.IsCold && times.Sum() < AgainWithin.TotalMilliseconds);
        return Quantiles.Of(times, 0.5);
    }
}

/// <summary>What of the benchmark is run.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>How often everything is asked; the first time is for warming up.</summary>
    public int Rounds { get; init; } = 12;

    /// <summary>The server's address, or null to leave Elasticsearch out.</summary>
    public string? Elasticsearch { get; init; }

    /// <summary>Of each of its indexes.</summary>
    public int Shards { get; init; } = 1;

    public bool WithSql { get; init; } = true;

    /// <summary>Whether the server is started as a process of its own.</summary>
    public bool WithServer { get; init; }

    /// <summary>Whether a browser clicks in that server's pages.</summary>
    public bool WithBrowser { get; init; }

    public bool WithNaive { get; init; } = true;

    public IReadOnlyList<Question> Questions { get; init; } = Question.All;
}
