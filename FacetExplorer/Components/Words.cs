using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components;

/// <summary>What the catalog's records are called on the page (configuration section <c>Nouns</c>).</summary>
public sealed class Nouns
{
    /// <summary>The section's name.</summary>
    public const string Section = "Nouns";

    /// <summary>One experiment.</summary>
    public string Experiment { get; set; } = "experiment";

    /// <summary>Several experiments.</summary>
    public string Experiments { get; set; } = "experiments";

    /// <summary>One sample.</summary>
    public string Sample { get; set; } = "sample";

    /// <summary>Several samples.</summary>
    public string Samples { get; set; } = "samples";
}

/// <summary>Numbers, nouns and values as the page writes them.</summary>
public sealed class Words(Nouns nouns)
{
    private const string DayFirst = "d MMM yyyy";

    /// <summary>The nouns by themselves.</summary>
    public Nouns Nouns { get; } = nouns;

    /// <summary>"90 samples".</summary>
    public string Samples(Count count) => $"{Number(count)} {(count is { Value: 1, Exact: true } ? Nouns.Sample : Nouns.Samples)}";

    /// <summary>"16 experiments".</summary>
    public string Experiments(long count) => $"{Number(count)} {(count == 1 ? Nouns.Experiment : Nouns.Experiments)}";

    /// <summary>"90 samples in 16 experiments".</summary>
    public string SamplesIn(Count samples, long experiments) => $"{Samples(samples)} in {Experiments(experiments)}";

    /// <summary>"90 unique samples in 16 experiments".</summary>
    public string UniqueSamplesIn(Count samples, long experiments) =>
        $"{Number(samples)} unique {(samples is { Value: 1, Exact: true } ? Nouns.Sample : Nouns.Samples)} in {Experiments(experiments)}";

    /// <summary>"at least 10 matching samples".</summary>
    public string AtLeast(int least) => $"at least {Number(least)} matching {(least == 1 ? Nouns.Sample : Nouns.Samples)}";

    /// <summary>Why all samples of the experiments found can be fewer than those that match: an exclusion by this name.</summary>
    public string FewerOfAll(string exclusion) =>
        $"All {Nouns.Samples} are fewer here because of “{exclusion}”: counted that way, it leaves out every {Nouns.Experiment} with even one such {Nouns.Sample}.";

    /// <summary>"1,091", as the visitor writes it.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>"1,091", or "≈1,091" where it is not exact.</summary>
    public static string Number(Count count) => count.Exact ? Number(count.Value) : $"≈{Number(count.Value)}";

    /// <summary>"10%", never rounded to none or all.</summary>
    public static string Percent(long part, long of) => (100.0 * part / of) switch
    {
        > 0 and < 1 => "<1%",
        > 99 and < 100 => ">99%",
        var percent => percent.ToString("0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary>"recorded for 10%".</summary>
    public static string Recorded(FacetCounts counts) => "recorded for " + (counts.Recorded.Value, counts.Of.Value) switch
    {
        (0, _) => "none",
        var (recorded, of) when recorded == of => "all",
        var (recorded, of) => Percent(recorded, of),
    };

    /// <summary>"22 Nov 2026", or "Nov 22, 2026" where the visitor puts the month first. Years are those of the data, whatever the calendar.</summary>
    public static string Day(DateTimeOffset time)
    {
        if (Equals(CultureInfo.CurrentCulture, CultureInfo.InvariantCulture))
            return time.ToString(DayFirst, CultureInfo.InvariantCulture);
        var culture = (CultureInfo)CultureInfo.CurrentCulture.Clone();
        if (culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is { } gregorian)
            culture.DateTimeFormat.Calendar = gregorian;
        return time.ToString(culture.DateTimeFormat.ShortDatePattern.TrimStart()[0] switch { 'M' => "MMM d, yyyy", 'y' => "yyyy MMM d", _ => DayFirst }, culture);
    }

    /// <summary>"Data version 14, 22 Nov 2026".</summary>
    public static string Version(Generation generation) =>
        string.Create(CultureInfo.InvariantCulture, $"Data version {generation.Number}, {Day(generation.CreatedAt)}");

    /// <summary>"+14 experiments, −2"; "no change of experiments".</summary>
    public string Since(Changes changes) => (changes.Added, changes.Removed, changes.Changed) switch
    {
        (0, 0, 0) => $"no change of {Nouns.Experiments}",
        (0, 0, var changed) => $"{Experiments(changed)} changed",
        (0, var removed, _) => $"−{Experiments(removed)}",
        (var added, 0, _) => $"+{Experiments(added)}",
        var (added, removed, _) => $"+{Experiments(added)}, −{Number(removed)}",
    };

    /// <summary>A facet's value, or its absence (null).</summary>
    public static string Value(FacetDefinition facet, FacetValue? value) => (facet.Kind, value?.Text) switch
    {
        (_, null) => "not recorded",
        (FacetKind.Boolean, "true") => "yes",
        (FacetKind.Boolean, _) => "no",
        (FacetKind.Number, var range) when range.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots =>
            $"{range[..dots]} to under {range[(dots + 2)..]}",
        (_, var text) => text,
    };

    /// <summary>"from 2010 to 2015".</summary>
    public static string Range(string? from, string? to) =>
        string.Join(' ', new[] { from is null ? null : $"from {from}", to is null ? null : $"to {to}" }.OfType<string>());

    /// <summary>With a capital at its beginning.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
