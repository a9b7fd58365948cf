using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>Sends what no client of HTTP would, over a connection of its own.</summary>
internal static class RawHttp
{
    /// <summary>The status and all that came with it; 0 when the server ended the connection without an answer.</summary>
    public static async Task<(int Status, string Text)> SendAsync(Uri site, HostileRequest request, CancellationToken cancel)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(site.Host, site.Port, cancel);
        var stream = tcp.GetStream();
        var head = Encoding.Latin1.GetBytes($"{request.Method} {request.Target} HTTP/1.1\r\nHost: {site.Authority}\r\n{request.Headers}Connection: close\r\n\r\n");
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync((byte[])[.. head, .. request.Body ?? []], cancel);
            if (request.IsCut)
                tcp.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, cancel);
        }
        catch (IOException)
        {
            // It may refuse what it has not read to its end; what it said before counts.
        }
        var text = Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text) : (0, text);
    }
}
