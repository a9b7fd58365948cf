using FacetExplorer.Catalog;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FacetExplorer.Import;

/// <summary>Makes the next generation of source files.</summary>
public sealed class Importer(CatalogFiles files, ImportOptions options, TimeProvider? clock = null)
{
    private const int ProgressEvery = 2000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>
    /// Reads everything and writes the next generation under its final name, checked and on disk, but not yet current:
    /// an engine can put its index beside it before <see cref="PreparedImport.Publish"/>.
    /// </summary>
    /// <remarks>Blocks; nothing of it shows until it is published, and disposing of it unpublished leaves no trace.</remarks>
    /// <exception cref="ImportException">It cannot be done; the catalog is as it was.</exception>
    public PreparedImport Prepare(ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var sources = Sources(request);
        var folder = new GenerationFolder(files);
        try
        {
            var import = Write(folder, request, sources, progress, cancel);
            if (!import.IsNew)
                DeleteTemporary(folder);
            return import;
        }
        catch (Exception e)
        {
            DeleteTemporary(folder);
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException or SqliteException or DbUpdateException)
                throw new ImportException($"The import failed: {(e.InnerException ?? e).Message}", e);
            throw;
        }
    }

    private static List<(string Name, string File, ISourceReader Reader)> Sources(ImportRequest request)
    {
        try
        {
            return [.. request.Paths.SelectMany(path => SourceFormats.Resolve(path, request.Format)
                .Select(found => (SourceName(request, path), found.File, found.Reader)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"It cannot be read: {e.Message}", e);
        }
    }

    private static string SourceName(ImportRequest request, string path) =>
        Value.Of(request.Source ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))))
        ?? throw new ImportException("The source needs a name: give one with --source.");

    private PreparedImport Write(
        GenerationFolder folder, ImportRequest request, List<(string Name, string File, ISourceReader Reader)> sources,
        IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var report = new ImportReport();
        var before = Start(folder, request, report, cancel);
        Generation next;
        var now = _clock.GetUtcNow();
        using (var writer = new CatalogWriter(folder.Temporary, options.Priority))
        {
            var lastSample = writer.LastSample;
            foreach (var (name, file, reader) in sources)
                Read(writer, name, file, reader, request, report, now, progress, cancel);
            if (report.RecordsRead == 0 && report.Refused == 0)
                throw new ImportException($"There is nothing to import in {string.Join(", ", request.Paths)}: no record was found.");
            if (report.RecordsRead == 0)
                return Unchanged(folder, report, before);
            progress?.Report(new ImportProgress("checking", 0, 0, report.RecordsRead));
            next = writer.Finish(folder.Next, now, request.IsDemo, cancel);
            writer.Count(report, next, lastSample);
            if (next.ContentHash == before?.ContentHash && next.IsDemo == before.IsDemo)
                return Unchanged(folder, report, before);
            if (GenerationCheck.Structure(writer.Connection, cancel) is { Count: > 0 } problems)
                throw new ImportException($"The new generation is damaged, so it is not used: {string.Join("; ", problems.Take(5))}");
        }
        DurableFile.Publish(folder.Temporary, files.GenerationFile(next.Number));
        FileSeal.Write(files.GenerationFile(next.Number), cancel);
        return new PreparedImport(folder, files, report, next);
    }

    private static PreparedImport Unchanged(GenerationFolder folder, ImportReport report, Generation? before) =>
        new(folder, null, report, before);

    /// <summary>A copy of the current generation, or nothing when that is replaced.</summary>
    private Generation? Start(GenerationFolder folder, ImportRequest request, ImportReport report, CancellationToken cancel)
    {
        if (folder.Current is not { } number)
            return null;
        var file = files.GenerationFile(number);
        using var current = OpenCurrent(file, request, cancel);
        if (current is null)
        {
            report.Replaced = number;
            return null;
        }
        var replacesDemo = current.Generation.IsDemo && !request.IsDemo;
        if (request.Replace || replacesDemo)
            (report.Replaced, report.ReplacedDemo) = (number, current.Generation.IsDemo);
        else
            DurableFile.Copy(file, folder.Temporary);
        return current.Generation;
    }

    /// <summary>The current generation; null where it is damaged and about to be replaced. Nothing is built on a damaged one.</summary>
    private CatalogReader? OpenCurrent(string file, ImportRequest request, CancellationToken cancel)
    {
        try
        {
            return CatalogReader.OpenSound(file, cancel);
        }
        catch (CatalogUnavailableException) when (request.Replace)
        {
            return null;
        }
        catch (CatalogUnavailableException e)
        {
            var older = files.Numbers().LastOrDefault(number => files.GenerationFile(number) != file);
            throw new ImportException($"{e.Message} Nothing was imported. Restore a backup, import all sources anew with --replace" +
                (older > 0 ? $", or write {Path.GetFileName(files.GenerationFile(older))} into {files.CurrentFile}." : "."), e);
        }
    }

    private static void Read(
        CatalogWriter writer, string source, string path, ISourceReader reader, ImportRequest request, ImportReport report,
        DateTimeOffset now, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var id = writer.BeginFile(source, Path.GetFileName(path), reader.Format, now);
        using var content = SourceContent.Open(path, out var raw);
        var reading = new SourceFileReading(path, content, Take, Refuse, report.LeaveOut, cancel);
        try
        {
            reader.Read(reading);
            writer.EndFile(id, raw.Sha256());
        }
        catch (RefusedException e)
        {
            reading.Refuse(e.Line, e.Message);
        }
        catch (InvalidDataException e)
        {
            reading.Refuse(null, $"the gzip file is damaged or cut off ({e.Message.TrimEnd('.')}); what follows was not read");
        }

        void Take(ImportedRecord record)
        {
            writer.Put(record, id, report);
            if (report.RecordsRead % ProgressEvery == 0)
                progress?.Report(new ImportProgress(path, raw.Position, raw.Length, report.RecordsRead));
        }

        void Refuse(Refusal refusal)
        {
            report.Refuse(refusal);
            if (!request.Lenient)
                throw new ImportException($"{refusal}. Nothing was imported; --lenient leaves such records out and imports the rest.");
        }
    }

    private static void DeleteTemporary(GenerationFolder folder)
    {
        File.Delete(folder.Temporary);
        File.Delete(folder.Temporary + "-journal");
    }
}

