using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace FacetExplorer.Components;

/// <summary>A share as a bar; the number stands beside it. A page has hundreds: there is one text for each width, and all open pages have the same.</summary>
internal static class Bar
{
    private const int Widths = 1000;

    private static readonly MarkupString?[] Drawn = new MarkupString?[Widths + 1];

    public static MarkupString Of(long part, long whole)
    {
        var width = Width(part, whole);
        return Drawn[width] ??= new MarkupString(string.Create(CultureInfo.InvariantCulture,
            $"""<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="{100.0 * width / Widths}" height="1" /></svg>"""));
    }

    // A sliver shows that there is something.
    private static int Width(long part, long whole) => part == 0 || whole == 0 ? 0 : (int)Math.Clamp((double)Widths * part / whole, Widths / 100, Widths);
}
