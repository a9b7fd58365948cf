using System.Globalization;
using System.Net;
using System.Text;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>A chart of milliseconds for README, legible on light and dark ground.</summary>
internal static class BarChart
{
    private const int Width = 810, Left = 380, Right = 90, Top = 44, Row = 30, Bar = 18;

    /// <summary>One bar a row, on an axis of powers of ten.</summary>
    public static string Svg(string title, IReadOnlyList<(string Name, double Milliseconds)> rows)
    {
        var (least, most) = (Math.Floor(rows.Min(r => Math.Log10(r.Milliseconds))), Math.Ceiling(rows.Max(r => Math.Log10(r.Milliseconds))));
        var height = Top + rows.Count * Row + 26;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="{Text(title)}">
            <rect width="{Width}" height="{height}" rx="6" fill="#fff"/>
            <text x="12" y="24" font-weight="600" fill="#1b1f24">{Text(title)}</text>

            """);
        for (var power = least; power <= most; power++)
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{X(power):0.#}" x2="{X(power):0.#}" y1="{Top - 6}" y2="{height - 22}" stroke="#d5d9de"/>
                <text x="{X(power):0.#}" y="{height - 8}" text-anchor="middle" fill="#57606a">{Axis(power)}</text>

                """);
        foreach (var (i, (name, milliseconds)) in rows.Index())
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{Left - 8}" y="{Top + i * Row + 14}" text-anchor="end" fill="#1b1f24">{Text(name)}</text>
                <rect x="{Left}" y="{Top + i * Row}" width="{Math.Max(1, X(Math.Log10(milliseconds)) - Left):0.#}" height="{Bar}" fill="{(name.StartsWith("embedded", StringComparison.Ordinal) ? "#0b6e99" : "#9aa4af")}"/>
                <text x="{X(Math.Log10(milliseconds)) + 6:0.#}" y="{Top + i * Row + 14}" fill="#1b1f24">{Said(milliseconds)}</text>

                """);
        return svg.Append("</svg>\n").ToString();

        double X(double power) => Left + (power - least) / Math.Max(1, most - least) * (Width - Left - Right);
    }

    private static string Axis(double power) => power < 3
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, power):0.###} ms") : string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, power - 3):0} s");

    private static string Said(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:G3} ms");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
