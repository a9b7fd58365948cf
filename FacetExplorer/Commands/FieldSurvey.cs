using System.Runtime.InteropServices;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Commands;

/// <summary>What a field holds in all records of one level.</summary>
internal sealed class FieldSurvey(FacetLevel level, string name, long records)
{
    /// <summary>Different values that are kept; of a field with more, how many more is not known.</summary>
    public const int MostValues = 20_000;

    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private long _characters;

    public FacetLevel Level => level;

    public string Name => name;

    /// <summary>Records of the level.</summary>
    public long Total => records;

    /// <summary>Records that have a value.</summary>
    public long Recorded { get; private set; }

    /// <summary>Values of all records.</summary>
    public long Values { get; private set; }

    /// <summary>Different values, as far as they are kept.</summary>
    public int Distinct => _values.Count;

    /// <summary>Whether there are more than are kept.</summary>
    public bool IsCut { get; private set; }

    public double AverageLength => _characters / Math.Max(1.0, Values);

    /// <summary>The values that most records have.</summary>
    public IEnumerable<(string Value, int Records)> MostFrequent(int count) =>
        _values.OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Take(count).Select(value => (value.Key, value.Value));

    /// <summary>The different values that are of a kind.</summary>
    public IEnumerable<(FacetValue Value, int Records)> Read(FacetKind kind) =>
        _values.Select(value => (FacetValue.Read(kind, value.Key), value.Value)).Where(value => value.Item1 is not null).Select(value => (value.Item1!, value.Value));

    /// <summary>The different values that are not, most frequent first.</summary>
    public IReadOnlyList<(string Value, int Records)> Unread(FacetKind kind) => [.. MostFrequent(MostValues).Where(value => FacetValue.Read(kind, value.Value) is null)];

    private void Add(IReadOnlyList<string> values)
    {
        Recorded++;
        Values += values.Count;
        foreach (var value in values)
        {
            _characters += value.Length;
            if (_values.Count < MostValues || _values.ContainsKey(value))
                CollectionsMarshal.GetValueRefOrAddDefault(_values, value, out _)++;
            else
                IsCut = true;
        }
    }

    /// <summary>All fields of a generation, experiments first, then by how many records have them.</summary>
    public static IReadOnlyList<FieldSurvey> Of(CatalogReader catalog, CancellationToken cancel) =>
    [
        .. Of(FacetLevel.Experiment, catalog.Generation.Experiments, catalog.Experiments(cancel)),
        .. Of(FacetLevel.Sample, catalog.Generation.Samples, catalog.Samples(cancel)),
    ];

    private static IEnumerable<FieldSurvey> Of(FacetLevel level, long records, IEnumerable<Record> all)
    {
        var fields = new Dictionary<string, FieldSurvey>(StringComparer.Ordinal);
        foreach (var record in all)
            foreach (var name in record.Fields.Names)
            {
                if (!fields.TryGetValue(name, out var field))
                    fields.Add(name, field = new FieldSurvey(level, name, records));
                field.Add(record.Fields[name]);
            }
        return fields.Values.OrderByDescending(field => field.Recorded).ThenBy(field => field.Name, StringComparer.Ordinal);
    }
}
