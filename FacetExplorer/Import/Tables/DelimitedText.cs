using CsvHelper;

namespace FacetExplorer.Import.Tables;

/// <summary>How a text table is written.</summary>
/// <param name="Delimiter">Between cells.</param>
/// <param name="HasQuotes">Whether cells may be quoted; else a quote is a character like any other.</param>
/// <param name="HasRowNames">Whether rows have a cell more than the first, as R writes them.</param>
/// <param name="Comment">What lines that are no rows begin with; null when there are none.</param>
/// <param name="HasStrayReturns">Whether a carriage return alone is a blank in a row, as other characters end the rows.</param>
internal sealed record DelimitedText(char Delimiter, bool HasQuotes = true, bool HasRowNames = false, char? Comment = null, bool HasStrayReturns = false)
{
    private const int RowsLookedAt = 50;

    private static readonly DelimitedText[] Candidates =
        [new('\t'), new('\t', HasQuotes: false), new(','), new(';'), new('|')];

    /// <summary>What the beginning of a file looks most like: the form in which most rows have the same number of cells.</summary>
    /// <param name="start">The beginning; its last row may be cut off.</param>
    /// <param name="isWhole">Whether it is all of the file.</param>
    /// <param name="comment">What lines that are no rows begin with.</param>
    /// <param name="delimiter">Between cells, when it is known.</param>
    public static DelimitedText Of(string start, bool isWhole, char? comment = null, char? delimiter = null)
    {
        var best = (Form: new DelimitedText(delimiter ?? ',', Comment: comment), Score: -1.0);
        foreach (var candidate in Candidates.Where(candidate => delimiter is null || candidate.Delimiter == delimiter))
        {
            var form = candidate with { Comment = comment, HasStrayReturns = start.Contains('\n', StringComparison.Ordinal) };
            var rows = form.Beginning(start, isWhole);
            if (rows.Count == 0 || rows[0].Cells.Count < 2)
                continue;
            var columns = rows[0].Cells.Count;
            var hasRowNames = rows.Count > 1 && rows.Skip(1).All(row => row.Cells.Count == columns + 1) && rows.Skip(1).Any(row => row.Cells[^1].Length > 0);
            var score = rows.CountBy(row => row.Cells.Count).Max(width => width.Value) / (double)rows.Count + Math.Min(columns, 100) / 1000.0;
            if (score > best.Score + 1e-9)
                best = (form with { HasRowNames = hasRowNames }, score);
        }
        return best.Form;
    }

    /// <summary>The first rows of a beginning, without the last, which may be cut off.</summary>
    public IReadOnlyList<TableRow> Beginning(string start, bool isWhole)
    {
        var rows = new List<TableRow>();
        try
        {
            rows.AddRange(Rows(new StringReader(start), isBeginning: true).Take(RowsLookedAt));
        }
        catch (RefusedException)
        {
            return [];
        }
        if (!isWhole && rows.Count is > 1 and < RowsLookedAt)
            rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    /// <summary>The table in a text.</summary>
    public Table Read(TextReader text) => Table.Of(ReadRows(text), HasRowNames);

    /// <summary>The rows of a text, the first of which may name the columns.</summary>
    public IEnumerable<TableRow> ReadRows(TextReader text) => Rows(text, isBeginning: false);

    private IEnumerable<TableRow> Rows(TextReader text, bool isBeginning)
    {
        var isOpen = false;
        using var csv = CsvReader.Create(HasStrayReturns ? new WithoutStrayReturns(text) : text, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = Delimiter,
            Mode = HasQuotes ? CsvMode.Rfc4180 : CsvMode.NoEscape,
            CommentPrefix = Comment,
            TrimWhitespace = false,
            TrackLineNumbers = true,
            MaxRecordSize = SourceText.LineLimit,
            OnMalformedRecord = record => isOpen |= record.Reason == CsvMalformedReason.UnterminatedQuote,
        });
        while (Next(csv))
        {
            if (isOpen && !isBeginning)
                throw new RefusedException("a quote that is opened in this row is not closed; what follows was not read", csv.LineNumber);
            string[] cells = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
            if (cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
                yield return new TableRow(csv.LineNumber, cells);
        }
    }

    private static bool Next(CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new RefusedException($"the table cannot be read any further: {e.Message.TrimEnd('.')}", csv.LineNumber + 1);
        }
    }

    /// <summary>A text whose carriage returns that end no line are blanks.</summary>
    private sealed class WithoutStrayReturns(TextReader text) : TextReader
    {
        public override int Read(char[] buffer, int index, int count)
        {
            var read = text.Read(buffer, index, count);
            var characters = buffer.AsSpan(index, read);
            for (var at = characters.IndexOf('\r'); at >= 0; at = Next(characters, at + 1))
                if ((at + 1 < read ? characters[at + 1] : text.Peek()) != '\n')
                    characters[at] = ' ';
            return read;
        }

        private static int Next(ReadOnlySpan<char> characters, int start) =>
            characters[start..].IndexOf('\r') is >= 0 and var next ? start + next : -1;
    }
}
