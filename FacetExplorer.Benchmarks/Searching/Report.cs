using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>What was seen, and how it is told.</summary>
internal sealed class Report(GeoShape shape)
{
    private readonly List<(string What, TimeSpan Took)> _built = [];
    private readonly Dictionary<(string Contender, Question Question), List<double>> _times = [];
    private readonly Dictionary<string, (int Numbers, int Wrong, double Error)> _checks = [];
    private readonly List<string> _contenders = [];
    private readonly List<string> _failures = [];

    /// <summary>What the embedded engine keeps in memory for counting, in bytes.</summary>
    public long BytesOfCounting { get; set; }

    /// <summary>The memory of this process when all was ready, in bytes.</summary>
    public long Memory { get; set; }

    /// <summary>How the server started as a process of its own, or null.</summary>
    public ServerStart? Server { get; set; }

    public IReadOnlyList<string> Failures => _failures;

    public T Build<T>(string what, Func<T> build) => BuildAsync(what, () => Task.FromResult(build())).GetAwaiter().GetResult();

    public async Task<T> BuildAsync<T>(string what, Func<Task<T>> build)
    {
        var clock = Stopwatch.GetTimestamp();
        var built = await build();
        _built.Add((what, Stopwatch.GetElapsedTime(clock)));
        return built;
    }

    public void Check(IContender contender, Question question, (int Numbers, int Wrong, double Error) seen)
    {
        var (numbers, wrong, error) = _checks.GetValueOrDefault(contender.Name);
        _checks[contender.Name] = (numbers + seen.Numbers, wrong + seen.Wrong, Math.Max(error, seen.Error));
        if (contender.IsExact && seen.Wrong > 0)
            Fail(contender, question, string.Create(CultureInfo.InvariantCulture, $"{seen.Wrong} of {seen.Numbers} numbers are wrong, by up to {seen.Error * 100:N2}%"));
    }

    public void Fail(IContender contender, Question question, string what) => _failures.Add($"{contender.Name}, {question.Name} ({Scoped(question)}): {what}");

    public void Time(IContender contender, Question question, double milliseconds)
    {
        if (!_contenders.Contains(contender.Name))
            _contenders.Add(contender.Name);
        if (!_times.TryGetValue((contender.Name, question), out var times))
            _times.Add((contender.Name, question), times = []);
        times.Add(milliseconds);
    }

    /// <summary>Whether a question took a contender so long already that it need not be asked again.</summary>
    public bool IsOver(IContender contender, Question question, TimeSpan longest) =>
        _times.TryGetValue((contender.Name, question), out var times) && times.Count > 1 && times.Sum() > longest.TotalMilliseconds;

    /// <summary>As Markdown.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"## {shape}\n\n"));
        foreach (var (what, took) in _built)
            text.Append(CultureInfo.InvariantCulture, $"- {what} in {took.TotalSeconds:N1} s\n");
        text.Append(CultureInfo.InvariantCulture, $"- counting structures: {BytesOfCounting / (double)shape.Samples:N1} bytes a sample; process: {Memory >> 20:N0} MB\n");
        if (Server is { } server)
            text.Append(CultureInfo.InvariantCulture, $"- server, a process of its own: first correct answer {server.FirstAnswer.TotalSeconds:N1} s after its start, the first page {server.FirstPage.TotalSeconds:N1} s later; {server.Bytes >> 20:N0} MB\n");
        if (Server?.Clicks is { } clicks)
            text.Append(CultureInfo.InvariantCulture, $"- in Chromium, from a click on a value to a page that stands still: {clicks.Quantiles} ({clicks.Count} clicks)\n");
        text.Append("\n| | numbers checked | wrong | by at most |\n|---|---:|---:|---:|\n");
        foreach (var (contender, (numbers, wrong, error)) in _checks)
            text.Append(CultureInfo.InvariantCulture, $"| {contender} | {numbers:N0} | {wrong:N0} | {error * 100:N2}% |\n");
        text.Append("\n| milliseconds: p50 (p95) | ").AppendJoin(" | ", _contenders).Append(" |\n|---|").Append(string.Concat(Enumerable.Repeat("---:|", _contenders.Count))).Append('\n');
        foreach (var question in _times.Keys.Select(key => key.Question).Distinct())
            text.Append(CultureInfo.InvariantCulture, $"| {question.Name}, {Scoped(question)} | ").AppendJoin(" | ", _contenders.Select(contender => Cell(contender, question))).Append(" |\n");
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p95", 0.95), ("p99", 0.99) })
            text.Append(CultureInfo.InvariantCulture, $"| **all requests, {name}** | ").AppendJoin(" | ", _contenders.Select(c => Number(Quantiles.Of(Warm(c), share)))).Append(" |\n");
        text.Append("| **requests a second** | ").AppendJoin(" | ", _contenders.Select(c => Number(1000 / Warm(c).Average()))).Append(" |\n");
        text.Append("| **times the first column's** (geometric mean) | ").AppendJoin(" | ", _contenders.Select(Ratio)).Append(" |\n");
        foreach (var failure in _failures)
            text.Append("\nFailed: ").Append(failure).Append('\n');
        return text.ToString();
    }

    /// <summary>What the contenders took for the questions that all of them answered, as a chart of bars on a logarithmic axis.</summary>
    public string Chart()
    {
        var common = _times.Keys.Select(key => key.Question).Distinct().Where(q => _contenders.TrueForAll(c => Warm(c, q).Count > 0)).ToList();
        return BarChart.Svg($"All facets of one search, {shape}", [.. _contenders
            .Where(c => common.Count > 0)
            .Select(c => (c, Math.Exp(common.Average(q => Math.Log(Quantiles.Of(Warm(c, q), 0.5))))))]);
    }

    private static string Number(double number) => string.Create(CultureInfo.InvariantCulture, $"{number:N2}");

    private static string Scoped(Question question) => question.Scope == Search.Scope.Sample ? "samples that match" : "all samples";

    private string Cell(string contender, Question question) => Warm(contender, question) is { Count: > 0 } times
        ? string.Create(CultureInfo.InvariantCulture, $"{Quantiles.Of(times, 0.5):N2} ({Quantiles.Of(times, 0.95):N2})") : "";

    private string Ratio(string contender)
    {
        var ratios = _times.Keys.Where(key => key.Contender == contender && _times.ContainsKey((_contenders[0], key.Question)))
            .Select(key => Quantiles.Of(Warm(contender, key.Question), 0.5) / Quantiles.Of(Warm(_contenders[0], key.Question), 0.5)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Exp(ratios.Average(Math.Log)):N1}");
    }

    /// <summary>Without the first time, where there are more.</summary>
    private List<double> Warm(string contender, Question question) =>
        _times.TryGetValue((contender, question), out var times) ? times.Count > 1 ? times[1..] : times : [];

    private List<double> Warm(string contender) =>
        [.. _times.Keys.Where(key => key.Contender == contender).SelectMany(key => Warm(contender, key.Question))];
}
