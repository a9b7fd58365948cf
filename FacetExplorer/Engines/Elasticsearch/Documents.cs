using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>A document of the experiments' index; <see cref="IndexFields"/> says what each field is.</summary>
internal sealed record ExperimentDocument(
    int Id, string Accession, string? Title, int? TitleRank, int? PublishedRank, long Samples, long Shared,
    IReadOnlyList<string> Accessions, IReadOnlyList<string> DownloadableSamples, Dictionary<string, IReadOnlyList<string>> Text,
    Dictionary<string, string[]> Values, Dictionary<string, int[]> Places, IEnumerable<CohortDocument> Cohorts);

/// <summary>Samples that agree in every sample-level facet.</summary>
internal sealed record CohortDocument(int Size, Dictionary<string, string[]> Values, Dictionary<string, int[]> Places, IEnumerable<MemberDocument> Members);

/// <summary>A sample of a cohort, for lists of samples and of experiments: its size of one makes a number of samples a sum.</summary>
internal sealed record MemberDocument(int Id, IReadOnlyList<int> Experiments, int Size = 1);

/// <summary>A document of the cohorts' index: a membership class.</summary>
internal sealed record ClassDocument(long Size, IEnumerable<CohortDocument> Cohorts, IEnumerable<ClassExperimentDocument> Experiments);

/// <summary>An experiment of a class.</summary>
internal sealed record ClassExperimentDocument(
    int Id, long Samples, IReadOnlyList<string> Accessions, IEnumerable<string> Text, Dictionary<string, string[]> Values, Dictionary<string, int[]> Places);

/// <summary>What an experiment's documents need of the catalog.</summary>
internal sealed record ExperimentRecords(
    Record Experiment, IReadOnlyList<string> Accessions, IReadOnlyList<string> DownloadableSamples, IReadOnlyList<IReadOnlyList<string>> Text)
{
    public static ExperimentRecords Of(Record experiment, IReadOnlyList<Record> samples, IReadOnlyList<Clause> counted) => new(
        experiment,
        [.. samples.Prepend(experiment).SelectMany(r => r.Fields.First(RecordFields.AlternateAccessions).Prepend(r.Accession)).Distinct(StringComparer.Ordinal)],
        [.. samples.Where(s => counted.All(c => c.Holds(FacetValue.Of(c.Facet, s.Fields)))).Select(s => s.Accession)],
        [.. ExperimentText.Of(experiment, samples).Select(Tokens)]);

    /// <summary>Each value as its tokens with blanks between them, where the server splits it again.</summary>
    private static IReadOnlyList<string> Tokens(IReadOnlyList<string> values) =>
        [.. values.Select(value => string.Join(' ', TextAnalyzer.Tokens(value))).Where(tokens => tokens.Length > 0).Distinct(StringComparer.Ordinal)];
}

/// <summary>Makes documents from the cohorts of a generation.</summary>
internal sealed class Documents(Snapshot snapshot)
{
    private readonly List<FacetColumn> _ofCohorts = [.. snapshot.Columns.Where(c => c.IsOfSamples)];

    private readonly ILookup<int, int> _members = Enumerable.Range(0, snapshot.SampleCohorts.Count)
        .Where(id => snapshot.CohortOf(id) is not null).ToLookup(id => snapshot.SampleCohorts[id]);

    public ExperimentDocument OfExperiment(ExperimentRecords records)
    {
        var e = snapshot.IndexOf(records.Experiment.Id);
        var classes = snapshot.ExperimentClasses[e].ToArray();
        return new ExperimentDocument(
            records.Experiment.Id,
            records.Experiment.Accession,
            RecordFields.TitleOf(records.Experiment.Fields),
            Rank(snapshot.TitleRanks[e]),
            Rank(snapshot.PublishedRanks[e]),
            snapshot.ExperimentSizes[e],
            snapshot.SharedClasses(e).ToArray().Sum(c => (long)snapshot.ClassSizes[c]),
            records.Accessions,
            records.DownloadableSamples,
            IndexFields.Columns.Zip(records.Text).ToDictionary(c => c.First.Name, c => c.Second),
            ValuesOf(snapshot.Columns, c => snapshot.ValuesOf(c, e)),
            PlacesOf(snapshot.Columns, c => snapshot.ValuesOf(c, e)),
            classes.SelectMany(CohortsOf));
    }

    public ClassDocument OfClass(int c, Func<int, ExperimentRecords> records) =>
        new(snapshot.ClassSizes[c], CohortsOf(c), snapshot.ClassExperiments[c].ToArray().Select(e => InClass(e, records(e))));

    /// <summary>
    /// An experiment without samples, as a class of none: so that every value of an experiment is in the cohorts' index, at zero if need be.
    /// </summary>
    public ClassDocument? OfEmptyClass(ExperimentRecords records) =>
        snapshot.IndexOf(records.Experiment.Id) is var e && snapshot.ExperimentClasses[e].Length == 0 ? new(0, [], [InClass(e, records)]) : null;

    private ClassExperimentDocument InClass(int e, ExperimentRecords records) => new(
        records.Experiment.Id,
        snapshot.ExperimentSizes[e],
        records.Accessions,
        records.Text.SelectMany(column => column).Distinct(StringComparer.Ordinal),
        ValuesOf(snapshot.Columns, c => snapshot.ValuesOf(c, e)),
        PlacesOf(snapshot.Columns, c => snapshot.ValuesOf(c, e)));

    private IEnumerable<CohortDocument> CohortsOf(int c) => CohortsOf(c, [.. snapshot.ClassExperiments[c].ToArray().Select(e => snapshot.ExperimentIds[e])]);

    private IEnumerable<CohortDocument> CohortsOf(int c, IReadOnlyList<int> experiments) =>
        Enumerable.Range(snapshot.FirstCohorts[c], snapshot.FirstCohorts[c + 1] - snapshot.FirstCohorts[c]).Select(cohort => new CohortDocument(
            snapshot.CohortSizes[cohort],
            ValuesOf(_ofCohorts, column => snapshot.CohortValues.ValuesOf(column, cohort)),
            PlacesOf(_ofCohorts, column => snapshot.CohortValues.ValuesOf(column, cohort)),
            _members[cohort].Select(sample => new MemberDocument(sample, experiments))));

    private static Dictionary<string, string[]> ValuesOf(IEnumerable<FacetColumn> columns, Func<FacetColumn, int[]> numbers) =>
        columns.ToDictionary(c => c.Facet.Key, c => Array.ConvertAll(numbers(c), v => v == c.Missing ? IndexFields.Missing : c.Values[v - c.First].Text));

    private static Dictionary<string, int[]> PlacesOf(IEnumerable<FacetColumn> columns, Func<FacetColumn, int[]> numbers) =>
        columns.Where(c => c.Facet.IsRanged).ToDictionary(c => c.Facet.Key, c => Array.ConvertAll(numbers(c), v => v - c.First));

    private static int? Rank(int rank) => rank == int.MaxValue ? null : rank;
}
