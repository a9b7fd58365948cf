using System.Globalization;
using System.IO.Compression;
using MiniExcelLibs;

namespace FacetExplorer.Import.Tables;

/// <summary>A sheet of an .xlsx workbook as a table.</summary>
internal static class Spreadsheet
{
    private const long LargestUnpacked = 4L << 30;

    /// <summary>The sheet of this name, or the first. Dates are ISO 8601, numbers invariant.</summary>
    /// <exception cref="RefusedException">It is no workbook that can be read, or it has no such sheet.</exception>
    public static Table Read(string path, string? sheet)
    {
        try
        {
            CheckSize(path);
            var sheets = MiniExcel.GetSheetNames(path);
            if (sheet is not null && !sheets.Contains(sheet))
                throw new RefusedException($"there is no sheet \"{sheet}\" in it: {string.Join(", ", sheets)} are there");
            return Table.Of(Rows(path, sheet));
        }
        catch (Exception e) when (e is InvalidDataException or System.Xml.XmlException or FormatException or KeyNotFoundException)
        {
            throw new RefusedException($"it is no .xlsx workbook that can be read ({e.Message.TrimEnd('.')})");
        }
    }

    private static IEnumerable<TableRow> Rows(string path, string? sheet)
    {
        var line = 0L;
        foreach (IDictionary<string, object?> row in MiniExcel.Query(path, useHeaderRow: false, sheetName: sheet))
        {
            line++;
            if (row.Values.Any(value => value is not null))
                yield return new TableRow(line, [.. row.Values.Select(Text)]);
        }
    }

    /// <summary>A workbook is a zip archive, of which a small one can unpack to a very large one.</summary>
    private static void CheckSize(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        if (archive.Entries.Sum(entry => entry.Length) > Math.Min(LargestUnpacked, PackedContent.LargestFor(new FileInfo(path).Length)))
            throw new RefusedException("it unpacks to far more than a workbook of its size would");
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        DateTime date => date.ToString(date.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
