using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Components;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;

namespace FacetExplorer.Commands;

/// <summary>What is to be said of the configured facets, now that there are data.</summary>
/// <param name="IsMistake">Whether the configuration cannot be meant so.</param>
/// <param name="Facet">The key of the facet.</param>
/// <param name="Text">What is the matter, and what would be right.</param>
internal sealed record FacetFinding(bool IsMistake, string Facet, string Text);

/// <summary>Holds the configured facets against a generation.</summary>
internal sealed class FacetCheck
{
    private const int ManyValues = 2_000, ManyRanges = 1_000, ExamplesShown = 3;

    private readonly Settings _settings;
    private readonly FacetRegistry _shipped;
    private readonly Dictionary<(FacetLevel, string), FieldSurvey> _fields;
    private readonly Snapshot _snapshot;
    private readonly List<FacetFinding> _findings = [];

    private FacetCheck(Settings settings, FacetRegistry shipped, IReadOnlyList<FieldSurvey> fields, Snapshot snapshot)
    {
        (_settings, _shipped, _snapshot) = (settings, shipped, snapshot);
        _fields = fields.ToDictionary(field => (field.Level, field.Name));
        foreach (var facet in settings.Facets.All)
            Check(facet);
        Cohorts = new CohortReport(snapshot);
    }

    /// <summary>What was found, in the order of the facets.</summary>
    public IReadOnlyList<FacetFinding> Findings => _findings;

    /// <summary>How well samples fall together.</summary>
    public CohortReport Cohorts { get; }

    /// <summary>The number of different values of each facet.</summary>
    public IEnumerable<(FacetDefinition Facet, int Values, int Ranges)> Sizes => _snapshot.Columns.Select(c => (c.Facet, c.Values.Length, c.Cells.Count));

    /// <param name="catalog">The generation.</param>
    /// <param name="settings">The configuration.</param>
    /// <param name="shipped">The facets that come with the program: that their fields are missing is no mistake.</param>
    /// <param name="cancel">Stops it.</param>
    public static FacetCheck Of(CatalogReader catalog, Settings settings, FacetRegistry shipped, CancellationToken cancel) =>
        new(settings, shipped, FieldSurvey.Of(catalog, cancel), SnapshotBuilder.Build(catalog, settings.Facets, settings.Counted, cancel));

    private void Check(FacetDefinition facet)
    {
        var there = facet.Fields.Select(name => _fields.GetValueOrDefault((facet.Level, name))).OfType<FieldSurvey>().ToList();
        if (there.Count == 0)
            Missing(facet);
        else
            CheckValues(facet, there);
    }

    private void Missing(FacetDefinition facet)
    {
        var names = string.Join(", ", facet.Fields);
        var other = facet.Level == FacetLevel.Sample ? FacetLevel.Experiment : FacetLevel.Sample;
        if (facet.Fields.Any(name => _fields.ContainsKey((other, name))))
            Add(true, facet, $"only {FacetRegistry.Name(other)}s have {names}: set Facets:{facet.Key}:Level to {FacetRegistry.Name(other)}");
        else if (IsShipped(facet))
            Add(false, facet, $"empty, as no {FacetRegistry.Name(facet.Level)} has {names}; Facets:{facet.Key}:Enabled=false takes it off the page");
        else
            Add(true, facet, $"no {FacetRegistry.Name(facet.Level)} has {names}{Nearest(facet)}");
    }

    private bool IsShipped(FacetDefinition facet) =>
        _shipped.TryGet(facet.Key, out var shipped) && shipped.Level == facet.Level && shipped.Fields.SequenceEqual(facet.Fields);

    private string Nearest(FacetDefinition facet)
    {
        var near = _fields.Keys.Where(field => field.Item1 == facet.Level).Select(field => field.Item2)
            .MinBy(name => facet.Fields.Min(wanted => CommandLine.Distance(wanted, name)));
        return near is not null && facet.Fields.Min(wanted => CommandLine.Distance(wanted, near)) <= 2 ? $"; did you mean {near}?" : "";
    }

    private void CheckValues(FacetDefinition facet, List<FieldSurvey> fields)
    {
        var column = _snapshot.Column(facet);
        foreach (var field in fields)
            CheckKind(facet, field);
        var recorded = fields.Max(field => field.Recorded);
        if (column.Values.Length == 0)
            Add(fields.All(field => field.Unread(facet.Kind).Count == field.Distinct), facet, "empty: none of its values counts");
        else if (facet.IsRanged && _settings.UsesElasticsearch && column.Cells.Count > BucketLimit.MostRanges)
            Add(true, facet, $"{Words.Number(column.Cells.Count)} ranges have values, where {Words.Number(BucketLimit.MostRanges)} are the most: set a wider Facets:{facet.Key}:Interval");
        else if (facet.IsRanged && column.Cells.Count > ManyRanges)
            Add(false, facet, $"{Words.Number(column.Cells.Count)} ranges have values: a wider Facets:{facet.Key}:Interval is easier to read");
        else if (!facet.IsRanged && (column.Values.Length > ManyValues || column.Values.Length > ManyRanges / 10 && column.Values.Length > recorded / 2))
            Add(false, facet, $"{Words.Number(column.Values.Length)} values in {Words.Number(recorded)} {FacetRegistry.Name(facet.Level)}s: few narrow anything; text search finds them without a facet");
    }

    private void CheckKind(FacetDefinition facet, FieldSurvey field)
    {
        if (field.Unread(facet.Kind) is not { Count: > 0 } unread)
            return;
        var records = unread.Sum(value => (long)value.Records);
        var examples = string.Join(", ", unread.Take(ExamplesShown).Select(value => $"\"{FacetsCommand.Clip(value.Value)}\""));
        var what = facet.IsOfTexts ? $"longer than {Value.FacetLength} characters" : $"no {FacetRegistry.Name(facet.Kind)}";
        var share = Words.Percent(records, Math.Max(records, field.Values));
        Add(unread.Count == field.Distinct && !field.IsCut, facet,
            string.Create(CultureInfo.InvariantCulture, $"{(field.IsCut ? "at least " : "")}{records:N0} values of {field.Name} ({share}) are {what} and count as missing, such as {examples}"));
    }

    private void Add(bool isMistake, FacetDefinition facet, string text) => _findings.Add(new FacetFinding(isMistake, facet.Key, text));
}
