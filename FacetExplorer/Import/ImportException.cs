namespace FacetExplorer.Import;

/// <summary>The import cannot go on; the catalog is as it was.</summary>
public class ImportException : Exception
{
    /// <summary>With the text the user sees.</summary>
    public ImportException(string message, Exception? inner = null) : base(message, inner) { }

    /// <summary>How far it came; null when nothing was begun.</summary>
    public ImportReport? Report { get; internal set; }
}

/// <summary>Somebody else is changing the state folder.</summary>
public sealed class BusyException : ImportException
{
    /// <inheritdoc/>
    public BusyException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>Of a source more would be removed than is believed unasked.</summary>
public sealed class RemovalsRefusedException : ImportException
{
    /// <inheritdoc/>
    public RemovalsRefusedException(string message) : base(message) { }
}
