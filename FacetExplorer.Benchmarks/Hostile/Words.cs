using System.Globalization;
using System.Text;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>What is put where a program expects something else.</summary>
internal static class Words
{
    private static readonly string[] Known =
    [
        "mouse", "human", "liver", "DEMO-E0001", "DEMO-S000001", "E1", "2014", "2014-05", "2014-13-45", "9999-12-31", "0", "-1", "1", "25", "1e9", "NaN", "1..2", "2..1", "..", "true", "false",
        "samples", "matrix", "overlap", "timeline", "csv", "json", "organism", "tissue", "published", "experiment", "contained", "earliest", "-relevance", "title", "limit:5,order:value", "tissue_exact:liver",
    ];

    private static readonly string[] Odd =
    [
        "", " ", "\0", "\n", "\r\n", "\t", "%", "%00", "%2e%2e%2f", "../../etc/passwd", "..\\..\\", "//evil.example/", "\\\\evil.example", "javascript:alert(1)", "\u202e", "\u0000\u0001", "\uFFFF", "\uFDD0",
        "e\u0301\u0301\u0301", "Größe", "日本", "👩‍🔬", "ﷺ", "ß", "İ", "ſ", "Ǆ", "\u200b", "\uFEFF", "'; DROP TABLE Samples; --", "NEAR(a b)", "{!func}", "a:b:c", "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "\"", "'", "`", "=cmd|' /C calc'!A0",
        "99999999999999999999999", "-99999999999999999999", "0x7fffffff", "1E400", "٣", "１２", "null", "undefined", "__proto__", "constructor", "[]", "{}", "NULL", "%s%s%n",
    ];

    private static readonly string[] Operators =
    [
        "\"", "-", "*", "(", ")", " OR ", " AND ", " NOT ", " NEAR ", "NEAR(", ", 3)", ":", "^", "+", "{", "}", "~", "\\", "'", ";", "%", "_", "/", "|", "&", "!", "?", "[", "]", "<", ">", "=", "@", "#", "$", "`", ".", ",",
        " ", " ", " ", " -", " \"", "\" ", "* ", "\t", "\n", "\u00a0", "\u200b", "\u202e", "\u0301", "\0", "\uE000", "--", "\"\"", "-\"", "**", " title:", "rowid ", "_exists_:", "&&", "||", "/.*/", "[1 TO 2]", "~2", "^3",
    ];

    /// <summary>One of a list.</summary>
    public static T One<T>(this Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    /// <summary>A text without meaning, or with too much.</summary>
    public static string Text(Random random) => random.Next(8) switch
    {
        0 or 1 => random.One(Known),
        2 or 3 => random.One(Odd),
        4 => Scalars(random, 1 + random.Next(12)),
        5 => Mix(random, Known),
        6 => Payloads.One(random, random.Next(1_000_000)),
        _ => string.Concat(Enumerable.Repeat(random.One(random.Next(2) == 0 ? Odd : Known), 1 + random.Next(60))),
    };

    /// <summary>Words with operators of many languages between them.</summary>
    public static string Mix(Random random, IReadOnlyList<string> words)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 10); i > 0; i--)
            text.Append(random.Next(5) < 2 ? random.One(words) : random.One(Operators));
        return text.ToString();
    }

    /// <summary>Any characters that there are.</summary>
    public static string Scalars(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => AnyRune(random).ToString()));

    /// <summary>A text in an address: percent-encoded, or nearly.</summary>
    public static string Encoded(Random random, string text) => random.Next(16) switch
    {
        0 => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal),
        1 => Bytes(random, 1 + random.Next(10)),
        2 => Uri.EscapeDataString(text) + random.One(["%", "%F", "%FF", "%C3", "%C0%AF", "%ED%A0%80", "%zz", "%u0041"]),
        3 => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        4 => string.Concat(text.Select(c => c is > ' ' and < '\u007f' and not ('#' or '&' or '?') ? c.ToString() : Uri.HexEscape((char)(c & 0xFF)))),
        _ => Uri.EscapeDataString(text),
    };

    private static Rune AnyRune(Random random)
    {
        // All planes, but half of it from where scripts are.
        int value;
        do
            value = random.Next(2) == 0 ? random.Next(0x3000) : random.Next(0x110000);
        while (!Rune.IsValid(value));
        return new Rune(value);
    }

    private static string Bytes(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => $"%{random.Next(256).ToString("x2", CultureInfo.InvariantCulture)}"));
}
