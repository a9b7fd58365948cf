using System.Globalization;
using FacetExplorer.Benchmarks;

return args switch
{
    ["import", .. var rest] => ImportBenchmark.Run(rest),
    ["kill", .. var rest] => await KillAsync(rest),
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

static int Usage()
{
    Console.Error.WriteLine("Benchmarks: import [SAMPLES] | kill [IMPORTS] [SEED]");
    return 1;
}
