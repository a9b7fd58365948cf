using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FacetExplorer.Components.Sites;

/// <summary>A page that the site's owner wrote in Markdown.</summary>
/// <param name="Name">Its name in addresses: the file's.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Html">All of it as HTML; raw HTML and scripts of the file are text in it.</param>
internal sealed partial record MarkdownPage(string Name, string Title, string Html)
{
    private const int MostKilobytes = 256, MostPages = 20;

    /// <summary>The order in the footer; others come after these.</summary>
    private static readonly string[] Known = ["about", "help", "privacy", "imprint", "accessibility"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoIdentifiers().Build();

    /// <summary>Reads the Markdown files of a folder.</summary>
    public static IReadOnlyList<MarkdownPage> ReadAll(string? folder, string key, ICollection<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(folder))
            return [];
        try
        {
            var files = new DirectoryInfo(folder).GetFiles("*.md");
            var wrong = files.Where(f => f.Length > MostKilobytes * 1024 || !NamePattern().IsMatch(Path.GetFileNameWithoutExtension(f.Name))).ToList();
            foreach (var file in wrong)
                mistakes.Add($"{key} has \"{file.Name}\" where files of at most {MostKilobytes} kB named with a-z, 0-9 and - are expected.");
            if (files.Length is 0 or > MostPages)
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is \"{folder}\", which has {files.Length} files ending in .md, where 1 to {MostPages} are expected."));
            var names = files.Select(f => Path.GetFileNameWithoutExtension(f.Name)).ToHashSet(StringComparer.Ordinal);
            return [.. files.Except(wrong).Take(MostPages)
                .Select(file => Of(Path.GetFileNameWithoutExtension(file.Name), File.ReadAllText(file.FullName), names))
                .OrderBy(page => Array.IndexOf(Known, page.Name) is >= 0 and var place ? place : Known.Length).ThenBy(page => page.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            mistakes.Add($"{key} is \"{folder}\", which cannot be read: {e.Message}");
            return [];
        }
    }

    /// <summary>Reads one page.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">The Markdown.</param>
    /// <param name="names">The names of all pages, to which links lead.</param>
    public static MarkdownPage Of(string name, string text, IReadOnlySet<string> names)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            if (link.IsImage || AddressOf(link.Url, name, names) is not { } address)
                link.ReplaceBy(new ContainerInline()); // its text stays
            else
                link.Url = address;
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && AddressOf(link.Url, name, names) is null).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        foreach (var table in document.Descendants<Table>())
            table.ColumnDefinitions.ForEach(column => column.Alignment = null); // it would be a style in an attribute
        var title = document.Descendants<HeadingBlock>().FirstOrDefault() is { Inline: { } heading }
            ? string.Concat(heading.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()))
            : "";
        return new MarkdownPage(name, title.Length > 0 ? title : Words.Capital(name.Replace('-', ' ')), document.ToHtml(Pipeline));
    }

    /// <summary>Where a link leads: to another page of the folder, a part of this one, the application, or another site; null for anything else.</summary>
    private static string? AddressOf(string? url, string name, IReadOnlySet<string> names)
    {
        if (string.IsNullOrEmpty(url) || url.StartsWith("//", StringComparison.Ordinal) || url.Contains('\\', StringComparison.Ordinal))
            return null;
        if (url[0] == '#')
            return $"{Links.PageRoute}{name}{url}";
        var path = url.Split('#', '?')[0];
        if (path.EndsWith(".md", StringComparison.Ordinal) && names.Contains(path[..^".md".Length]))
            return $"{Links.PageRoute}{path[..^".md".Length]}{url[path.Length..]}";
        return !SchemePattern().IsMatch(url) || AllowedPattern().IsMatch(url) ? url : null;
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex NamePattern();

    /// <summary>Whatever a browser may take for a scheme, blanks and control characters in it included.</summary>
    [GeneratedRegex(@"\A[^/?#]*:")]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"\A(https?://|mailto:)", RegexOptions.IgnoreCase)]
    private static partial Regex AllowedPattern();
}
