using FacetExplorer.Catalog;

namespace FacetExplorer.Import.Tables;

/// <summary>A row of a table and the line it starts on.</summary>
internal readonly record struct TableRow(long Line, IReadOnlyList<string> Cells);

/// <summary>A table with named columns, read once from its start.</summary>
/// <param name="Columns">Trimmed; blank where the file names none.</param>
/// <param name="Rows">Rows with at least one cell; short ones lack their last cells.</param>
internal sealed record Table(IReadOnlyList<string> Columns, IEnumerable<TableRow> Rows)
{
    /// <summary>The table that rows make, the first of which names the columns.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="hasRowNames">Whether rows begin with a cell that the first row does not name.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public static Table Of(IEnumerable<TableRow> rows, bool hasRowNames = false)
    {
        var all = rows.GetEnumerator();
        if (!all.MoveNext())
            throw new RefusedException("there is no table in it: a first row that names the columns is expected");
        IEnumerable<string> named = all.Current.Cells.Select(Name);
        return new([.. hasRowNames ? named.Prepend("") : named], Rest(all));
    }

    /// <summary>The cell of a column; blank when the row is too short.</summary>
    public static string Cell(TableRow row, int column) => column < row.Cells.Count ? row.Cells[column] : "";

    /// <summary>Refuses a row that has more cells than there are columns.</summary>
    /// <exception cref="RefusedException">It has.</exception>
    public void Check(TableRow row)
    {
        for (var i = Columns.Count; i < row.Cells.Count; i++)
            if (!string.IsNullOrWhiteSpace(row.Cells[i]))
                throw new RefusedException($"{row.Cells.Count} cells where there are {Columns.Count} columns: the text \"{Short(row.Cells[i])}\" has no column; are quotes missing?", row.Line);
    }

    private static string Name(string cell) => Value.OfTyped(cell.Trim().TrimStart('#').Trim('"', '\''));

    private static IEnumerable<TableRow> Rest(IEnumerator<TableRow> rows)
    {
        using (rows)
            while (rows.MoveNext())
                yield return rows.Current;
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
