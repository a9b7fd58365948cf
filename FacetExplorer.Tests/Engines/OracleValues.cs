using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace FacetExplorer.Tests.Engines;

/// <summary>An exact decimal number.</summary>
internal readonly partial record struct PlainNumber(BigInteger Digits, int Decimals) : IComparable<PlainNumber>
{
    public static PlainNumber? Read(string text)
    {
        if (Decimal().Match(text) is not { Success: true } match)
            return null;
        var exponent = match.Groups["exponent"].Success ? int.Parse(match.Groups["exponent"].Value, CultureInfo.InvariantCulture) : 0;
        var (whole, fraction) = (match.Groups["whole"].Value, match.Groups["fraction"].Value);
        if (whole.Length + fraction.Length == 0)
            return null;
        var digits = BigInteger.Parse(match.Groups["sign"].Value + whole + fraction, CultureInfo.InvariantCulture);
        return new PlainNumber(digits, fraction.Length - exponent);
    }

    /// <summary>The multiple of <paramref name="width"/> at or below this number.</summary>
    public PlainNumber Floor(PlainNumber width)
    {
        var decimals = Math.Max(Decimals, width.Decimals);
        var (number, step) = (At(decimals), width.At(decimals));
        var rest = BigInteger.Remainder(number, step);
        return new PlainNumber(number - rest - (rest.Sign < 0 ? step : 0), decimals);
    }

    public PlainNumber Plus(PlainNumber other)
    {
        var decimals = Math.Max(Decimals, other.Decimals);
        return new PlainNumber(At(decimals) + other.At(decimals), decimals);
    }

    public int CompareTo(PlainNumber other)
    {
        var decimals = Math.Max(Decimals, other.Decimals);
        return At(decimals).CompareTo(other.At(decimals));
    }

    public override string ToString()
    {
        var decimals = Math.Max(Decimals, 0);
        var digits = BigInteger.Abs(At(decimals)).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var (whole, fraction) = (digits[..^decimals], digits[^decimals..].TrimEnd('0'));
        return (Digits.Sign < 0 ? "-" : "") + whole + (fraction.Length > 0 ? "." + fraction : "");
    }

    private BigInteger At(int decimals) => Digits * BigInteger.Pow(10, decimals - Decimals);

    [GeneratedRegex(@"\A(?<sign>[+-]?)(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?([eE](?<exponent>[+-]?[0-9]+))?\z")]
    private static partial Regex Decimal();
}

/// <summary>A date as written, its zone cut off; first and last moment as digits of one length, so that they compare as text.</summary>
internal sealed partial record PlainDate(string Text, string First, string Last)
{
    public static PlainDate? Read(string written)
    {
        var text = WithoutZone().Replace(written, "$1");
        text = text.Length > 10 && text[10] == ' ' ? $"{text[..10]}T{text[11..]}" : text;
        if (!Iso().IsMatch(text))
            return null;
        text = text[..Math.Min(text.Length, 27)];
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var (year, month) = (Number(digits[..4]), digits.Length >= 6 ? Number(digits[4..6]) : 12);
        if (year == 0 || month is < 1 or > 12)
            return null;
        var days = DateTime.DaysInMonth(year, month);
        if (digits.Length >= 8 && (Number(digits[6..8]) < 1 || Number(digits[6..8]) > days))
            return null;
        // A fraction of a second is one moment, not a period.
        if (digits.Length > 14)
            digits = digits.PadRight(21, '0');
        return new PlainDate(text,
            digits + "00000101000000"[Math.Min(digits.Length, 14)..] + new string('0', digits.Length > 14 ? 0 : 7),
            digits + $"000012{days:00}235959"[Math.Min(digits.Length, 14)..] + new string('9', digits.Length > 14 ? 0 : 7));
    }

    public bool Within(PlainDate? from, PlainDate? to) =>
        (from is null || string.CompareOrdinal(First, from.First) >= 0) && (to is null || string.CompareOrdinal(Last, to.Last) <= 0);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,})([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)\z")]
    private static partial Regex WithoutZone();

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?)?)?)?\z")]
    private static partial Regex Iso();
}

/// <summary>What a facet makes of a text: a value a record has, or something a clause asks for.</summary>
internal sealed record PlainValue(string Text)
{
    public PlainNumber? Number { get; private init; }
    public PlainNumber? NumberEnd { get; private init; }
    public PlainDate? Date { get; private init; }

    /// <summary>Pairs of surrogates are one character.</summary>
    public static bool IsShort(string text) => text.Count(c => !char.IsLowSurrogate(c)) <= 512;

    public static PlainValue? Read(string kind, string text) => kind switch
    {
        "number" => PlainNumber.Read(text) is { } number ? new PlainValue(number.ToString()) { Number = number } : null,
        "date" => PlainDate.Read(text) is { } date ? new PlainValue(date.Text) { Date = date } : null,
        "boolean" => text.ToLowerInvariant() is var flag && flag is "true" or "false" ? new PlainValue(flag) : null,
        _ => IsShort(text) ? new PlainValue(text) : null,
    };

    public static PlainValue? ReadAsked(string kind, string text)
    {
        if (kind != "number" || text.IndexOf("..", StringComparison.Ordinal) is var dots && dots < 0)
            return Read(kind, text);
        var (start, end) = (PlainNumber.Read(text[..dots]), PlainNumber.Read(text[(dots + 2)..]));
        return start is { } a && end is { } b && a.CompareTo(b) < 0 ? Range(a, b) : null;
    }

    /// <summary>The bucket a value is counted in; null for a date less precise than the buckets are.</summary>
    public PlainValue? Bucket(PlainFacet facet)
    {
        if (Number is { } number)
        {
            var width = PlainNumber.Read(facet.Interval!)!.Value;
            var start = number.Floor(width);
            return Range(start, start.Plus(width));
        }
        if (Date is null)
            return this;
        var length = facet.Interval switch { "year" => 4, "month" => 7, _ => 10 };
        return Text.Length < length ? null : Read("date", Text[..length]);
    }

    /// <summary>Whether a record's value is what this asks for, or lies in it.</summary>
    public bool Takes(PlainValue value) => this switch
    {
        { NumberEnd: { } end } => value.Number!.Value.CompareTo(Number!.Value) >= 0 && value.Number!.Value.CompareTo(end) < 0,
        { Number: { } number } => value.Number!.Value.CompareTo(number) == 0,
        { Date: { } date } => value.Date!.Within(date, date),
        _ => Text == value.Text,
    };

    public static int Compare(PlainValue a, PlainValue b)
    {
        var place = a.Number is { } number ? number.CompareTo(b.Number!.Value)
            : a.Date is { } date ? string.CompareOrdinal(date.First, b.Date!.First) : 0;
        return place != 0 ? place : CompareCodePoints(a.Text, b.Text);
    }

    public static int CompareCodePoints(string a, string b)
    {
        foreach (var (x, y) in a.EnumerateRunes().Zip(b.EnumerateRunes()))
            if (x != y)
                return x.Value.CompareTo(y.Value);
        return a.Length.CompareTo(b.Length);
    }

    private static PlainValue Range(PlainNumber start, PlainNumber end) => new($"{start}..{end}") { Number = start, NumberEnd = end };
}
