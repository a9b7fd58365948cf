using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>What belongs to an answer but is not waited for: work under way is given up when newer work begins or the page is left.</summary>
internal sealed class Background(ILogger log) : IDisposable
{
    /// <summary>So long a page that is rendered once waits for it, so that it is there without scripts; then it comes with the circuit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _pending;

    /// <summary>Begins with work; it must keep nothing once cancelled. What fails is missing on the page and in the log.</summary>
    /// <param name="request">What it is about, for the log.</param>
    /// <param name="http">The request the page is rendered for, or null on an open page.</param>
    /// <param name="work">The work.</param>
    public Task RunAsync(SearchRequest request, HttpContext? http, Func<CancellationToken, Task> work)
    {
        _pending?.Cancel();
        var running = WatchAsync(request, work);
        return http is null ? running : Task.WhenAny(running, Task.Delay(Patience, http.RequestAborted));
    }

    private async Task WatchAsync(SearchRequest request, Func<CancellationToken, Task> work)
    {
        using var cancel = new CancellationTokenSource();
        _pending = cancel;
        try
        {
            await work(cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "Nothing more is said of {Query}.", SearchUrl.Format(request));
        }
        finally
        {
            if (_pending == cancel)
                _pending = null;
        }
    }

    public void Dispose()
    {
        _pending?.Cancel();
        _pending = null;
    }
}
