using FacetExplorer.Benchmarks;

return args switch
{
    ["import", .. var rest] => ImportBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Benchmarks: import [SAMPLES]");
    return 1;
}