/// <summary>An import that is written but not yet served. Holds the lock on the state folder.</summary>
public sealed class PreparedImport : IDisposable
{
    private readonly GenerationFolder _folder;
    private readonly CatalogFiles? _files;

    internal PreparedImport(GenerationFolder folder, CatalogFiles? files, ImportReport report, Generation? generation) =>
        (_folder, _files, Report, Generation) = (folder, files, report, generation);

    /// <summary>What it did.</summary>
    public ImportReport Report { get; }

    /// <summary>Whether there is anything new to publish.</summary>
    public bool IsNew => _files is not null;

    /// <summary>The new generation, or the current one when nothing is new (null when there is none).</summary>
    public Generation? Generation { get; }

    /// <summary>The new generation's file, not yet named by <c>current</c>.</summary>
    public string? File => IsNew ? _files!.GenerationFile(Generation!.Number) : null;

    /// <summary>Makes the new generation the current one.</summary>
    public void Publish()
    {
        if (IsNew)
            _folder.Publish(Generation!.Number);
    }

    /// <summary>Unlocks the folder; what was not published is removed.</summary>
    public void Dispose()
    {
        try
        {
            // Publishing can fail after the generation became current.
            if (IsNew && _files!.CurrentNumber() != Generation!.Number)
                _folder.Remove(Generation.Number);
        }
        finally
        {
            _folder.Dispose();
        }
    }
}
