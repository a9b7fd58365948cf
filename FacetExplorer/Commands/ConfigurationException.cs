namespace FacetExplorer.Commands;

/// <summary>Configuration that cannot be right, all of it.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>One line a mistake, each naming its key and what would be right.</summary>
    public ConfigurationException(IReadOnlyList<string> mistakes) : base(string.Join(Environment.NewLine, mistakes)) => Mistakes = mistakes;

    /// <summary>One line each.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
