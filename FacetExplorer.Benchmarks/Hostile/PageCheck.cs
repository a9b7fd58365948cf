using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>Whether a page has anything in it that runs, or leads elsewhere, besides what the application itself has there.</summary>
/// <param name="site">The address of the site.</param>
/// <param name="allowed">Hosts that its configuration links to.</param>
internal sealed partial class PageCheck(Uri site, IReadOnlySet<string> allowed)
{
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "marquee", "audio", "video", "source", "track", "math", "template", "animate", "set", "foreignobject", "use", "image", "keygen", "isindex",
    };

    private static readonly HashSet<string> Addresses = new(StringComparer.OrdinalIgnoreCase)
    {
        "href", "src", "action", "formaction", "data", "poster", "xlink:href", "ping", "srcset", "background", "cite", "manifest", "longdesc", "codebase", "profile", "icon", "dynsrc", "lowsrc",
    };

    private static readonly HtmlParser Parser = new();

    /// <summary>What is wrong with a page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="isFile">Whether it is a file that stands by itself, and so has its style in it and no base.</param>
    public IReadOnlyList<string> Problems(string html, bool isFile = false)
    {
        using var page = Parser.ParseDocument(html);
        var problems = new List<string>();
        if (!isFile && (page.QuerySelectorAll("base").Length != 1 || page.QuerySelector("base")!.GetAttribute("href") != "/"))
            problems.Add("the base is not the site's");
        if (isFile && page.QuerySelector("script, base") is not null)
            problems.Add("a file has a script or a base");
        if (page.QuerySelectorAll("title").Count(title => title.NamespaceUri == page.DocumentElement.NamespaceUri) > 1)
            problems.Add("there are several titles");
        foreach (var element in page.All)
        {
            if (Forbidden.Contains(element.LocalName) || (element.LocalName == "style" && !isFile) || (element.LocalName == "meta" && element.HasAttribute("http-equiv")))
                problems.Add($"there is a <{element.LocalName}>: {element.OuterHtml[..Math.Min(200, element.OuterHtml.Length)]}");
            if (element.LocalName == "script")
                problems.AddRange(ScriptProblems(element));
            problems.AddRange(element.Attributes.SelectMany(attribute => AttributeProblems(element, attribute)));
        }
        return problems;
    }

    /// <summary>What is wrong with an address that a page or an answer leads to; null when nothing is.</summary>
    public string? AddressProblem(string written)
    {
        var address = ControlCharacters().Replace(written, "").Trim(' ');
        var path = address.Split('?', '#')[0].Replace('\\', '/');
        if (!Uri.TryCreate(site, path + address[path.Length..], out var uri))
            return $"an address is none: {written}";
        return uri.GetLeftPart(UriPartial.Authority) == site.GetLeftPart(UriPartial.Authority) || (uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && allowed.Contains(uri.Host))
            ? null : $"an address leads elsewhere: {written}";
    }

    private static IEnumerable<string> ScriptProblems(IElement script)
    {
        var type = script.GetAttribute("type");
        if (script.GetAttribute("src") is { } source)
        {
            if (type is not null || !OwnScript().IsMatch(source))
                yield return $"a script is from {source}";
        }
        else if (type is not ("application/json" or "application/ld+json"))
            yield return $"there is a script: {script.TextContent}";
        else if (!IsJson(script.TextContent))
            yield return $"a script of data is none: {script.TextContent}";
    }

    private IEnumerable<string> AttributeProblems(IElement element, IAttr attribute)
    {
        if (!AttributeName().IsMatch(attribute.Name))
            yield return $"a text became an attribute: {attribute.Name} of <{element.LocalName}>";
        if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name is "srcdoc" or "style" or "nonce" or "is")
            yield return $"<{element.LocalName}> has {attribute.Name}={attribute.Value}";
        if (Addresses.Contains(attribute.Name) && element is not { LocalName: "base" } && AddressProblem(attribute.Value) is { } problem)
            yield return $"<{element.LocalName} {attribute.Name}>: {problem}";
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(js|_framework)/[\w.-]+\.js$")]
    private static partial Regex OwnScript();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9:_-]*$")]
    private static partial Regex AttributeName();

    /// <summary>What browsers take out of addresses.</summary>
    [GeneratedRegex(@"[\t\r\n]|^[\0-\x20]+|[\0-\x20]+$")]
    private static partial Regex ControlCharacters();
}
