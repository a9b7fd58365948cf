namespace FacetExplorer.Import.MageTab;

/// <summary>The lines of MAGE-TAB: cells with tabs between them, some in quotes.</summary>
internal static class MageTabText
{
    /// <summary>No cell goes on over more lines.</summary>
    private const int MostLines = 100;

    /// <summary>The name of a file without its endings, such as ".sdrf.txt".</summary>
    public static string Stem(string path)
    {
        var stem = SourceNames.Stem(path);
        return Path.GetExtension(stem).ToLowerInvariant() is ".idf" or ".sdrf" ? Path.GetFileNameWithoutExtension(stem) : stem;
    }

    /// <summary>The lines that are not blank, as cells without outer blanks. A cell in quotes may hold tabs and the ends of lines.</summary>
    public static IEnumerable<(long Number, IReadOnlyList<string> Cells)> Rows(Stream content)
    {
        var (start, open) = (0L, "");
        foreach (var (number, line) in SourceText.Lines(content))
        {
            if (open.Length == 0 && string.IsNullOrWhiteSpace(line))
                continue;
            start = open.Length == 0 ? number : start;
            open = open.Length == 0 ? line : $"{open}\n{line}";
            if (Cells(open) is { } cells)
            {
                yield return (start, cells);
                open = "";
            }
            else if (number - start >= MostLines || open.Length > ByteWindow.Limit)
                break;
        }
        if (open.Length > 0)
            throw new RefusedException("the row that begins here has a cell whose quotes are not closed; it was not read, and what follows neither", start);
    }

    /// <summary>The cells of a line; null when one in quotes goes on in the next line.</summary>
    private static List<string>? Cells(string line)
    {
        var cells = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            var end = line.IndexOf('\t', at);
            end = end < 0 ? line.Length : end;
            var closed = at < line.Length && line[at] == '"' ? ClosingQuote(line, at + 1) : -1;
            if (closed >= 0)
            {
                cells.Add(line[(at + 1)..closed].Replace("\"\"", "\"", StringComparison.Ordinal).Trim());
                end = closed + 1;
            }
            else if (at < line.Length && line[at] == '"' && line.AsSpan(at).Count('"') % 2 == 1)
                return null;
            else
                cells.Add(line[at..end].Trim());
            at = end + 1;
        }
        return cells;
    }

    /// <summary>Where a tab or the end of the line follows a quote; the others are part of the text.</summary>
    private static int ClosingQuote(string line, int from)
    {
        for (var at = line.IndexOf('"', from); at >= 0; at = line.IndexOf('"', at + 1))
            if (at + 1 == line.Length || line[at + 1] == '\t')
                return at;
            else if (line[at + 1] == '"')
                at++;
        return -1;
    }
}
