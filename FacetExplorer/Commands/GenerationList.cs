using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Commands;

/// <summary>The generations of a folder as a table.</summary>
internal static class GenerationList
{
    public static void Write(CatalogFiles files)
    {
        var numbers = files.Numbers();
        if (numbers.Count == 0)
        {
            Console.WriteLine($"There is no generation in {files.Folder}.");
            return;
        }
        Console.WriteLine($"{"number",6}  {"date (UTC)",-16} {"experiments",12} {"samples",12} {"memberships",12} {"schema",7} {"size",12}");
        var current = files.CurrentNumber();
        foreach (var number in numbers)
            Console.WriteLine($"{Row(files, number)}  {State(files, number, current)}".TrimEnd());
    }

    private static string Row(CatalogFiles files, int number)
    {
        var megabytes = files.FilesOf(number).Sum(file => new FileInfo(file).Length) / 1e6;
        try
        {
            using var reader = CatalogReader.Open(files.GenerationFile(number));
            var of = reader.Generation;
            return string.Create(CultureInfo.InvariantCulture,
                $"{number,6}  {of.CreatedAt.UtcDateTime,-16:yyyy-MM-dd HH:mm} {of.Experiments,12:N0} {of.Samples,12:N0} {of.Memberships,12:N0} {reader.Schema,7} {megabytes,9:N1} MB");
        }
        catch (CatalogUnavailableException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{number,6}  {e.Message}");
        }
    }

    private static string State(CatalogFiles files, int number, int? current) => string.Join(", ", new[]
    {
        number == current ? "current" : null,
        files.IsKept(number) ? "kept" : null,
        files.IsPublished(number) ? null : "never current",
    }.OfType<string>());
}
