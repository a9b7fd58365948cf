namespace FacetExplorer.Tests.Import;

/// <summary>What a source says: records with their fields and the number of the import that said it last, and memberships.</summary>
internal sealed class NaiveSource
{
    public SortedDictionary<string, (SortedDictionary<string, string> Fields, int Order)> Experiments { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, (SortedDictionary<string, string> Fields, int Order)> Samples { get; } = new(StringComparer.Ordinal);
    public SortedSet<(string Sample, string Experiment)> Memberships { get; } = [];

    public NaiveSource Copy()
    {
        var copy = new NaiveSource();
        foreach (var (mine, its) in new[] { (Experiments, copy.Experiments), (Samples, copy.Samples) })
            foreach (var (accession, (fields, order)) in mine)
                its.Add(accession, (new(fields, StringComparer.Ordinal), order));
        copy.Memberships.UnionWith(Memberships);
        return copy;
    }

    public void Say(NaiveRecord record, int order)
    {
        var records = record.IsExperiment ? Experiments : Samples;
        var fields = records.TryGetValue(record.Accession, out var known) ? known.Fields : new(StringComparer.Ordinal);
        foreach (var (name, value) in record.Fields.Where(field => field.Value.Length > 0))
            fields[name] = value;
        records[record.Accession] = (fields, order);
        Memberships.UnionWith(record.Samples.Select(sample => (sample, record.Accession)));
    }

    /// <summary>What it says, in words, a sample that is only listed included.</summary>
    public SortedDictionary<string, string> Said(bool experiments)
    {
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (accession, (fields, _)) in experiments ? Experiments : Samples)
            said[accession] = NaiveCatalog.Json(fields);
        if (!experiments)
            foreach (var (sample, _) in Memberships)
                said.TryAdd(sample, "{}");
        return said;
    }
}

/// <summary>A line of a source file.</summary>
internal sealed record NaiveRecord(bool IsExperiment, string Accession, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> Samples)
{
    public override string ToString() =>
        "{" + string.Join(", ", [$"\"accession\": \"{Accession}\"", .. Fields.Select(field => $"\"{field.Key}\": \"{field.Value}\""),
            .. IsExperiment ? [$"\"sample_accession_codes\": [{string.Join(", ", Samples.Select(sample => $"\"{sample}\""))}]"] : Array.Empty<string>()]) + "}";
}

/// <summary>The rules of merging, written down as plainly as can be, for the importer to be held against.</summary>
internal sealed class NaiveCatalog(IReadOnlyList<string> priority)
{
    private Dictionary<string, NaiveSource> _sources = [];
    private int _order;

    /// <summary>What a source says now.</summary>
    public NaiveSource Of(string source) => _sources.GetValueOrDefault(source) ?? new NaiveSource();

    /// <summary>What a source would say after an import.</summary>
    public NaiveSource After(string source, IEnumerable<IReadOnlyList<NaiveRecord>> files, bool whole)
    {
        var said = whole ? new NaiveSource() : Of(source).Copy();
        foreach (var file in files)
        {
            _order++;
            foreach (var record in file)
                said.Say(record, _order);
        }
        return said;
    }

    /// <summary>Takes in what a source says; false, and nothing happens, when that is nothing new.</summary>
    public bool Take(string source, NaiveSource said, bool whole)
    {
        if (whole && Same(Of(source), said))
            return false;
        var (before, was) = (Lines(), _sources);
        _sources = new(_sources) { [source] = said };
        if (!Lines().SequenceEqual(before))
            return true;
        _sources = was;
        return false;
    }

    private static bool Same(NaiveSource one, NaiveSource other) =>
        one.Said(experiments: true).SequenceEqual(other.Said(experiments: true)) && one.Said(experiments: false).SequenceEqual(other.Said(experiments: false))
        && one.Memberships.SequenceEqual(other.Memberships);

    /// <summary>All that the catalog holds, a line each.</summary>
    public List<string> Lines() => [.. Merged("experiment", source => source.Experiments, [])
        .Concat(Merged("sample", source => source.Samples, _sources.Values.SelectMany(source => source.Memberships.Select(m => m.Sample))))
        .Concat(_sources.SelectMany(source => source.Value.Memberships.Select(m => $"{source.Key}: {m.Sample} in {m.Experiment}")))
        .Concat(_sources.SelectMany(source => source.Value.Experiments.Select(e => $"{source.Key} describes experiment {e.Key} {Json(e.Value.Fields)}")))
        .Concat(_sources.SelectMany(source => source.Value.Samples.Select(s => $"{source.Key} describes sample {s.Key} {Json(s.Value.Fields)}")))
        .Order(StringComparer.Ordinal)];

    private IEnumerable<string> Merged(
        string level, Func<NaiveSource, SortedDictionary<string, (SortedDictionary<string, string> Fields, int Order)>> records, IEnumerable<string> listed)
    {
        foreach (var accession in _sources.Values.SelectMany(source => records(source).Keys).Concat(listed).Distinct())
        {
            var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var described = _sources.Where(source => records(source.Value).ContainsKey(accession))
                .OrderByDescending(source => Rank(source.Key)).ThenBy(source => records(source.Value)[accession].Order);
            foreach (var source in described)
                foreach (var (name, value) in records(source.Value)[accession].Fields)
                    fields[name] = value;
            yield return $"{level} {accession} {Json(fields)}";
        }
    }

    private int Rank(string source) => priority.Contains(source) ? priority.ToList().IndexOf(source) : int.MaxValue;

    public static string Json(SortedDictionary<string, string> fields) => "{" + string.Join(",", fields.Select(field => $"\"{field.Key}\":\"{field.Value}\"")) + "}";
}
