namespace FacetExplorer.Tests;

/// <summary>A clock that stands still until a test moves it to what is due next, or by some time.</summary>
public sealed class TestClock : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _due = new();
    private TimeSpan _now;
    private int _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => Beginning + _now + Jump;

    /// <summary>By how much somebody set it, which changes no duration.</summary>
    public TimeSpan Jump { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OnceOnly();
        In(dueTime, () =>
        {
            if (!timer.Disposed)
                callback(state);
        });
        return timer;
    }

    public void In(TimeSpan delay, Action happen) => _due.Enqueue(happen, (_now + delay, _order++));

    /// <summary>Moves on to what is due next and gives it to be done; null when nothing is.</summary>
    public Action? Next()
    {
        if (!_due.TryDequeue(out var happen, out var due))
            return null;
        _now = due.At;
        return happen;
    }

    public void Advance(TimeSpan time)
    {
        var end = _now + time;
        while (_due.TryPeek(out _, out var due) && due.At <= end)
            Next()!();
        _now = end;
    }

    private sealed class OnceOnly : ITimer
    {
        public bool Disposed { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => Disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
