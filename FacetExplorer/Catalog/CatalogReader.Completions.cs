namespace FacetExplorer.Catalog;

/// <summary>What completes and ranks.</summary>
public sealed partial class CatalogReader
{
    /// <summary>How many samples each experiment has, by its id; one without samples is not among them.</summary>
    public IEnumerable<(int Experiment, int Samples)> SampleCounts(CancellationToken cancel) => Stream(
        "SELECT ExperimentId, COUNT(DISTINCT SampleId) FROM Memberships GROUP BY ExperimentId",
        row => (row.GetInt32(0), row.GetInt32(1)), cancel);

    /// <summary>
    /// The first experiments, then the first samples, with an accession, their own or an alternate one, that begins with one of these:
    /// each record once, in code-point order of what it was found by, at most so many of each level.
    /// </summary>
    public Task<IReadOnlyList<NamedRecord>> BeginningAsync(IReadOnlyCollection<string> beginnings, int limit, CancellationToken cancel) =>
        QueryAsync<IReadOnlyList<NamedRecord>>(context =>
            [.. Beginning(context.Experiments, Level.Experiment, context, beginnings, limit), .. Beginning(context.Samples, Level.Sample, context, beginnings, limit)], cancel);

    private static IEnumerable<NamedRecord> Beginning(
        IQueryable<CatalogRow> rows, Level level, CatalogContext context, IReadOnlyCollection<string> beginnings, int limit) => beginnings
        .SelectMany(beginning =>
        {
#pragma warning disable CA1309 // this is for SQL, which compares code points
            var end = beginning + "\U0010FFFF"; // the last of all code points, and no character
            var own = rows.Where(row => string.Compare(row.Accession, beginning) >= 0 && string.Compare(row.Accession, end) < 0)
                .OrderBy(row => row.Accession).Take(limit)
                .Select(row => new { Asked = row.Accession, row.Id, row.Accession }).ToList();
            var others = context.Aliases
                .Where(alias => alias.Level == level && string.Compare(alias.Accession, beginning) >= 0 && string.Compare(alias.Accession, end) < 0)
                .OrderBy(alias => alias.Accession).Take(limit)
                .Join(rows, alias => alias.RecordId, row => row.Id, (alias, row) => new { Asked = alias.Accession, row.Id, row.Accession }).ToList();
#pragma warning restore CA1309
            return own.Concat(others);
        })
        .OrderBy(row => row.Asked, CodePointOrder.Instance).DistinctBy(row => row.Id).Take(limit)
        .Select(row => new NamedRecord(row.Asked, level == Level.Sample, row.Id, row.Accession));
}
