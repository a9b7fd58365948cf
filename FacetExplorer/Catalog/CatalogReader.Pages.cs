using Microsoft.EntityFrameworkCore;

namespace FacetExplorer.Catalog;

/// <summary>What the pages of single records show.</summary>
public sealed partial class CatalogReader
{
    /// <summary>The experiment with this accession, its own or an alternate one.</summary>
    public Task<Record?> FindExperimentAsync(string accession, CancellationToken cancel) =>
        FindAsync(context => context.Experiments, Level.Experiment, accession, cancel);

    /// <summary>The sample with this accession, its own or an alternate one.</summary>
    public Task<Record?> FindSampleAsync(string accession, CancellationToken cancel) =>
        FindAsync(context => context.Samples, Level.Sample, accession, cancel);

    private async Task<Record?> FindAsync(
        Func<CatalogContext, IQueryable<CatalogRow>> rows, Level level, string accession, CancellationToken cancel)
    {
        if (Value.Of(accession) is not { } wanted)
            return null;
        return await QueryAsync(context =>
            rows(context).Where(row => row.Accession == wanted).Select(ToRecord).SingleOrDefault()
            ?? rows(context)
                .Where(row => context.Aliases.Any(alias => alias.Level == level && alias.Accession == wanted && alias.RecordId == row.Id))
                .Select(ToRecord).SingleOrDefault(), cancel);
    }

    /// <summary>The records with these accessions, their own or alternate ones: at most one of each level for an accession.</summary>
    public async Task<IReadOnlyList<NamedRecord>> FindAsync(IReadOnlyCollection<string> accessions, CancellationToken cancel)
    {
        var asked = accessions.Distinct(StringComparer.Ordinal).ToList();
        var named = new List<NamedRecord>();
        foreach (var (sql, isSample) in new[] { (ExperimentNamed, false), (SampleNamed, true) })
            await EachAsync(sql, asked, (accession, row) => named.Add(new(accession, isSample, row.GetInt32(0), row.GetString(1))), cancel);
        return named;
    }

    private const string ExperimentNamed =
        """
        SELECT Id, Accession FROM Experiments WHERE Accession = $key
        UNION ALL SELECT Id, Experiments.Accession FROM Aliases JOIN Experiments ON Id = RecordId WHERE Level = 0 AND Aliases.Accession = $key
        LIMIT 1
        """;

    private const string SampleNamed =
        """
        SELECT Id, Accession FROM Samples WHERE Accession = $key
        UNION ALL SELECT Id, Samples.Accession FROM Aliases JOIN Samples ON Id = RecordId WHERE Level = 1 AND Aliases.Accession = $key
        LIMIT 1
        """;

    /// <summary>The experiments that have one of these accessions, their own or an alternate one, or one of whose samples has.</summary>
    public async Task<IReadOnlyCollection<int>> ExperimentsNamedAsync(IReadOnlyCollection<string> accessions, CancellationToken cancel)
    {
        var named = await FindAsync(accessions, cancel);
        var samples = named.Where(n => n.IsSample).Select(n => n.Id).ToList();
        var theirs = samples.Count == 0 ? [] : await QueryAsync(context => context.Memberships
            .Where(m => EF.Parameter(samples).Contains(m.SampleId)).Select(m => m.ExperimentId).Distinct().ToList(), cancel);
        return theirs.Concat(named.Where(n => !n.IsSample).Select(n => n.Id)).ToHashSet();
    }

    /// <summary>Accessions of experiments in code-point order.</summary>
    public Task<IReadOnlyList<string>> ExperimentAccessionsAsync(int skip, int take, CancellationToken cancel) =>
        AccessionsAsync(context => context.Experiments, skip, take, cancel);

    /// <summary>Accessions of samples in code-point order.</summary>
    public Task<IReadOnlyList<string>> SampleAccessionsAsync(int skip, int take, CancellationToken cancel) =>
        AccessionsAsync(context => context.Samples, skip, take, cancel);

