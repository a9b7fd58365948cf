using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Catalog;

/// <summary>Names and places in the state folder.</summary>
public sealed partial class CatalogFiles(string folder)
{
    /// <summary>The state folder, as an absolute path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Names the generation file that is served.</summary>
    public string CurrentFile => Path.Combine(Folder, "current");

    /// <summary>Held by the one import that runs.</summary>
    public string LockFile => Path.Combine(Folder, "import.lock");

    /// <summary>Says how the last import ended.</summary>
    public string LastImportFile => Path.Combine(Folder, "last-import.json");

    /// <summary>The file of a generation.</summary>
    public string GenerationFile(int number) => FileBeside(number, "db");

    /// <summary>A file an engine keeps with a generation, such as <c>generation-000014.text.db</c>; deleted with it.</summary>
    public string FileBeside(int number, string suffix) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"generation-{number:D6}.{suffix}"));

    /// <summary>All files of a generation.</summary>
    public IReadOnlyList<string> FilesOf(int number) => [.. Directory.EnumerateFiles(Folder, Path.GetFileName(FileBeside(number, "*")))];

    /// <summary>Is there when the generation is never to be pruned.</summary>
    internal string KeptMark(int number) => FileBeside(number, "kept");

    /// <summary>Is there when the generation was current before an older one was made so again.</summary>
    internal string PublishedMark(int number) => FileBeside(number, "published");

    /// <summary>Whether a generation is never pruned.</summary>
    public bool IsKept(int number) => File.Exists(KeptMark(number));

    /// <summary>Whether a generation is or was current; one that was not is what a killed import left, or one that runs has just written.</summary>
    public bool IsPublished(int number) => number <= CurrentNumber() || File.Exists(PublishedMark(number));

    /// <summary>The files beside a generation whose checksum was kept.</summary>
    internal IEnumerable<string> SealedBeside(int number) =>
        Directory.EnumerateFiles(Folder, Path.GetFileName(FileBeside(number, "*" + FileSeal.Suffix)))
            .Select(seal => seal[..^FileSeal.Suffix.Length]).Where(file => file != GenerationFile(number)).Order(StringComparer.Ordinal);

    /// <summary>The number of the generation that <c>current</c> names, or null when there is none.</summary>
    public int? CurrentNumber()
    {
        string text;
        try
        {
            text = File.ReadAllText(CurrentFile).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        return NumberOf(text) ?? throw new CatalogUnavailableException(
            $"{CurrentFile} names no generation: it says \"{text}\" where generation-000001.db or the like is expected.");
    }

    /// <summary>All generations whose file is in the folder, oldest first.</summary>
    public IReadOnlyList<int> Numbers() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, "generation-*.db").Select(file => NumberOf(Path.GetFileName(file))).OfType<int>().Order()];

    private static int? NumberOf(string name) =>
        GenerationName().Match(name) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"\Ageneration-(\d{6,9})\.db\z")]
    private static partial Regex GenerationName();

    /// <summary>A generation never changes, so readers need no locks.</summary>
    internal static string ImmutableUri(string file) => new Uri(file).AbsoluteUri + "?immutable=1";

    /// <summary>Without pooling the file closes with the connection.</summary>
    internal static SqliteConnection OpenImmutable(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = ImmutableUri(file),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
