using System.Text;
using FacetExplorer.Import.Geo;
using FacetExplorer.Import.MageTab;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Import;

/// <summary>Which reader reads what.</summary>
internal static class SourceFormats
{
    private static ReadOnlySpan<byte> AppleDouble => [0, 5, 0x16, 7];

    /// <summary>Look at the content.</summary>
    public const string Auto = "auto";

    /// <summary>So many bytes of a file are looked at to tell its format.</summary>
    public const int BeginningLength = 1 << 16;

    // The refine.bio document may stand on one line, so it is asked for before JSON Lines.
    // A mapping is somebody's decision, so a table that has one is read by it.
    // An SDRF may have columns of runs, so it is asked for before the tables of runs.
    private static ISourceReader[] Readers(string? mapping = null) =>
    [
        new MappedTableReader(mapping), new RefineBioReader(), new CBioPortalReader(),
        new SoftReader(), new SeriesMatrixReader(), new MinimlReader(), new GdsResultReader(), new MageTabReader(),
        new RefineBioTableReader(), new RunTableReader(), new JsonLinesReader(),
    ];

    /// <summary>What <c>--format</c> takes.</summary>
    public static IReadOnlyList<string> Names => [Auto, .. Readers().Select(reader => reader.Format).Order(StringComparer.Ordinal)];

    /// <summary>The files behind a path, each with its reader.</summary>
    /// <exception cref="ImportException">There is nothing to read.</exception>
    public static IReadOnlyList<(string File, ISourceReader Reader)> Resolve(string path, string format, string? mapping = null)
    {
        var readers = Readers(mapping).Where(reader => format == Auto || reader.Format == format).ToList();
        if (readers.Count == 0)
            throw new ImportException($"There is no format \"{format}\": {string.Join(", ", Names)} are known.");
        if (Directory.Exists(path))
            return InFolder(path, readers);
        if (!File.Exists(path))
            throw new ImportException($"{path} does not exist.");
        return format != Auto ? [(path, readers[0])]
            : Recognise(path, readers) is var reader && reader is Unrecognised unknown ? throw new ImportException($"{path}: {unknown.Reason}")
            : [(path, reader)];
    }

    /// <summary>A folder of one format, or else each file of it and its folders by its content, but for hidden ones and mappings.</summary>
    private static List<(string, ISourceReader)> InFolder(string folder, List<ISourceReader> readers)
    {
        foreach (var reader in readers)
            if (reader.FilesOf(folder) is { Count: > 0 } files)
                return [.. files.Select(file => (file, reader))];
        var found = Directory.EnumerateDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal).SelectMany(inner => InFolder(inner, readers))
            .Concat(Directory.EnumerateFiles(folder).Where(file => IsVisible(file) && !file.EndsWith(TableMapping.Suffix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).Select(file => (file, Recognise(file, readers)))).ToList();
        return found.Count > 0 ? found : throw new ImportException($"There is nothing to import in {folder}.");
    }

    private static bool IsVisible(string path) => !Path.GetFileName(path).StartsWith('.');

    private static ISourceReader Recognise(string path, List<ISourceReader> readers)
    {
        var start = BeginningOf(path);
        if (start.AsSpan().StartsWith(AppleDouble))
            return new Unrecognised("a file in which macOS keeps what belongs to another (AppleDouble), without data");
        var bytes = SourceText.AsUtf8(start);
        foreach (var reader in readers)
            if (reader.Recognises(path, bytes))
                return reader;
        return new Unrecognised(start.Length == 0
            ? "it is empty, or cannot be unpacked"
            : $"its format cannot be told from its content: say it with --format ({string.Join(", ", Names.Skip(1))}), or, if it is a table, write a mapping with \"import --suggest-mapping\"");
    }

    /// <summary>The beginning of a file as text, and whether that is all of it.</summary>
    public static (string Text, bool IsWhole) Beginning(string path) =>
        BeginningOf(path) is var start ? (Encoding.UTF8.GetString(SourceText.AsUtf8(start)), start.Length < BeginningLength) : default;

    private static byte[] BeginningOf(string path)
    {
        var start = new byte[BeginningLength];
        try
        {
            using var content = SourceContent.Open(path);
            return start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>Stands for the reader of a file that none reads.</summary>
    private sealed class Unrecognised(string reason) : ISourceReader
    {
        public string Reason => reason;

        public string Format => "unknown";

        public IReadOnlyList<string> FilesOf(string folder) => [];

        public bool Recognises(string file, ReadOnlySpan<byte> start) => false;

        public void Read(SourceFileReading file) => throw new RefusedException(reason);
    }

    /// <summary>A file of this name or its .gz.</summary>
    public static IReadOnlyList<string> PlainOrPacked(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        var packed = plain + ".gz";
        return (File.Exists(plain), File.Exists(packed)) switch
        {
            (true, true) => throw new ImportException($"{folder} has both {name} and {name}.gz: name the one to import."),
            (true, false) => [plain],
            (false, true) => [packed],
            _ => [],
        };
    }

    /// <summary>Whether a file, packed or not, is called so.</summary>
    public static bool HasExtension(string file, string extension) =>
        file.EndsWith(extension, StringComparison.OrdinalIgnoreCase) || file.EndsWith(extension + ".gz", StringComparison.OrdinalIgnoreCase);
}
