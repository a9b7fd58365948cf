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
        var vocabulary = Vocabulary.Load(options.Vocabulary);
        var report = new ImportReport { Typed = vocabulary.Typed };
        var folder = new GenerationFolder(files);
        try
        {
            var import = Write(folder, request, sources, vocabulary, report, progress, cancel);
            if (!import.IsNew)
                DeleteTemporary(folder);
            return import;
        }
        catch (Exception e)
        {
            DeleteTemporary(folder);
            folder.Dispose();
            if (e is SqliteException && cancel.IsCancellationRequested)
                throw new OperationCanceledException(e.Message, e, cancel);
            if (e is IOException or UnauthorizedAccessException or SqliteException or DbUpdateException)
                throw new ImportException($"The import failed: {(e.InnerException ?? e).Message}", e) { Report = report };
            if (e is ImportException known)
                known.Report = report;
            throw;
        }
    }

    /// <summary>
    /// The current generation, when it has these very files of their sources, merged in the order that is configured; null when an import may
    /// bring something new. Neither locks the folder nor reads a record.
    /// </summary>
    /// <exception cref="ImportException">A file cannot be read.</exception>
    public async Task<Generation?> FindUnchangedAsync(ImportRequest request, CancellationToken cancel)
    {
        var sources = Sources(request);
        if (files.CurrentNumber() is not { } number)
            return null;
        using var current = CatalogReader.Open(files.GenerationFile(number));
        if (current.Generation.IsDemo || current.Priority != CatalogWriter.PriorityAsWritten(options.Priority))
            return null;
        try
        {
            return await new KnownFiles(current, _clock.GetUtcNow()).HaveAllAsync(sources, request.IsWhole, cancel) ? current.Generation : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"It cannot be read: {e.Message}", e);
        }
    }

    private static List<(string Name, string File, ISourceReader Reader)> Sources(ImportRequest request)
    {
        try
        {
            return [.. request.Paths.SelectMany(path => SourceFormats.Resolve(path, request.Format, request.Mapping)
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
        GenerationFolder folder, ImportRequest request, List<(string Name, string File, ISourceReader Reader)> sources, Vocabulary vocabulary,
        ImportReport report, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var (before, file) = Start(folder, request, report, cancel);
        Generation next;
        var now = _clock.GetUtcNow();
        using (var writer = new CatalogWriter(folder.Temporary, file, options.Priority))
        {
            var lastSample = writer.LastSample;
            if (request.IsWhole)
                writer.Forget(sources[0].Name, cancel);
            foreach (var (name, path, reader) in sources)
                Read(writer, name, path, reader, request, vocabulary, report, now, progress, cancel);
            if (report.RecordsRead == 0 && report.Refused == 0)
                throw new ImportException($"There is nothing to import in {string.Join(", ", request.Paths)}: no record was found.");
            if (report.RecordsRead == 0)
                return Unchanged(folder, report, before);
            progress?.Report(new ImportProgress("checking", 0, 0, report.RecordsRead));
            if (request.IsWhole)
                writer.RemoveRest(cancel);
            Compare(writer, request, report, sources[0].Name, cancel);
            writer.Withdraw(mayHaveRemoved: request.IsWhole || request.Replace, now);
            var priorityChanged = writer.PriorityChanged;
            next = writer.Finish(folder.Next, now, report, request.IsDemo, cancel);
            writer.Count(report, next, lastSample);
            if (next.ContentHash == before?.ContentHash && next.IsDemo == before.IsDemo || report.Whole is not null && report.Changes!.None && !priorityChanged)
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
    private (Generation? Before, string? File) Start(GenerationFolder folder, ImportRequest request, ImportReport report, CancellationToken cancel)
    {
        if (folder.Current is not { } number)
            return (null, null);
        var file = files.GenerationFile(number);
        using var current = OpenCurrent(file, request, cancel);
        if (current is null)
        {
            report.Replaced = number;
            return (null, null);
        }
        var replacesDemo = current.Generation.IsDemo && !request.IsDemo;
        if (request.Replace || replacesDemo)
        {
            (report.Replaced, report.ReplacedDemo) = (number, current.Generation.IsDemo);
            return (current.Generation, current.Generation.IsDemo ? null : file);
        }
        DurableFile.Copy(file, folder.Temporary);
        return (current.Generation, file);
    }

    /// <summary>Says what is different from before, and refuses an update that loses too much.</summary>
    private static void Compare(CatalogWriter writer, ImportRequest request, ImportReport report, string source, CancellationToken cancel)
    {
        report.Whole = request.IsWhole && report.Replaced is null ? source : null;
        if (writer.CompareToBefore(report.Whole) is not { } comparison)
            return;
        using var interrupt = cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(writer.Connection.Handle));
        report.Changes = comparison.Count();
        if (report.Whole is not null && !request.AcceptRemovals)
            Removals.Check(source, report.Changes, comparison);
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
                (older > 0 ? $", or go back with \"generations rollback {older}\"." : "."), e);
        }
    }

    private static void Read(
        CatalogWriter writer, string source, string path, ISourceReader reader, ImportRequest request, Vocabulary vocabulary, ImportReport report,
        DateTimeOffset now, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var id = writer.BeginFile(source, Path.GetFileName(path), reader.Format, now);
        var read = report.Begin(source, path, reader.Format);
        using var content = SourceContent.Open(path, out var raw);
        var reading = new SourceFileReading(path, content, vocabulary, Take, Refuse, report.LeaveOut, cancel);
        try
        {
            reader.Read(reading);
            writer.EndFile(id, read.Sha256 = raw.Sha256());
        }
        catch (RefusedException e)
        {
            RefuseRest(e.Line, e.Message);
        }
        catch (InvalidDataException e)
        {
            RefuseRest(null, $"the gzip file is damaged or cut off ({e.Message.TrimEnd('.')}); what follows was not read");
        }

        void Take(ImportedRecord record)
        {
            writer.Put(record, id, report);
            if (report.RecordsRead % ProgressEvery == 0)
                progress?.Report(new ImportProgress(path, raw.Position, raw.Length, report.RecordsRead));
        }

        void RefuseRest(long? line, string reason)
        {
            if (request.IsWhole)
                throw new ImportException($"{new Refusal(path, line, reason)}. Nothing was imported: what is missing would be taken for removed from {source}.");
            reading.Refuse(line, reason);
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
