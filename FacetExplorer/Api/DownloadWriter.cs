using System.Buffers;
using System.IO.Pipelines;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>How a row is written.</summary>
internal interface IRowFormat
{
    /// <summary>Writes what stands before the first row.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>Writes a row.</summary>
    void Write(DownloadRow row, IBufferWriter<byte> output);
}

/// <summary>Writes a download.</summary>
internal static class DownloadWriter
{
    private const int Buffered = 32 * 1024;

    /// <summary>Reads what must be known before the first row.</summary>
    public static async Task<IRowFormat> PrepareAsync(Download download, DownloadOf what, DownloadFormat format, CancellationToken cancel) =>
        format.IsTable
            ? new TableRows(format, download.Columns(what), await download.FieldNamesAsync(what, cancel))
            : new JsonLinesRows(download.Columns(what));

    /// <summary>Writes the rows as they are read and the client takes them: what is in memory does not grow with their number.</summary>
    public static async Task WriteAsync(Download download, DownloadOf what, IRowFormat format, PipeWriter output, CancellationToken cancel)
    {
        format.Begin(output);
        await foreach (var row in download.RowsAsync(what, cancel))
        {
            format.Write(row, output);
            if (output.UnflushedBytes > Buffered)
                await output.FlushAsync(cancel);
        }
        await output.FlushAsync(cancel);
    }
}
