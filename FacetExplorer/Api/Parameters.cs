using System.Globalization;
using FacetExplorer.Search;
using Microsoft.Extensions.Primitives;

namespace FacetExplorer.Api;

/// <summary>The few parameters of a route that is no search, each at most once; all others are problems.</summary>
internal sealed class Parameters(IQueryCollection query)
{
    private const int LongestShown = 80;

    private readonly Dictionary<string, StringValues> _unread = query.ToDictionary(StringComparer.Ordinal);

    /// <summary>What was not understood.</summary>
    public List<UrlProblem> Problems { get; } = [];

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string name, int maximumLength) => Read(name, $"at most {maximumLength} characters", text => text.Length <= maximumLength ? text : null);

    /// <summary>A whole number.</summary>
    public int WholeNumber(string name, int otherwise, int maximum) => Read<int?>(name, $"a whole number from 1 to {maximum}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum ? number : null) ?? otherwise;

    /// <summary>A flag, false unless given.</summary>
    public bool Flag(string name) => Read<bool?>(name, "true or false", text => text switch { "true" => true, "false" => false, _ => null }) ?? false;

    /// <summary>Makes all that was not read a problem.</summary>
    public void RefuseOthers()
    {
        foreach (var (name, values) in _unread)
            Refuse(name, values.ToString(), "no such parameter here");
    }

    private T? Read<T>(string name, string allowed, Func<string, T?> read)
    {
        if (!_unread.Remove(name, out var values) || values is [null or ""])
            return default;
        if (values is [{ } text])
        {
            if (read(text) is { } value)
                return value;
            Refuse(name, text, allowed);
        }
        else
            Refuse(name, values.ToString(), "only once");
        return default;
    }

    private void Refuse(string name, string value, string allowed) =>
        Problems.Add(new UrlProblem(name, value.Length <= LongestShown ? value : value[..LongestShown] + "…", allowed));
}
