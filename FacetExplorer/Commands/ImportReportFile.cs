using FacetExplorer.Catalog;
using FacetExplorer.Import;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Commands;

/// <summary>The file that <c>--report</c> names: whole or not there, also when the import fails.</summary>
internal sealed class ImportReportFile
{
    private readonly string _path;
    private readonly ImportRequest _request;

    /// <exception cref="ImportException">It cannot be written, which is better known before an import than after it.</exception>
    public ImportReportFile(string path, ImportRequest request)
    {
        (_path, _request) = (Path.GetFullPath(path), request);
        if (Directory.Exists(_path))
            throw new ImportException($"The report cannot be written: {path} is a folder. Name a file with --report.");
        if (!Directory.Exists(Path.GetDirectoryName(_path)))
            throw new ImportException($"The report cannot be written: there is no folder {Path.GetDirectoryName(_path)}.");
    }

    public async Task WriteAsync(ImportReport report, string outcome, bool failed, DateTimeOffset at)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ImportPage>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ImportPage.Report)] = report,
            [nameof(ImportPage.Sources)] = _request.Source ?? string.Join(", ", _request.Paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))),
            [nameof(ImportPage.Outcome)] = outcome,
            [nameof(ImportPage.Failed)] = failed,
            [nameof(ImportPage.At)] = at,
        }))).ToHtmlString());
        try
        {
            DurableFile.Write(_path, $"<!DOCTYPE html>\n{html}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{outcome}{Environment.NewLine}The report cannot be written: {e.Message}", e);
        }
    }
}
