using System.Globalization;
using System.Text.Json;

namespace FacetExplorer.Catalog;

/// <summary>How an import ended.</summary>
public enum ImportOutcome
{
    /// <summary>Done, or there was nothing new.</summary>
    Done,

    /// <summary>Done without the refused records.</summary>
    DoneInPart,

    /// <summary>Refused as too much would be removed.</summary>
    RemovalsRefused,

    /// <summary>Failed.</summary>
    Failed,

    /// <summary>Cancelled.</summary>
    Cancelled,
}

/// <summary>How the last import into a state folder ended. It stands there in a file, as imports run in processes of their own.</summary>
/// <param name="EndedAt">When.</param>
/// <param name="Outcome">How.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record LastImport(DateTimeOffset EndedAt, ImportOutcome Outcome, double Seconds)
{
    /// <summary>What is known of the last import, or null.</summary>
    public static LastImport? Read(CatalogFiles files)
    {
        try
        {
            return JsonSerializer.Deserialize<LastImport>(File.ReadAllBytes(files.LastImportFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it down where that is possible: what became of the import does not depend on it.</summary>
    internal void Write(CatalogFiles files)
    {
        try
        {
            if (Directory.Exists(files.Folder))
                DurableFile.Write(files.LastImportFile, JsonSerializer.Serialize(this));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"How the import ended could not be written down for the metrics: {e.Message}"));
        }
    }
}
