namespace FacetExplorer.Import;

/// <summary>What is to be imported and how.</summary>
public sealed record ImportRequest(IReadOnlyList<string> Paths)
{
    /// <summary>Name of the format, or <c>auto</c>.</summary>
    public string Format { get; init; } = SourceFormats.Auto;

    /// <summary>Name of the source; by default each path's own file or folder name.</summary>
    public string? Source { get; init; }

    /// <summary>The mapping file of the tables among them; null is the one beside each.</summary>
    public string? Mapping { get; init; }

    /// <summary>The files are all there is of <see cref="Source"/>: what it said before and says no more is removed.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Remove even more than a tenth of the source.</summary>
    public bool AcceptRemovals { get; init; }

    /// <summary>Start from an empty catalog.</summary>
    public bool Replace { get; init; }

    /// <summary>Import the rest when records are refused.</summary>
    public bool Lenient { get; init; }

    /// <summary>Whether the result is the invented demo catalog.</summary>
    public bool IsDemo { get; init; }
}

/// <summary>How far an import has come.</summary>
/// <param name="File">The file being read, or what is done after the last one.</param>
/// <param name="Read">Bytes read of it.</param>
/// <param name="Length">Bytes it has; 0 when unknown.</param>
/// <param name="Records">Records read so far, of all files.</param>
public sealed record ImportProgress(string File, long Read, long Length, long Records);

/// <summary>Something of a source that was not taken.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1; null when it concerns the whole file.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record Refusal(string File, long? Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line is null ? $"{File}: {Reason}" : $"{File}, line {Line}: {Reason}";
}
