using System.Globalization;
using System.Text.Json.Nodes;
using FacetExplorer.Facets;

namespace FacetExplorer.Commands;

/// <summary>Whether a field would make a facet, of which kind, and if not, why.</summary>
/// <param name="Field">The field.</param>
/// <param name="Kind">What its values look like.</param>
/// <param name="Interval">The width of its ranges, or null.</param>
/// <param name="Facet">The facet that shows it already, or null.</param>
/// <param name="Skipped">Why it would make a bad one, or null.</param>
internal sealed record FacetSuggestion(FieldSurvey Field, FacetKind Kind, string? Interval, string? Facet, string? Skipped)
{
    /// <summary>So many of the values must be of a kind, as the others are lost to the facet.</summary>
    private const double Nearly = 0.95;

    private const double LeastRecorded = 0.01;
    private const int LongText = 100, Few = 5, Ranges = 20;

    /// <summary>Whether it belongs into a configuration.</summary>
    public bool IsNew => Facet is null && Skipped is null;

    public static FacetSuggestion Of(FieldSurvey field, FacetRegistry facets)
    {
        var kind = KindOf(field);
        var shown = facets.All.FirstOrDefault(facet => facet.Level == field.Level && facet.Fields.Contains(field.Name));
        return new FacetSuggestion(field, kind, IntervalOf(field, kind), shown?.Key, Reason(field, kind));
    }

    private static FacetKind KindOf(FieldSurvey field)
    {
        if (Share(field, FacetKind.Boolean) == 1)
            return FacetKind.Boolean;
        // 2014 is a number as well as a year: only its name can tell.
        var saysDate = ((string[])["date", "year", "published"]).Any(word => field.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
        if (Share(field, FacetKind.Date) >= Nearly && (saysDate || field.Read(FacetKind.Date).Any(date => date.Value.Text.Length > "2014".Length)))
            return FacetKind.Date;
        return Share(field, FacetKind.Number) >= Nearly && field.Distinct >= Few ? FacetKind.Number : FacetKind.Terms;
    }

    private static double Share(FieldSurvey field, FacetKind kind) =>
        (double)field.Read(kind).Sum(value => (long)value.Records) / Math.Max(1, field.MostFrequent(FieldSurvey.MostValues).Sum(value => (long)value.Records));

    private static string? Reason(FieldSurvey field, FacetKind kind) =>
        field.Recorded < LeastRecorded * field.Total ? "recorded for less than 1%"
        : field is { Distinct: 1 } ? "always the same value"
        : kind == FacetKind.Number && field.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase) ? "numbers that are names"
        : kind != FacetKind.Terms ? null
        : field.AverageLength > LongText ? "long texts"
        : field.IsCut ? string.Create(CultureInfo.InvariantCulture, $"more than {FieldSurvey.MostValues:N0} values")
        : field.Values >= Few && field.Distinct > field.Values / 2 ? "nearly every value is there once only"
        : null;

    private static string? IntervalOf(FieldSurvey field, FacetKind kind)
    {
        if (kind is not (FacetKind.Number or FacetKind.Date))
            return null;
        var starts = field.Read(kind).Select(value => value.Value.Range!.Value.From!.Value.At).ToList();
        var width = starts.Max() - starts.Min();
        return kind == FacetKind.Number ? Round(width / Ranges).ToString(CultureInfo.InvariantCulture)
            : width > 3 * 365 * TimeSpan.TicksPerDay ? "year"
            : width > 90 * TimeSpan.TicksPerDay ? "month" : "day";
    }

    /// <summary>The next 1, 2 or 5 times a power of ten.</summary>
    private static decimal Round(decimal width)
    {
        var power = 1m;
        while (power < width)
            power *= 10;
        while (power / 10 >= width && width > 0)
            power /= 10;
        return power / 5 >= width ? power / 5 : power / 2 >= width ? power / 2 : power;
    }

    /// <summary>The configuration of all new ones, to be pasted into <c>appsettings.json</c>.</summary>
    public static JsonObject Configuration(IEnumerable<FacetSuggestion> suggestions, FacetRegistry facets)
    {
        var entries = new JsonObject();
        foreach (var suggestion in suggestions.Where(suggestion => suggestion.IsNew))
        {
            var field = suggestion.Field;
            var key = Key(field, taken => entries.ContainsKey(taken) || facets.TryGet(taken, out _));
            var entry = new JsonObject { [nameof(FacetDefinition.Level)] = FacetRegistry.Name(field.Level) };
            if (suggestion.Kind != FacetKind.Terms)
                entry[nameof(Kind)] = FacetRegistry.Name(suggestion.Kind);
            if (suggestion.Interval is { } interval)
                entry[nameof(Interval)] = interval;
            if (key != field.Name)
            {
                entry[nameof(FacetDefinition.Label)] = field.Name;
                entry[nameof(FacetDefinition.Fields)] = new JsonArray(field.Name);
            }
            entries[key] = entry;
        }
        return new JsonObject { [FacetRegistry.Section] = entries };
    }

    private static string Key(FieldSurvey field, Func<string, bool> isTaken)
    {
        var letters = string.Concat(field.Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var key = string.Join('_', letters.Split('_', StringSplitOptions.RemoveEmptyEntries));
        if (key.Length == 0 || !char.IsAsciiLetter(key[0]))
            key = $"field_{key}".TrimEnd('_');
        if (!FacetRegistry.IsKey(key))
            key += "_field";
        var free = key;
        for (var number = 2; isTaken(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{key}_{number}");
        return free;
    }
}
