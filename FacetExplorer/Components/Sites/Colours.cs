using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FacetExplorer.Components.Sites;

/// <summary>The site's accent on light and dark ground; null where the shipped one stays.</summary>
internal sealed partial record Colours(string? Light, string? Dark)
{
    /// <summary>What text must have by WCAG 2, level AA.</summary>
    public const double LeastContrast = 4.5;

    /// <summary>What the accent stands on (css/base.css): the page, what is raised from it, and warnings.</summary>
    public static readonly IReadOnlyList<string> LightGrounds = ["#ffffff", "#f4f5f9", "#fff3d6"], DarkGrounds = ["#16191d", "#202327", "#3a2e12"];

    /// <summary>The stylesheet that puts them over the shipped ones; null where there is nothing to put.</summary>
    public string? Stylesheet
    {
        get
        {
            var css = new StringBuilder();
            if (Light is not null)
                css.Append(CultureInfo.InvariantCulture, $":root {{ {Roles(Light)} }}\n");
            // The light accent must not reach the dark page: it was held against other grounds.
            if (Dark is not null)
                css.Append(CultureInfo.InvariantCulture, $"@media (prefers-color-scheme: dark) {{ :root {{ {Roles(Dark)} }} }}\n");
            else if (Light is not null)
                css.Insert(0, "@media (prefers-color-scheme: light) { ").Append("}\n");
            return css.Length == 0 ? null : css.ToString();
        }
    }

    /// <summary>Reads both; one that could not be read well on its grounds is a mistake.</summary>
    public static Colours Read(string? light, string? dark, ICollection<string> mistakes) => new(
        Read(light, nameof(SiteOptions.Accent), "light", LightGrounds, mistakes), Read(dark, nameof(SiteOptions.AccentDark), "dark", DarkGrounds, mistakes));

    /// <summary>The contrast of two colours by WCAG 2, from 1 to 21.</summary>
    public static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static string? Read(string? colour, string setting, string theme, IReadOnlyList<string> grounds, ICollection<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(colour))
            return null;
        if (!Hexadecimal().IsMatch(colour))
        {
            mistakes.Add($"{Site.Key(setting)} is \"{colour}\" where a colour such as #002ea3 is expected.");
            return null;
        }
        var worst = grounds.MinBy(ground => Contrast(colour, ground))!;
        if (Contrast(colour, worst) < LeastContrast)
            mistakes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{Site.Key(setting)} is \"{colour}\", whose contrast on the {theme} page's {worst} is {Math.Floor(Contrast(colour, worst) * 100) / 100:0.00}, where at least {LeastContrast:0.0} is expected (WCAG AA)."));
        return colour;
    }

    private static string Roles(string accent)
    {
        var text = Contrast(accent, "#ffffff") >= Contrast(accent, "#000000") ? "#ffffff" : "#000000";
        return $"--accent: {accent}; --on-accent: {text}; --tint: color-mix(in srgb, {accent} 16%, transparent);";
    }

    private static double Luminance(string colour) => 0.2126 * Channel(colour, 1) + 0.7152 * Channel(colour, 3) + 0.0722 * Channel(colour, 5);

    private static double Channel(string colour, int at)
    {
        var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex Hexadecimal();
}
