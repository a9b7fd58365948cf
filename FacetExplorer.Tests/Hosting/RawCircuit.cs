using System.Net.WebSockets;
using System.Text;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Hosting;

/// <summary>A connection to <c>/_blazor</c> that a browser did not make.</summary>
internal sealed class RawCircuit : IAsyncDisposable
{
    private static readonly byte[] Handshake = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray();

    private readonly ClientWebSocket _socket = new();

    /// <summary>Connects, from an address that a trusted proxy tells.</summary>
    public static async Task<RawCircuit> OpenAsync(Site site, string? from = null, string? origin = null)
    {
        var circuit = new RawCircuit();
        if (from is not null)
            circuit._socket.Options.SetRequestHeader("X-Forwarded-For", from);
        if (origin is not null)
            circuit._socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await circuit._socket.ConnectAsync(new UriBuilder(site.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, TestContext.Current.CancellationToken);
            await circuit.SendAsync(Handshake);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    public Task SendAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>A call of what the hub has not, whose only argument has so many bytes; the server answers that it failed.</summary>
    public Task SendCallAsync(int length)
    {
        // blazorpack: the length as groups of seven bits, then MessagePack: [1, {}, "1", "None", [bytes]]
        byte[] head = [0x95, 0x01, 0x80, 0xA1, (byte)'1', 0xA4, .. "None"u8, 0x91, 0xC6, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        var prefix = new List<byte>();
        for (var left = head.Length + length; ; left >>= 7)
        {
            prefix.Add((byte)(left > 127 ? (left & 127) | 128 : left));
            if (left <= 127)
                break;
        }
        return SendAsync([.. prefix, .. head, .. new byte[length]]);
    }

    /// <summary>What the server says next.</summary>
    public async Task<string> ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        var read = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    /// <summary>All that the server says until it ends the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        try
        {
            while (_socket.State == WebSocketState.Open)
                text.Append(await ReadAsync());
        }
        catch (WebSocketException)
        {
            // It may end it without a word.
        }
        return text.ToString();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
