namespace FacetExplorer.Search;

/// <summary>Ends in time what takes several searches.</summary>
internal static class TimeLimit
{
    /// <summary>Does work until a time is over.</summary>
    /// <exception cref="TimeoutException">It was not done by then.</exception>
    public static async Task<T> RunAsync<T>(TimeSpan time, Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(time);
        try
        {
            return await work(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The search took longer than {time.TotalSeconds:0} seconds and was stopped.");
        }
    }
}
