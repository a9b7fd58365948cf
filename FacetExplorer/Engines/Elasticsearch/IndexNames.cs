using System.Globalization;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>The names of the two aliases, and of the pairs of indexes behind them.</summary>
internal sealed record IndexNames(string Prefix)
{
    public string Experiments => $"{Prefix}-experiments";

    public string Cohorts => $"{Prefix}-cohorts";

    public IReadOnlyList<string> Aliases => [Experiments, Cohorts];

    /// <summary>Every index of this prefix.</summary>
    public string All => $"{Experiments}-0*,{Cohorts}-0*";

    /// <summary>A new pair; names of later pairs sort later.</summary>
    public IndexPair Next(int generation, DateTimeOffset now) =>
        Pair(string.Create(CultureInfo.InvariantCulture, $"{generation:D9}-{now.UtcDateTime:yyyyMMddHHmmssfff}"));

    /// <summary>The pair an index belongs to.</summary>
    public IndexPair PairOf(string index) => Pair(index[((index.StartsWith($"{Experiments}-", StringComparison.Ordinal) ? Experiments : Cohorts).Length + 1)..]);

    private IndexPair Pair(string version) => new(version, $"{Experiments}-{version}", $"{Cohorts}-{version}");
}

/// <summary>Two indexes made from the same generation.</summary>
internal sealed record IndexPair(string Version, string Experiments, string Cohorts)
{
    public IReadOnlyList<string> Indexes => [Experiments, Cohorts];
}
