using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Import.Tables;

/// <summary>What the columns of a table are, as a small JSON file beside it says.</summary>
internal sealed record TableMapping
{
    /// <summary>The mapping of "lab.csv" is "lab.csv.mapping.json".</summary>
    public const string Suffix = ".mapping.json";

    /// <summary>The field of a column that holds a record's accession.</summary>
    public const string Accession = "accession";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter<Level>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<ColumnType>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Between cells; null is told from the content.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What lines that are no rows begin with.</summary>
    public char? Comment { get; init; }

    /// <summary>The sheet of a workbook; null is the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>The accession of the experiment that all samples belong to, where no column says it.</summary>
    public string? Experiment { get; init; }

    /// <summary>The columns by their names. One that is not here is kept and not published.</summary>
    public required Dictionary<string, MappedColumn> Columns { get; init; }

    /// <summary>The mapping in a file.</summary>
    /// <exception cref="ImportException">It cannot be read or says nothing that can be done.</exception>
    public static TableMapping Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var mapping = JsonSerializer.Deserialize<TableMapping>(file, Json) ?? throw new JsonException("It is null.");
            return mapping.Mistake() is { } mistake ? throw new ImportException($"The mapping {path} {mistake}.") : mapping;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"The mapping {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the mapping to a file that is not there yet.</summary>
    public void Save(string path)
    {
        if (File.Exists(path))
            throw new ImportException($"{path} is there already: remove it first, or edit it.");
        DurableFile.Write(path, JsonSerializer.Serialize(this, Json) + "\n");
    }

    /// <summary>The columns of a level that hold its accession.</summary>
    public IEnumerable<string> AccessionColumns(Level level) =>
        from column in Columns where column.Value.Level == level && column.Value.Field == Accession select column.Key;

    private string? Mistake()
    {
        var samples = AccessionColumns(Level.Sample).ToList();
        if (samples.Count + AccessionColumns(Level.Experiment).Count() == 0)
            return "names no column that holds accessions: one with \"field\": \"accession\" is needed at the level of experiments, of samples, or of both";
        if (samples.Count > 1)
            return $"names {samples.Count} columns with accessions of samples ({string.Join(", ", samples)}): one is right; others are \"alternate_accessions\"";
        if (AccessionColumns(Level.Experiment).Count() > 1)
            return "names several columns with accessions of experiments: one is right, which may hold a list";
        foreach (var (name, column) in Columns)
            if (column.Published && string.IsNullOrWhiteSpace(column.Field))
                return $"does not say the \"field\" of the column \"{name}\": name it, or say \"published\": false";
            else if (column.Field == RecordBuilder.PrivateKey)
                return $"publishes the column \"{name}\" as \"{RecordBuilder.PrivateKey}\", where unpublished columns are kept: choose another name";
        return null;
    }
}

/// <summary>What one column is.</summary>
internal sealed record MappedColumn
{
    /// <summary>The field's name; <c>accession</c> and <c>alternate_accessions</c> identify the record.</summary>
    public string? Field { get; init; }

    /// <summary>Whether it says something of the experiment or of the sample.</summary>
    public Level Level { get; init; } = Level.Sample;

    /// <summary>Between the values of a list; null when a cell is one value.</summary>
    public string? Separator { get; init; }

    /// <summary>How values are read; one that does not parse is kept as it is written.</summary>
    public ColumnType Type { get; init; } = ColumnType.Text;

    /// <summary>Whether it is shown, searched and handed out.</summary>
    public bool Published { get; init; } = true;

    /// <summary>For who reads the mapping.</summary>
    public string? Note { get; init; }
}

/// <summary>What a column's values are.</summary>
internal enum ColumnType { Text, Number, Date, Boolean, Years }
