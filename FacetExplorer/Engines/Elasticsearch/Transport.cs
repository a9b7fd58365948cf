using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Retry;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>When a request may be sent again.</summary>
internal enum Repeat
{
    /// <summary>It changes nothing, or the same thing the same way: also when it may have arrived, soon and briefly.</summary>
    Briefly,

    /// <summary>Likewise, but patiently: a full server is given time.</summary>
    Patiently,

    /// <summary>Only when no node can have received it.</summary>
    IfNotReceived,
}

/// <summary>A request; the path is relative to the node.</summary>
internal sealed record NodeRequest(HttpMethod Method, string Path, ReadOnlyMemory<byte> Body, string ContentType, Repeat Repeat, TimeSpan Timeout);

/// <summary>Sends requests to the nodes in turn, within a time and a size, and again where that is safe.</summary>
internal sealed class Transport : IDisposable
{
    private const int LongestComplaint = 500;

    private readonly HttpClient _http;
    private readonly IReadOnlyList<Uri> _nodes;
    private readonly long _largestAnswer;
    private readonly Dictionary<Repeat, ResiliencePipeline<byte[]>> _pipelines;
    private uint _turn;

    public Transport(ElasticsearchOptions options)
    {
        _nodes = options.Nodes;
        _largestAnswer = options.AnswerMegabytes * 1024L * 1024;
        _http = new HttpClient(ServerTrust.Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.Authorization = options switch
        {
            { ApiKey: { } key } => new AuthenticationHeaderValue("ApiKey", key),
            { User: { } user } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
            _ => null,
        };
        var brief = Math.Max(2, _nodes.Count);
        _pipelines = new()
        {
            [Repeat.Briefly] = Pipeline(brief, TimeSpan.FromMilliseconds(50), e => e.Status is null || e.IsBusy),
            [Repeat.Patiently] = Pipeline(8, TimeSpan.FromMilliseconds(500), e => e.Status is null || e.IsBusy),
            [Repeat.IfNotReceived] = Pipeline(brief, TimeSpan.FromMilliseconds(50), NotReceived),
        };
    }

    /// <summary>The answer's body.</summary>
    /// <exception cref="ElasticsearchException">No good answer.</exception>
    public async Task<byte[]> SendAsync(NodeRequest request, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // A patient request may be sent several times, each within its own limit.
        if (request.Repeat != Repeat.Patiently)
            limit.CancelAfter(request.Timeout);
        try
        {
            return await _pipelines[request.Repeat].ExecuteAsync(async token => await AttemptAsync(request, token), limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw ElasticsearchException.Late($"{request.Method} {request.Path} was not answered within {request.Timeout.TotalSeconds} s");
        }
    }

    private static ResiliencePipeline<byte[]> Pipeline(int repeats, TimeSpan delay, Func<ElasticsearchException, bool> when) =>
        new ResiliencePipelineBuilder<byte[]>().AddRetry(new RetryStrategyOptions<byte[]>
        {
            ShouldHandle = new PredicateBuilder<byte[]>().Handle(when),
            MaxRetryAttempts = repeats,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = delay,
            MaxDelay = TimeSpan.FromSeconds(30),
        }).Build();

    private static bool NotReceived(ElasticsearchException e) =>
        e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    private async Task<byte[]> AttemptAsync(NodeRequest request, CancellationToken cancel)
    {
        var node = _nodes[(int)(Interlocked.Increment(ref _turn) % (uint)_nodes.Count)];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // So that a node that hangs leaves time for another one.
        limit.CancelAfter(_nodes.Count > 1 ? request.Timeout / 2 : request.Timeout);
        try
        {
            using var message = new HttpRequestMessage(request.Method, new Uri(node, request.Path));
            if (!request.Body.IsEmpty)
                message.Content = new ReadOnlyMemoryContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var body = await ReadAsync(response, node, limit.Token);
            return response.IsSuccessStatusCode
                ? body
                : throw ElasticsearchException.Refused((int)response.StatusCode, $"{node} answered {(int)response.StatusCode}: {Complaint(response.StatusCode, body)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw ElasticsearchException.Unreachable($"{node}: {Innermost(e).Message}", e);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw ElasticsearchException.Late($"{node} did not answer {request.Method} {request.Path} in time");
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, Uri node, CancellationToken cancel)
    {
        var body = new ArrayBufferWriter<byte>();
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        while (await stream.ReadAsync(body.GetMemory(64 * 1024), cancel) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > _largestAnswer)
                throw ElasticsearchException.Unreadable($"{node} sent more than {_largestAnswer / 1024 / 1024} MB (Elasticsearch:AnswerMegabytes)");
        }
        return body.WrittenSpan.ToArray();
    }

    private static string Complaint(HttpStatusCode status, byte[] body)
    {
        if ((int)status is >= 300 and < 400)
            return "redirections are not followed; Elasticsearch:Url has to name the server itself";
        var text = ErrorBody.Reason(body) ?? Encoding.UTF8.GetString(body);
        return text.Length <= LongestComplaint ? text : text[..LongestComplaint] + "…";
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    public void Dispose() => _http.Dispose();
}
