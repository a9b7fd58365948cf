using Bogus;

namespace FacetExplorer.Import.Demo;

internal enum DemoKind { Plain, Empty, Superseries, Reanalysis, Xenograft, Atlas, Glioblastoma }

/// <summary>One experiment before it has words: which samples are its own, and whose else it repeats.</summary>
internal sealed record DemoExperiment(DemoKind Kind, int Own)
{
    public int Number { get; set; }
    public int FirstSample { get; set; }
    public IReadOnlyList<DemoExperiment> Repeats { get; init; } = [];
    public string Title { get; init; } = "";
    public string Accession => FormattableString.Invariant($"DEMO-E{Number:D4}");

    /// <summary>Numbers of all its samples.</summary>
    public IEnumerable<int> Samples => Repeats.SelectMany(part => Enumerable.Range(part.FirstSample, part.Own)).Concat(Enumerable.Range(FirstSample, Own));
}

/// <summary>
/// Who has how many samples, and who repeats whose. Sharing is concentrated in superseries and reanalyses, as in life;
/// half of the experiments have 7 samples or fewer, and a few have very many.
/// </summary>
internal static class DemoPlan
{
    private const int TypicalSize = 7;

    /// <summary>The example of the landing page starts here: DEMO-E0042 and the next four.</summary>
    private const int GlioblastomaAt = 42;

    public static IReadOnlyList<DemoExperiment> Of(DemoSize size, Randomizer random)
    {
        var special = new List<DemoExperiment>();
        var samples = size.Samples;
        if (size.Experiments >= 100 && samples >= 5000)
            special.Add(new DemoExperiment(DemoKind.Atlas, samples / 15) { Title = "An atlas of gene expression in 50 human tissues" });
        var example = size.Experiments >= 50 && samples >= 1000 ? Glioblastoma() : [];
        var rest = size.Experiments - special.Count - example.Count;
        var superseries = rest / 60;
        var reanalyses = rest / 120;
        var empty = rest / 50;
        var sizes = Sizes(rest - superseries - empty, samples - special.Sum(e => e.Own) - example.Sum(e => e.Own));
        random.Shuffle(sizes).ToArray().CopyTo(sizes, 0);
        var plain = Plain(sizes, reanalyses, rest / 150);
        var small = plain.Where(experiment => experiment is { Kind: DemoKind.Plain, Own: >= 3 and <= 60 }).ToList();
        IEnumerable<DemoExperiment> rows =
        [
            .. special, .. plain, .. Enumerable.Range(0, empty).Select(_ => new DemoExperiment(DemoKind.Empty, 0)),
            .. Enumerable.Range(0, superseries).Select(_ => new DemoExperiment(DemoKind.Superseries, 0)
            {
                Repeats = small.Count == 0 ? [] : [.. Take(small, random.Int(2, 4))],
            }),
        ];
        var all = random.Shuffle(rows).ToList();
        all.InsertRange(Math.Min(all.Count, GlioblastomaAt - 1), example);
        Number(all);
        return all;
    }

    /// <summary>360 unique samples in five experiments whose sizes add up to 740.</summary>
    private static List<DemoExperiment> Glioblastoma()
    {
        var a = new DemoExperiment(DemoKind.Glioblastoma, 120) { Title = "Glioblastoma before and after treatment, cohort A" };
        var b = new DemoExperiment(DemoKind.Glioblastoma, 80) { Title = "Glioblastoma stem cells, cohort B" };
        var c = new DemoExperiment(DemoKind.Glioblastoma, 60) { Title = "Recurrent glioblastoma, cohort C" };
        return
        [
            a, b, c,
            new DemoExperiment(DemoKind.Glioblastoma, 0) { Title = "Glioblastoma cohorts A, B and C (superseries)", Repeats = [a, b, c] },
            new DemoExperiment(DemoKind.Glioblastoma, 100) { Title = "Glioblastoma cohort A analysed again with 100 new samples", Repeats = [a] },
        ];
    }

    /// <summary>Log-normal sizes with the typical one in the middle, adding up to the samples there are.</summary>
    private static int[] Sizes(int experiments, int samples)
    {
        if (experiments == 0)
            return [];
        var mean = (double)samples / experiments;
        var middle = mean > TypicalSize * 1.2 ? TypicalSize : Math.Max(1, mean * 0.8);
        var spread = Math.Sqrt(2 * Math.Max(0, Math.Log(mean / middle)));
        var sizes = Enumerable.Range(0, experiments)
            .Select(i => Math.Max(1, (int)Math.Round(middle * Math.Exp(spread * NormalQuantile((i + 0.5) / experiments)))))
            .ToArray();
        Adjust(sizes, samples);
        return sizes;
    }

    /// <summary>Lets the larger half take up what rounding and the cut tail left, in proportion.</summary>
    private static void Adjust(int[] sizes, int samples)
    {
        for (var missing = samples - sizes.Sum(); missing != 0; missing = samples - sizes.Sum())
        {
            var large = Enumerable.Range(sizes.Length / 2, sizes.Length - sizes.Length / 2).Where(i => missing > 0 || sizes[i] > 1).ToList();
            if (large.Count == 0)
                return;
            var total = large.Sum(i => (double)sizes[i]);
            var left = missing;
            foreach (var i in large.AsEnumerable().Reverse())
            {
                var share = Math.Max(1, (int)(Math.Abs(missing) * sizes[i] / total));
                var change = Math.Sign(missing) * Math.Min(share, Math.Abs(left));
                change = Math.Max(change, 1 - sizes[i]);
                sizes[i] += change;
                left -= change;
            }
        }
    }

    /// <summary>The first are xenografts; the last each repeat the samples of one before them.</summary>
    private static List<DemoExperiment> Plain(int[] sizes, int reanalyses, int xenografts)
    {
        var plain = new List<DemoExperiment>();
        foreach (var (i, own) in sizes.Index())
            plain.Add(i < xenografts ? new DemoExperiment(DemoKind.Xenograft, own)
                : i < sizes.Length - reanalyses ? new DemoExperiment(DemoKind.Plain, own)
                : new DemoExperiment(DemoKind.Reanalysis, own) { Repeats = [plain[i - reanalyses]] });
        return plain;
    }

    private static List<DemoExperiment> Take(List<DemoExperiment> from, int count)
    {
        var taken = from.TakeLast(count).ToList();
        if (from.Count > taken.Count)
            from.RemoveRange(from.Count - taken.Count, taken.Count);
        return taken;
    }

    private static void Number(List<DemoExperiment> all)
    {
        var next = 1;
        foreach (var (i, experiment) in all.Index())
        {
            experiment.Number = i + 1;
            experiment.FirstSample = next;
            next += experiment.Own;
        }
    }

    /// <summary>Where a standard normal variable lies with this probability (Hastings' approximation, good to 0.0005).</summary>
    private static double NormalQuantile(double p)
    {
        if (p > 0.5)
            return -NormalQuantile(1 - p);
        var t = Math.Sqrt(-2 * Math.Log(p));
        return (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
    }
}