    private Task<IReadOnlyList<string>> AccessionsAsync(Func<CatalogContext, IQueryable<CatalogRow>> rows, int skip, int take, CancellationToken cancel) =>
        QueryAsync<IReadOnlyList<string>>(context =>
            [.. rows(context).OrderBy(row => row.Accession).Skip(skip).Take(take).Select(row => row.Accession)], cancel);

    /// <summary>A page of an experiment's samples, by accession in code-point order.</summary>
    public Task<Page<Record>> SamplesOfAsync(int experiment, int page, int size, CancellationToken cancel) =>
        QueryAsync(context =>
        {
            var ids = context.Memberships.Where(m => m.ExperimentId == experiment).Select(m => m.SampleId).Distinct();
            var rows = context.Samples.Where(sample => ids.Contains(sample.Id)).OrderBy(sample => sample.Accession)
                .Skip((page - 1) * size).Take(size).Select(ToRecord).ToList();
            return new Page<Record>(rows, page, size, ids.LongCount());
        }, cancel);

    /// <summary>The experiments a sample belongs to, by accession.</summary>
    public Task<IReadOnlyList<Record>> ExperimentsOfAsync(int sample, CancellationToken cancel) =>
        QueryAsync<IReadOnlyList<Record>>(context => context.Experiments
            .Where(experiment => context.Memberships.Any(m => m.SampleId == sample && m.ExperimentId == experiment.Id))
            .OrderBy(experiment => experiment.Accession).Select(ToRecord).ToList(), cancel);

    /// <summary>The experiments that share samples with this one, most shared first, then by accession.</summary>
    public Task<IReadOnlyList<SharedWith>> SharingWithAsync(int experiment, CancellationToken cancel) =>
        QueryAsync<IReadOnlyList<SharedWith>>(context =>
        {
            var own = context.Memberships.Where(m => m.ExperimentId == experiment).Select(m => m.SampleId).Distinct();
            var shared = context.Memberships
                .Where(m => m.ExperimentId != experiment && own.Contains(m.SampleId))
                .Select(m => new { m.ExperimentId, m.SampleId }).Distinct()
                .GroupBy(m => m.ExperimentId)
                .Select(group => new { Experiment = group.Key, Samples = group.LongCount() })
                .ToDictionary(group => group.Experiment, group => group.Samples);
            return [.. ByIds(context, shared.Keys)
                .Select(other => new SharedWith(other, shared[other.Id]))
                .OrderByDescending(other => other.Samples)
                .ThenBy(other => other.Experiment.Accession, CodePointOrder.Instance)];
        }, cancel);

    private static List<Record> ByIds(CatalogContext context, IReadOnlyCollection<int> ids) =>
        [.. context.Experiments.Where(experiment => ids.Contains(experiment.Id)).Select(ToRecord)];

    /// <summary>Where an experiment comes from, the last import first.</summary>
    public Task<IReadOnlyList<SourceFile>> SourcesOfExperimentAsync(int id, CancellationToken cancel) =>
        SourcesAsync(Level.Experiment, id, context => context.Experiments, cancel);

    /// <summary>Where a sample comes from, the last import first; where none describes it, the files that list it.</summary>
    public Task<IReadOnlyList<SourceFile>> SourcesOfSampleAsync(int id, CancellationToken cancel) =>
        SourcesAsync(Level.Sample, id, context => context.Samples, cancel);

    private Task<IReadOnlyList<SourceFile>> SourcesAsync(
        Level level, int id, Func<CatalogContext, IQueryable<CatalogRow>> rows, CancellationToken cancel) =>
        QueryAsync<IReadOnlyList<SourceFile>>(context =>
        {
            var files = rows(context).Where(row => row.Id == id && row.FileId != null).Select(row => row.FileId!.Value)
                .Concat(context.Contributions.Where(c => c.Level == level && c.RecordId == id).Select(c => c.FileId))
                .ToList();
            if (files.Count == 0 && level == Level.Sample)
                files = [.. context.Memberships.Where(m => m.SampleId == id).Select(m => m.FileId).Distinct()];
            return [.. context.Files.Where(file => files.Contains(file.Id)).Include(file => file.Source)
                .OrderByDescending(file => file.Id).AsEnumerable()
                .Select(ToFile)];
        }, cancel);
}
