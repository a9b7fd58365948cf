using FacetExplorer.Catalog;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/data</c>: what the data is and where it comes from.</summary>
internal static class DataEndpoint
{
    public static void MapData(this IEndpointRouteBuilder api) => api.MapGet("/data", GetAsync);

    private static async Task<IResult> GetAsync(HttpRequest http, CatalogContentsCache contents, GenerationStore store, EntityTags tags, CancellationToken cancel)
    {
        var parameters = new Parameters(http.Query);
        parameters.RefuseOthers();
        if (parameters.Problems.Count > 0)
            return Problems.NotUnderstood(parameters.Problems);
        return await tags.AnswerAsync(http, "", async () =>
        {
            var all = await contents.ReadAsync(cancel);
            return (all.Generation, Results.Json(DataJson.Of(all, store.Notice), SearchJson.Options));
        });
    }
}

/// <summary>The answer of <see cref="DataEndpoint"/>.</summary>
/// <param name="Generation">The data version.</param>
/// <param name="Created">When it was made.</param>
/// <param name="ContentHash">The same for the same records, memberships and sources, whenever they were imported.</param>
/// <param name="Demo">Whether it is the demo of invented data, not to be cited.</param>
/// <param name="Experiments">All experiments.</param>
/// <param name="Samples">All samples, each counted once.</param>
/// <param name="Memberships">Pairs of a sample and an experiment it belongs to.</param>
/// <param name="Warnings">What a reader should know.</param>
/// <param name="Sources">Where the records come from.</param>
/// <param name="Versions">What each import changed, the last first.</param>
internal sealed record DataJson(
    int Generation, DateTimeOffset Created, string ContentHash, bool Demo, long Experiments, long Samples, long Memberships,
    IEnumerable<string> Warnings, IEnumerable<SourceJson> Sources, IEnumerable<VersionJson> Versions)
{
    public static DataJson Of(CatalogContents all, string? notice)
    {
        var generation = all.Generation;
        return new DataJson(
            generation.Number, generation.CreatedAt, generation.ContentHash, generation.IsDemo, generation.Experiments, generation.Samples, generation.Memberships,
            notice is null ? [] : [notice],
            all.Sources.Select(source => new SourceJson(source.Name, source.Experiments, source.Samples, source.Shared,
                source.Files.Select(file => new SourceFileJson(file.File, file.Format, file.ImportedAt, file.Sha256)))),
            all.Versions.Select(version => new VersionJson(version.Number, version.CreatedAt, version.Source,
                ChangesJson.Of(version.Changes.Experiments), ChangesJson.Of(version.Changes.Samples), ChangesJson.Of(version.Changes.Memberships))));
    }
}

/// <summary>A source of the data.</summary>
/// <param name="Name">The name it was imported as.</param>
/// <param name="Experiments">Experiments it describes; one that several sources describe counts for each.</param>
/// <param name="Samples">Samples it describes, likewise.</param>
/// <param name="Shared">Those of both that other sources describe too.</param>
/// <param name="Files">Its files, the last import first.</param>
internal sealed record SourceJson(string Name, long Experiments, long Samples, long Shared, IEnumerable<SourceFileJson> Files);

/// <summary>A version of the data beside the one before it.</summary>
/// <param name="Generation">Its number.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Source">The source that was imported whole, which the changes are of; null when they are of all.</param>
/// <param name="Experiments">Changes of experiments.</param>
/// <param name="Samples">Changes of samples.</param>
/// <param name="Memberships">Changes of memberships, which come and go.</param>
internal sealed record VersionJson(int Generation, DateTimeOffset Created, string? Source, ChangesJson Experiments, ChangesJson Samples, ChangesJson Memberships);

/// <summary>How many are different.</summary>
/// <param name="Added">There now, and not before.</param>
/// <param name="Changed">There before and now, with other fields.</param>
/// <param name="Removed">There before, and not now.</param>
/// <param name="Unchanged">The same before and now.</param>
internal sealed record ChangesJson(long Added, long Changed, long Removed, long Unchanged)
{
    public static ChangesJson Of(Changes changes) => new(changes.Added, changes.Changed, changes.Removed, changes.Unchanged);
}

/// <summary>A file that was imported.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">The format it was read as.</param>
/// <param name="Imported">When.</param>
/// <param name="Sha256">The checksum of its bytes.</param>
internal sealed record SourceFileJson(string Name, string Format, DateTimeOffset Imported, string Sha256);
