using System.Globalization;

namespace FacetExplorer.Commands;

/// <summary>Progress as text: a line now and then.</summary>
/// <param name="line">What a report says.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLines<T>(Func<T, FormattableString> line, TimeProvider time) : IProgress<T>
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    public void Report(T value)
    {
        if (time.GetElapsedTime(_last) < Between)
            return;
        _last = time.GetTimestamp();
        Console.WriteLine(line(value).ToString(CultureInfo.InvariantCulture));
    }
}
