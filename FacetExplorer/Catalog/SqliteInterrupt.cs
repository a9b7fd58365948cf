using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FacetExplorer.Catalog;

/// <summary>SQLite's own async is synchronous and cannot be cancelled: this runs it elsewhere and interrupts it.</summary>
public static class SqliteInterrupt
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs blocking work on a connection off the caller's thread and interrupts it when cancelled.</summary>
    /// <remarks>Returns only when the work has let go of the connection.</remarks>
    public static async Task<T> RunAsync<T>(SqliteConnection connection, Func<T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var running = Task.Run(work, CancellationToken.None);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancel.Register(cancelled.SetResult);
        await Task.WhenAny(running, cancelled.Task);
        // An interrupt between two statements is lost, so it is repeated.
        while (!running.IsCompleted)
        {
            raw.sqlite3_interrupt(connection.Handle);
            await Task.WhenAny(running, Task.Delay(Retry, CancellationToken.None));
        }
        try
        {
            return await running;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancel);
        }
    }
}
