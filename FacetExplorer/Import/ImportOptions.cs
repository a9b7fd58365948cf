using System.ComponentModel.DataAnnotations;

namespace FacetExplorer.Import;

/// <summary>Configuration section <c>Import</c>.</summary>
public sealed class ImportOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Import";

    /// <summary>Names of sources, highest first. All others come after these and are equal: among them the later import wins.</summary>
    public IReadOnlyList<string> Priority { get; set; } = [];

    /// <summary>A file of the form of data/vocabulary.json, whose columns, values and words for "missing" are added to the shipped ones.</summary>
    public string? Vocabulary { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (index, name) in Priority.Index())
            if (string.IsNullOrWhiteSpace(name))
                yield return new($"Import:Priority:{index} is blank: name a source there, or leave the entry out.");
        foreach (var twice in Priority.Where(name => !string.IsNullOrWhiteSpace(name)).CountBy(name => name.Trim()).Where(name => name.Value > 1))
            yield return new($"Import:Priority names \"{twice.Key}\" {twice.Value} times: once is right.");
    }
}
