namespace FacetExplorer.Import;

/// <summary>Which reader reads what.</summary>
internal static class SourceFormats
{
    /// <summary>Look at the content.</summary>
    public const string Auto = "auto";

    private const int Start = 1 << 16;

    // The refine.bio document may stand on one line, so it is asked for first.
    private static ISourceReader[] Readers() => [new RefineBioReader(), new JsonLinesReader()];

    /// <summary>What <c>--format</c> takes.</summary>
    public static IReadOnlyList<string> Names => [Auto, .. Readers().Select(reader => reader.Format).Order(StringComparer.Ordinal)];

    /// <summary>The files behind a path, each with its reader.</summary>
    /// <exception cref="ImportException">There is nothing to read.</exception>
    public static IReadOnlyList<(string File, ISourceReader Reader)> Resolve(string path, string format)
    {
        var readers = Readers().Where(reader => format == Auto || reader.Format == format).ToList();
        if (readers.Count == 0)
            throw new ImportException($"There is no format \"{format}\": {string.Join(", ", Names)} are known.");
        if (Directory.Exists(path))
            return InFolder(path, readers);
        if (!File.Exists(path))
            throw new ImportException($"{path} does not exist.");
        return [(path, format == Auto ? Recognise(path, readers) : readers[0])];
    }

    private static List<(string, ISourceReader)> InFolder(string folder, List<ISourceReader> readers)
    {
        foreach (var reader in readers)
            if (reader.FilesOf(folder) is { Count: > 0 } files)
                return [.. files.Select(file => (file, reader))];
        throw new ImportException(
            $"There is nothing to import in {folder}: experiments.jsonl and samples.jsonl, or aggregated_metadata.json, each also as .gz, are looked for.");
    }

    private static ISourceReader Recognise(string path, List<ISourceReader> readers)
    {
        var start = new byte[Start];
        int length;
        try
        {
            using var content = SourceContent.Open(path);
            length = content.ReadAtLeast(start, Start, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            length = 0;
        }
        var bytes = SourceText.AsUtf8(start[..length]);
        foreach (var reader in readers)
            if (reader.Recognises(path, bytes))
                return reader;
        throw new ImportException($"The format of {path} cannot be told from its content: say it with --format ({string.Join(", ", Names.Skip(1))}).");
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
