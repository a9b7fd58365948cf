using System.Globalization;
using FacetExplorer.Commands;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>The real program, which says how much memory is in use after a full collection whenever a line is written to it.</summary>
internal static class MeasuredServer
{
    /// <summary>How it is started.</summary>
    public const string Verb = "measured";

    /// <summary>What stands before the number.</summary>
    public const string Said = "bytes in use: ";

    private const int Collections = 3;

    public static Task<int> RunAsync(string[] args)
    {
        new Thread(Answer) { IsBackground = true }.Start();
        return CommandLine.RunAsync(args);
    }

    private static void Answer()
    {
        while (Console.ReadLine() is not null)
            Console.WriteLine(Said + InUse().ToString(CultureInfo.InvariantCulture));
    }

    private static long InUse()
    {
        for (var i = 0; i < Collections; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
