using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FacetExplorer.Facets;

/// <summary>What lies above the values of a tree facet: a value takes all that lies below it.</summary>
public abstract class FacetTree
{
    /// <summary>The same for trees in which the same lies above the same.</summary>
    public abstract string Identity { get; }

    /// <summary>What lies directly above a value: nothing, one, or several.</summary>
    public abstract IReadOnlyList<string> ParentsOf(string value);

    /// <summary>The name of a value where it stands below one of its parents.</summary>
    public virtual string NameBelow(string parent, string value) => value;

    /// <summary>All that lies above a value, nearest first, each once.</summary>
    public IReadOnlyList<string> AncestorsOf(string value)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { value };
        for (var next = -1; next < found.Count; next++)
            foreach (var parent in ParentsOf(next < 0 ? value : found[next]))
                if (seen.Add(parent))
                    found.Add(parent);
        return found;
    }
}

/// <summary>Values that are paths: above "Body/Liver/Lobe" lies what stands before its last separator.</summary>
public sealed class PathTree(string separator) : FacetTree
{
    /// <inheritdoc />
    public override string Identity => separator;

    /// <inheritdoc />
    public override IReadOnlyList<string> ParentsOf(string value)
    {
        var end = value.LastIndexOf(separator, StringComparison.Ordinal);
        if (end < 0)
            return [];
        var parent = value[..end].TrimEnd();
        while (parent.EndsWith(separator, StringComparison.Ordinal))
            parent = parent[..^separator.Length].TrimEnd();
        return parent.Length == 0 ? [] : [parent];
    }

    /// <inheritdoc />
    public override string NameBelow(string parent, string value) => value[parent.Length..].Trim() switch
    {
        var rest when rest.StartsWith(separator.Trim(), StringComparison.Ordinal) => rest[separator.Trim().Length..].Trim() is { Length: > 0 } name ? name : value,
        _ => value,
    };
}

/// <summary>Values whose parents stand in a table, such as an ontology's: lines of a value, a tab, and a parent of it.</summary>
public sealed class ParentTable : FacetTree
{
    /// <summary>More mistakes of one file are not told.</summary>
    private const int MostMistakes = 10;

    private readonly Dictionary<string, List<(string Parent, int Line)>> _parents = new(StringComparer.Ordinal);

    private ParentTable()
    {
    }

    /// <inheritdoc />
    public override string Identity => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        _parents.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value.Select(v => $"{p.Key}\t{v.Parent}")).Order(StringComparer.Ordinal)))));

    /// <inheritdoc />
    public override IReadOnlyList<string> ParentsOf(string value) => _parents.TryGetValue(value, out var parents) ? [.. parents.Select(p => p.Parent)] : [];

    /// <summary>
    /// Reads a table. A value may have several parents, each on a line of its own; a parent without a line is a root. Lines that are empty or
    /// begin with # are passed over.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="mistakes">What is wrong, each with its line: lines of another form, and values above themselves.</param>
    public static ParentTable Read(IEnumerable<string> lines, ICollection<string> mistakes)
    {
        var table = new ParentTable();
        var found = mistakes.Count;
        foreach (var (index, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
                continue;
            var cells = line.Split('\t');
            if (cells.Length == 2 && Value(cells[0]) is { Length: > 0 } value && Value(cells[1]) is { Length: > 0 } parent)
                table.Add(value, parent, index + 1);
            else if (mistakes.Count < found + MostMistakes)
                mistakes.Add(Line(index + 1, $"'{Shortened(line)}' is not a value, a tab and its parent"));
        }
        if (table.FindCycle() is { } cycle)
            mistakes.Add(cycle);
        return table;
    }

    private static string Value(string cell) => cell.Trim().Normalize();

    private void Add(string value, string parent, int line)
    {
        if (!_parents.TryGetValue(value, out var parents))
            _parents.Add(value, parents = []);
        if (!parents.Exists(p => p.Parent == parent))
            parents.Add((parent, line));
    }

    /// <summary>Says of one cycle, if there is any, which line closes it.</summary>
    private string? FindCycle()
    {
        var left = _parents.ToDictionary(p => p.Key, p => p.Value.Count(v => _parents.ContainsKey(v.Parent)), StringComparer.Ordinal);
        var children = _parents.SelectMany(p => p.Value.Select(v => (v.Parent, Child: p.Key))).ToLookup(p => p.Parent, p => p.Child, StringComparer.Ordinal);
        var roots = new Stack<string>(left.Where(p => p.Value == 0).Select(p => p.Key));
        while (roots.TryPop(out var root))
        {
            left.Remove(root);
            foreach (var child in children[root])
                if (--left[child] == 0)
                    roots.Push(child);
        }
        if (left.Count == 0)
            return null;
        // All that is left has a parent that is left: upwards it must come back to itself.
        var path = new List<(string Value, int Line)>();
        var at = left.Keys.MinBy(value => _parents[value][0].Line)!;
        while (!path.Exists(p => p.Value == at))
        {
            var (parent, line) = _parents[at].First(p => left.ContainsKey(p.Parent));
            path.Add((at, line));
            at = parent;
        }
        var cycle = path[path.FindIndex(p => p.Value == at)..];
        return Line(cycle.Max(p => p.Line), $"'{Shortened(at)}' would lie above itself: {string.Join(" below ", cycle.Take(MostMistakes).Select(p => Shortened(p.Value)).Append(Shortened(at)))}");
    }

    private static string Line(int number, string text) => string.Create(CultureInfo.InvariantCulture, $"line {number}: {text}");

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
