using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Components;

namespace FacetExplorer.Components;

/// <summary>What the catalog's records are called on the page (configuration section <c>Nouns</c>, else as the texts have it).</summary>
public sealed class Nouns
{
    /// <summary>The section's name.</summary>
    public const string Section = "Nouns";

    // What binds configuration also sets what it only read: that is none of it.

    /// <summary>One experiment.</summary>
    public string Experiment { get => field ?? Texts.Experiment; set => field = value == Texts.Experiment ? null : value; }

    /// <summary>Several experiments.</summary>
    public string Experiments { get => field ?? Texts.Experiments; set => field = value == Texts.Experiments ? null : value; }

    /// <summary>One sample.</summary>
    public string Sample { get => field ?? Texts.Sample; set => field = value == Texts.Sample ? null : value; }

    /// <summary>Several samples.</summary>
    public string Samples { get => field ?? Texts.Samples; set => field = value == Texts.Samples ? null : value; }
}

/// <summary>Numbers, nouns and values as the page writes them.</summary>
public sealed class Words(Nouns nouns)
{
    /// <summary>The language of texts that are not translated.</summary>
    public const string Neutral = "en";

    private const string DayFirst = "d MMM yyyy";

    /// <summary>The nouns by themselves.</summary>
    public Nouns Nouns { get; } = nouns;

    /// <summary>The language of the texts.</summary>
    public static string Language => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : Neutral;

    /// <summary>"90 samples".</summary>
    public string Samples(Count count) => Fill(Texts.Counted, Number(count), SampleNoun(count));

    /// <summary>"16 experiments".</summary>
    public string Experiments(long count) => Fill(Texts.Counted, Number(count), count == 1 ? Nouns.Experiment : Nouns.Experiments);

    /// <summary>"90 samples in 16 experiments".</summary>
    public string SamplesIn(Count samples, long experiments) => Fill(Texts.SamplesIn, Samples(samples), Experiments(experiments));

    /// <summary>"90 unique samples in 16 experiments".</summary>
    public string UniqueSamplesIn(Count samples, long experiments) =>
        Fill(Texts.UniqueSamplesIn, Number(samples), SampleNoun(samples), Experiments(experiments));

    /// <summary>"at least 10 matching samples".</summary>
    public string AtLeast(int least) => Fill(Texts.AtLeast, Number(least), SampleNoun(new Count(least)));

    /// <summary>Why all samples of the experiments found can be fewer than those that match: an exclusion by this name.</summary>
    public string FewerOfAll(string exclusion) => Fill(Texts.FewerOfAll, Nouns.Samples, exclusion, Nouns.Experiment, Nouns.Sample);

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
    public static string Recorded(FacetCounts counts) => (counts.Recorded.Value, counts.Of.Value) switch
    {
        (0, _) => Texts.RecordedForNone,
        var (recorded, of) when recorded == of => Texts.RecordedForAll,
        var (recorded, of) => Fill(Texts.RecordedFor, Percent(recorded, of)),
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
    public static string Version(Generation generation) => Fill(Texts.DataVersion, generation.Number, Day(generation.CreatedAt));

    /// <summary>"+14 experiments, −2"; "no change of experiments".</summary>
    public string Since(Changes changes) => (changes.Added, changes.Removed, changes.Changed) switch
    {
        (0, 0, 0) => Fill(Texts.NoChangeOf, Nouns.Experiments),
        (0, 0, var changed) => Fill(Texts.Changed, Experiments(changed)),
        (0, var removed, _) => Fill(Texts.Removed, Experiments(removed)),
        (var added, 0, _) => Fill(Texts.Added, Experiments(added)),
        var (added, removed, _) => Fill(Texts.AddedAndRemoved, Experiments(added), Number(removed)),
    };

    /// <summary>A facet's value, or its absence (null).</summary>
    public static string Value(FacetDefinition facet, FacetValue? value) => (facet.Kind, value?.Text) switch
    {
        (_, null) => Texts.NotRecorded,
        (FacetKind.Boolean, "true") => Texts.Yes,
        (FacetKind.Boolean, _) => Texts.No,
        (FacetKind.Number, var range) when range.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots =>
            Fill(Texts.ToUnder, range[..dots], range[(dots + 2)..]),
        (_, var text) => text,
    };

    /// <summary>"from 2010 to 2015".</summary>
    public static string Range(string? from, string? to) => (from, to) switch
    {
        (null, null) => "",
        (_, null) => Fill(Texts.From, from),
        (null, _) => Fill(Texts.To, to),
        _ => Fill(Texts.FromTo, from, to),
    };

    /// <summary>"liver, blood and 3 more".</summary>
    public static string Some(IReadOnlyCollection<string> values, int most)
    {
        var shown = string.Join(", ", values.Take(most));
        return values.Count > most ? Fill(Texts.AndMore, shown, Number(values.Count - most)) : shown;
    }

    /// <summary>With a capital at its beginning.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A text with its placeholders filled.</summary>
    public static string Fill(string text, params object?[] parts) => string.Format(CultureInfo.CurrentCulture, text, parts);

    /// <summary>A text with links and the like in the places of its placeholders.</summary>
    public static RenderFragment Fill(string text, params RenderFragment[] parts) => page =>
    {
        foreach (var (index, piece) in text.Split('{', '}').Index())
            if (index % 2 == 0)
                page.AddContent(0, piece);
            else
                page.AddContent(1, parts[int.Parse(piece, CultureInfo.InvariantCulture)]);
    };

    /// <summary>A text with its placeholders filled, of which what stands in brackets is only read out.</summary>
    public static RenderFragment Spoken(string text, params object?[] parts) => page =>
    {
        foreach (var (index, piece) in text.Split('[', ']').Index())
            if (index % 2 == 0)
                page.AddContent(0, Fill(piece, parts));
            else
                page.AddContent(1, Unseen(Fill(piece, parts)));
    };

    private static RenderFragment Unseen(string text) => page =>
    {
        page.OpenElement(0, "span");
        page.AddAttribute(1, "class", "unseen");
        page.AddContent(2, text);
        page.CloseElement();
    };

    private string SampleNoun(Count count) => count is { Value: 1, Exact: true } ? Nouns.Sample : Nouns.Samples;
}
