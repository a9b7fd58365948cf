using System.Globalization;
using FacetExplorer.Benchmarks;
using FacetExplorer.Benchmarks.Hostile;
using FacetExplorer.Benchmarks.Mutating;
using FacetExplorer.Benchmarks.Running;
using FacetExplorer.Benchmarks.Searching;

return args switch
{
    ["import", .. var rest] => ImportBenchmark.Run(rest),
    ["kill", .. var rest] => await KillAsync(rest),
    ["hostile", .. var rest] => await HostileAsync(rest),
    ["search", .. var rest] => await SearchAsync(rest),
    ["changes", .. var rest] => await ChangesAsync(rest),
    ["suite", .. var rest] => await SuiteAsync(rest),
    ["coverage", .. var rest] => await CoverageAsync(rest),
    ["load", .. var rest] => await LoadAsync(rest),
    ["mutants", .. var rest] => await MutantsAsync(rest),
    ["clicks", .. var rest] => await ClicksAsync(rest),
    ["circuits", .. var rest] => await CircuitsAsync(rest),
    [MeasuredServer.Verb, .. var rest] => await MeasuredServer.RunAsync(rest),
    _ => Usage(),
};

static async Task<int> KillAsync(string[] args)
{
    var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
    var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
    Console.WriteLine($"{kills} imports are killed, seed {seed}");
    foreach (var (stage, times) in await KilledImports.RunAsync(kills, seed, CancellationToken.None))
        Console.WriteLine($"{times,6} {stage}");
    Console.WriteLine("Nothing was lost, half there or left over.");
    return 0;
}

// hostile [SEED] [SHARE] [PART…]
static async Task<int> HostileAsync(string[] args)
{
    var seed = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
    var share = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 1;
    var (report, failed) = await HostileBenchmark.RunAsync(seed, new HostileAmounts().Of(share),
        args.Length > 2 ? args[2..] : [HostileBenchmark.Texts, HostileBenchmark.Scripts, HostileBenchmark.Requests], Console.Error, CancellationToken.None);
    Console.WriteLine(report);
    return failed ? 1 : 0;
}

