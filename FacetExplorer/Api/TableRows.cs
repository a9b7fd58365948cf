using System.Buffers;
using System.Globalization;
using System.Text;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>A line of names, then a line a record.</summary>
internal sealed class TableRows(DownloadFormat format, IReadOnlyList<string> columns, IReadOnlyList<string> fieldNames) : IRowFormat
{
    /// <summary>Put before the name of a field that a column of the table already has.</summary>
    private const string FieldPrefix = "fields.";

    private readonly bool _tabs = format == DownloadFormat.Tsv, _safe = format == DownloadFormat.SpreadsheetSafe;

    public void Begin(IBufferWriter<byte> output)
    {
        if (_safe)
            output.Write(Encoding.UTF8.Preamble); // spreadsheets take it for another encoding without
        WriteLine(columns.Concat(fieldNames.Select(ColumnOf)).Select(Escaped), output);
    }

    public void Write(DownloadRow row, IBufferWriter<byte> output) =>
        WriteLine(row.Cells.Select(Text).Concat(fieldNames.Select(name => Text(row.Fields![name]))), output);

    private string ColumnOf(string field) =>
        columns.Contains(field) || field.StartsWith(FieldPrefix, StringComparison.Ordinal) ? FieldPrefix + field : field;

    private string Text(object cell) => cell switch
    {
        string text => Escaped(text),
        IEnumerable<string> texts => string.Join('|', texts.Select(Escaped)),
        _ => string.Create(CultureInfo.InvariantCulture, $"{cell}"),
    };

    private string Escaped(string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        return !_tabs ? escaped : escaped
            .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
    }

    private void WriteLine(IEnumerable<string> cells, IBufferWriter<byte> output)
    {
        var line = _tabs ? string.Join('\t', cells) + "\n" : string.Join(',', cells.Select(Quoted)) + "\r\n";
        Encoding.UTF8.GetBytes(line, output);
    }

    private string Quoted(string cell)
    {
        if (_safe && cell.Length > 0 && IsRisky(cell[0]))
            cell = "'" + cell;
        return _safe || cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    /// <summary>Whether a spreadsheet takes a cell that begins so for a formula; an apostrophe is among them so that one can always be taken off again.</summary>
    private static bool IsRisky(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0' or '\'' or '＝' or '＋' or '－' or '＠';
}
