using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace FacetExplorer.Catalog;

/// <summary>Where a whole generation comes from.</summary>
public sealed partial class CatalogReader
{
    /// <summary>All sources by name, with the files of each.</summary>
    public Task<IReadOnlyList<SourceContents>> SourcesAsync(CancellationToken cancel) => QueryAsync<IReadOnlyList<SourceContents>>(context =>
    {
        var files = context.Files.Include(file => file.Source).OrderByDescending(file => file.Id).ToList();
        var sourceOfFile = files.ToDictionary(file => file.Id, file => file.SourceId);
        var experiments = Described(context, context.Experiments, Level.Experiment, sourceOfFile);
        var samples = Described(context, context.Samples, Level.Sample, sourceOfFile);
        return
        [
            .. files.GroupBy(file => (Id: file.SourceId, file.Source!.Name)).OrderBy(source => source.Key.Name, CodePointOrder.Instance).Select(source =>
            {
                var (ofExperiments, ofSamples) = (experiments[source.Key.Id], samples[source.Key.Id]);
                return new SourceContents(source.Key.Name, ofExperiments.All, ofSamples.All, ofExperiments.Shared + ofSamples.Shared, [.. source.Select(ToFile)]);
            }),
        ];
    }, cancel);

    /// <summary>What each import changed, the last first; of generations of an older layout nothing is known.</summary>
    public Task<IReadOnlyList<CatalogVersion>> VersionsAsync(CancellationToken cancel) => Schema < HistorySince
        ? Task.FromResult<IReadOnlyList<CatalogVersion>>([])
        : QueryAsync<IReadOnlyList<CatalogVersion>>(context =>
            [.. context.Versions.OrderByDescending(version => version.Number).AsEnumerable().Select(version => new CatalogVersion(
                version.Number, DateTimeOffset.Parse(version.CreatedAt, CultureInfo.InvariantCulture), version.Source,
                JsonSerializer.Deserialize<CatalogChanges>(version.Changes)!))], cancel);

    /// <summary>How many records each source describes: those that it alone does name its file, the others have a contribution of it.</summary>
    private static Dictionary<int, (long All, long Shared)> Described(CatalogContext context, IQueryable<CatalogRow> rows, Level level, Dictionary<int, int> sourceOfFile)
    {
        var alone = rows.Where(row => row.FileId != null).GroupBy(row => row.FileId!.Value).Select(file => new { file.Key, Count = file.LongCount() }).ToList()
            .ToLookup(file => sourceOfFile[file.Key], file => file.Count);
        var shared = context.Contributions.Where(c => c.Level == level).GroupBy(c => c.SourceId).Select(source => new { source.Key, Count = source.LongCount() })
            .ToDictionary(source => source.Key, source => source.Count);
        return sourceOfFile.Values.Distinct().ToDictionary(source => source, source => (alone[source].Sum() + shared.GetValueOrDefault(source), shared.GetValueOrDefault(source)));
    }

    private static SourceFile ToFile(ImportedFile file) =>
        new(file.Source!.Name, file.Name, file.Format, DateTimeOffset.Parse(file.ImportedAt, CultureInfo.InvariantCulture), file.Sha256);
}