// search [EXPERIMENTS SAMPLES [SHARING]] [--elasticsearch URL] [--rounds N] [--no-sql] [--no-naive] [--nearly-unique] [--scattered] [--shards N] [--server [--browser]] [--chart FILE.svg]
static async Task<int> SearchAsync(string[] args)
{
    var numbers = args.TakeWhile(arg => !arg.StartsWith('-')).Select(arg => double.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
    if (numbers.Length is 1 or > 3)
        return Usage();
    var options = new BenchmarkOptions { Elasticsearch = After(args, "--elasticsearch"), WithSql = !args.Contains("--no-sql"), WithNaive = !args.Contains("--no-naive"), WithServer = args.Contains("--server"), WithBrowser = args.Contains("--browser") };
    options = options with { Shards = NumberAfter(args, "--shards") ?? options.Shards, Rounds = NumberAfter(args, "--rounds") ?? options.Rounds };
    var shape = numbers.Length == 0 ? new GeoShape(1_000, 28_000, 0.15) : new GeoShape((int)numbers[0], (int)numbers[1], numbers.ElementAtOrDefault(2));
    var report = await new SearchBenchmark(options, Console.Error).RunAsync(shape with { NearlyUnique = args.Contains("--nearly-unique"), Scattered = args.Contains("--scattered") });
    Console.WriteLine(report);
    if (After(args, "--chart") is { } chart)
        await File.WriteAllTextAsync(chart, report.Chart());
    return report.Failures.Count == 0 ? 0 : 1;
}

// changes [CHANGES] [--elasticsearch URL]
static async Task<int> ChangesAsync(string[] args)
{
    var changes = args is [var first, ..] && first[0] != '-' ? int.Parse(first, CultureInfo.InvariantCulture) : 50;
    string[] switches = After(args, "--elasticsearch") is { } url
        ? ["--Search:Engine=Elasticsearch", "--Elasticsearch:Counting=Cohorts", $"--Elasticsearch:Url={url}", $"--Elasticsearch:IndexPrefix=changes{Guid.NewGuid():N}"]
        : [];
    var (answers, behind) = await DataChanges.RunAsync(changes, switches, CancellationToken.None);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{changes} data versions and {changes} indexes under load: {answers:N0} answers, none failed, none of two versions; {behind:N0} downloads had to wait for the index."));
    return 0;
}

// suite [TIMES] [--seed N] [--class NAME]...
static async Task<int> SuiteAsync(string[] args)
{
    var times = args is [var first, ..] && first[0] != '-' ? int.Parse(first, CultureInfo.InvariantCulture) : 10;
    var seed = Array.IndexOf(args, "--seed") is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
    var classes = args.Index().Where(arg => arg.Item == "--class").Select(arg => args[arg.Index + 1]).ToList();
    return await new SuiteRuns(Console.Out).RunAsync(times, seed, classes, CancellationToken.None) == 0 ? 0 : 1;
}

// coverage [--filter TESTS]
static async Task<int> CoverageAsync(string[] args) => await new CoverageRun(Console.Out).RunAsync(After(args, "--filter"), CancellationToken.None) ? 0 : 1;

// load MINUTES [EXPERIMENTS [SAMPLES]] [--clients N] [--pause MILLISECONDS] [--crawler] [--Any:Setting=…]...
static async Task<int> LoadAsync(string[] args)
{
    var numbers = args.TakeWhile(arg => !arg.StartsWith('-')).Select(arg => double.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
    if (numbers.Length is 0 or > 3)
        return Usage();
    var experiments = numbers.Length > 1 ? (int)numbers[1] : 1_000;
    var options = new LoadOptions(numbers[0], new GeoShape(experiments, numbers.Length > 2 ? (int)numbers[2] : experiments * 23, 0.15))
    {
        Clients = NumberAfter(args, "--clients") ?? 8,
        Pause = TimeSpan.FromMilliseconds(NumberAfter(args, "--pause") ?? 0),
        WithCrawler = args.Contains("--crawler"),
        Switches = [.. args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains(':', StringComparison.Ordinal))],
    };
    var (report, isGood) = await new LoadBenchmark(options, Console.Error).RunAsync(CancellationToken.None);
    Console.WriteLine(report);
    return isGood ? 0 : 1;
}

// mutants [CATALOGS] [SEED]
static async Task<int> MutantsAsync(string[] args)
{
    var catalogs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300;
    var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
    Console.WriteLine(await new MutationRun(catalogs, seed, Console.Error).RunAsync(CancellationToken.None));
    return 0;
}

// clicks [CLICKS] [SEED]
static async Task<int> ClicksAsync(string[] args)
{
    var clicks = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
    var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
    var state = Directory.CreateTempSubdirectory("clicks-");
    try
    {
        await using var server = await ServerProcess.StartAsync(state.FullName, [], CancellationToken.None);
        var times = await PageClicks.MeasureAsync(server.Address, clicks, seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{clicks} clicks on values of the demo, seed {seed}, each to a page that stands still: {times.Quantiles}"));
    }
    finally
    {
        state.Delete(recursive: true);
    }
    return 0;
}

// circuits COUNT SECONDS [EXPERIMENTS [SAMPLES]] [--page ADDRESS]
static async Task<int> CircuitsAsync(string[] args)
{
    var numbers = args.TakeWhile(arg => !arg.StartsWith('-')).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
    if (numbers.Length is < 2 or > 4)
        return Usage();
    var experiments = numbers.Length > 2 ? numbers[2] : 1_000;
    var shape = new GeoShape(experiments, numbers.Length > 3 ? numbers[3] : experiments * 23, 0.15);
    var (report, isGood) = await new CircuitsBenchmark(numbers[0], TimeSpan.FromSeconds(numbers[1]), After(args, "--page") ?? "/", shape, Console.Error).RunAsync(CancellationToken.None);
    Console.WriteLine(report);
    return isGood ? 0 : 1;
}

static string? After(string[] args, string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

static int? NumberAfter(string[] args, string option) => After(args, option) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;

static int Usage()
{
    Console.Error.WriteLine("""
        Benchmarks: import [SAMPLES] | kill [IMPORTS] [SEED] | hostile [SEED] [SHARE] [texts] [scripts] [requests]
                    search [EXPERIMENTS SAMPLES [SHARING]] [--elasticsearch URL] [--rounds N] [--no-sql] [--no-naive] [--nearly-unique] [--scattered] [--shards N] [--server [--browser]] [--chart FILE.svg]
                    changes [CHANGES] [--elasticsearch URL] | suite [TIMES] [--seed N] [--class NAME]... | coverage [--filter TESTS]
                    load MINUTES [EXPERIMENTS [SAMPLES]] [--clients N] [--pause MILLISECONDS] [--crawler] [--Any:Setting=...]... | clicks [CLICKS] [SEED]
                    circuits COUNT SECONDS [EXPERIMENTS [SAMPLES]] [--page ADDRESS] | mutants [CATALOGS] [SEED]
        """);
    return 1;
}
