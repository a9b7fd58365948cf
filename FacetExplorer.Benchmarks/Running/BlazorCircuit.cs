using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>An open page without a browser: it has a circuit, says to have what is sent, and follows links. Its protocol is the server's own.</summary>
internal sealed partial class BlazorCircuit : IAsyncDisposable
{
    private static readonly IHubProtocol Protocol = (IHubProtocol)Activator.CreateInstance(
        typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!, nonPublic: true)!;

    private static readonly byte[] Handshake = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), EndOfTitle = Encoding.UTF8.GetBytes(" – FacetExplorer");

    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _attached = Awaited();
    private TaskCompletionSource _titled = Awaited();
    private string? _id;

    private BlazorCircuit(HttpClient client) => _client = client;

    /// <summary>Why it was cut off; null while it is connected.</summary>
    public string? Failure { get; private set; }

    /// <summary>Opens a page as a browser does.</summary>
    public static async Task<BlazorCircuit> OpenAsync(HttpClient client, string address, CancellationToken cancel)
    {
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative), cancel);
        var circuit = new BlazorCircuit(client);
        await circuit._socket.ConnectAsync(new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/_blazor" }.Uri, cancel);
        await circuit.SendAsync(Handshake);
        _ = circuit.ReceiveAsync();
        _ = circuit.StayAliveAsync();
        var state = PageState().Match(page).Groups[1].Value;
        await circuit.SendAsync(new InvocationMessage("0", "StartCircuit", [client.BaseAddress!.ToString(), new Uri(client.BaseAddress, address).ToString(), "[]", state]));
        var operations = Markers().Matches(page).Select((marker, i) => FormattableString.Invariant($$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker.Groups[1].Value}}}"""));
        await circuit.SendAsync(new InvocationMessage("UpdateRootComponents", [$$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", ""]));
        await circuit._attached.Task.WaitAsync(Patience, cancel);
        return circuit;
    }

    /// <summary>Follows a link, until the page has the title of the answer.</summary>
    public async Task<TimeSpan> ClickAsync(string address, CancellationToken cancel)
    {
        _titled = Awaited();
        var begun = Stopwatch.GetTimestamp();
        await SendAsync(new InvocationMessage("OnLocationChanged", [new Uri(_client.BaseAddress!, address).ToString(), null, true]));
        await _titled.Task.WaitAsync(Patience, cancel);
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Closes the page as a browser does: its circuit is not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_id is not null)
        {
            using var form = new MultipartFormDataContent { { new StringContent(_id), "circuitId" } };
            using var answer = await _client.PostAsync(new Uri("/_blazor/disconnect", UriKind.Relative), form);
        }
        _socket.Dispose();
    }

    private static TaskCompletionSource Awaited() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReceiveAsync()
    {
        var (buffer, used, isOpen) = (new byte[64 * 1024], 0, false);
        try
        {
            while (true)
            {
                if (used == buffer.Length)
                    Array.Resize(ref buffer, 2 * used);
                var read = await _socket.ReceiveAsync(buffer.AsMemory(used), _leaving.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                    throw new WebSocketException("The server closed the connection.");
                used += read.Count;
                if (!read.EndOfMessage)
                    continue;
                var left = new ReadOnlySequence<byte>(buffer, 0, used);
                isOpen = isOpen || HandshakeProtocol.TryParseResponseMessage(ref left, out _);
                while (isOpen && Protocol.TryParseMessage(ref left, Expected.Instance, out var message))
                    await HearAsync(message);
                left.ToArray().CopyTo(buffer, 0);
                used = (int)left.Length;
            }
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            if (_leaving.IsCancellationRequested)
                return;
            Failure = e.Message;
            _attached.TrySetException(e);
            _titled.TrySetException(e);
        }
    }

    private async Task HearAsync(HubMessage? message)
    {
        switch (message)
        {
            case InvocationMessage { Target: "JS.RenderBatch", Arguments: [long batch, byte[] content] }:
                await SendAsync(new InvocationMessage("OnRenderCompleted", [batch, null]));
                if (content.AsSpan().IndexOf(EndOfTitle) >= 0)
                    _titled.TrySetResult();
                break;
            case InvocationMessage { Target: "JS.BeginInvokeJS", Arguments: [long handle, ..] } when handle > 0:
                await SendAsync(new InvocationMessage("EndInvokeJSFromDotNet", [handle, true, FormattableString.Invariant($"[{handle},true,null]")]));
                break;
            case InvocationMessage { Target: "JS.EndUpdateRootComponents" }:
                _attached.TrySetResult();
                break;
            case InvocationMessage { Target: "JS.Error", Arguments: [string error, ..] }:
                throw new InvalidOperationException(error);
            case InvocationBindingFailureMessage unknown:
                throw new InvalidOperationException($"{unknown.Target}: {unknown.BindingFailure.SourceException.Message}");
            case CompletionMessage completed:
                _id = completed.Result as string ?? throw new InvalidOperationException(completed.Error ?? "There is no circuit.");
                break;
            case CloseMessage close:
                throw new InvalidOperationException(close.Error ?? "The server closed the circuit.");
        }
    }

    private async Task StayAliveAsync()
    {
        using var timer = new PeriodicTimer(Alive);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
                await SendAsync(PingMessage.Instance);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Who receives knows why.
        }
    }

    private Task SendAsync(HubMessage message) => SendAsync(Protocol.GetMessageBytes(message));

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync(_leaving.Token);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, _leaving.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>What the server says, and of which types its parts are.</summary>
    private sealed class Expected : IInvocationBinder
    {
        public static readonly Expected Instance = new();

        public Type GetReturnType(string invocationId) => typeof(string);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
        {
            "JS.RenderBatch" => [typeof(long), typeof(byte[])],
            "JS.BeginInvokeJS" => [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
            "JS.EndInvokeDotNet" => [typeof(string), typeof(bool), typeof(string)],
            "JS.AttachComponent" => [typeof(int), typeof(string)],
            "JS.EndUpdateRootComponents" => [typeof(long)],
            "JS.Error" => [typeof(string)],
            _ => throw new InvalidOperationException($"{methodName} is not known."),
        };

        public Type GetStreamItemType(string streamId) => throw new NotSupportedException(streamId);
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":.+?\\})-->")]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.+?)-->")]
    private static partial Regex PageState();
}
