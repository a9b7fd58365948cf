using System.Globalization;
using FacetExplorer.Benchmarks;
using FacetExplorer.Benchmarks.Hostile;
using FacetExplorer.Benchmarks.Searching;

return args switch
{
    ["import", .. var rest] => ImportBenchmark.Run(rest),
    ["kill", .. var rest] => await KillAsync(rest),
    ["hostile", .. var rest] => await HostileAsync(rest),
    ["search", .. var rest] => await SearchAsync(rest),
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

// search [EXPERIMENTS SAMPLES [SHARING]] [--elasticsearch URL] [--rounds N] [--no-sql] [--no-naive] [--nearly-unique] [--server] [--chart FILE.svg]
static async Task<int> SearchAsync(string[] args)
{
    var numbers = args.TakeWhile(arg => !arg.StartsWith('-')).Select(arg => double.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
    if (numbers.Length is 1 or > 3)
        return Usage();
    var options = new BenchmarkOptions { Elasticsearch = After("--elasticsearch"), WithSql = !args.Contains("--no-sql"), WithNaive = !args.Contains("--no-naive"), WithServer = args.Contains("--server") };
    if (After("--rounds") is { } rounds)
        options = options with { Rounds = int.Parse(rounds, CultureInfo.InvariantCulture) };
    var shape = numbers.Length == 0 ? new GeoShape(1_000, 28_000, 0.15) : new GeoShape((int)numbers[0], (int)numbers[1], numbers.ElementAtOrDefault(2));
    var report = await new SearchBenchmark(options, Console.Error).RunAsync(shape with { NearlyUnique = args.Contains("--nearly-unique") });
    Console.WriteLine(report);
    if (After("--chart") is { } chart)
        await File.WriteAllTextAsync(chart, report.Chart());
    return report.Failures.Count == 0 ? 0 : 1;

    string? After(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}

static int Usage()
{
    Console.Error.WriteLine("""
        Benchmarks: import [SAMPLES] | kill [IMPORTS] [SEED] | hostile [SEED] [SHARE] [texts] [scripts] [requests]
                    search [EXPERIMENTS SAMPLES [SHARING]] [--elasticsearch URL] [--rounds N] [--no-sql] [--no-naive] [--nearly-unique] [--server] [--chart FILE.svg]
        """);
    return 1;
}
