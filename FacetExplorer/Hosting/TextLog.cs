using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FacetExplorer.Hosting;

/// <summary>One line an event, with its trace id; a stack trace is indented below it. Nothing in a message can begin another line.</summary>
internal sealed class TextLog(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "facetexplorer-text";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(Now(clock));
        textWriter.Write($" {Level(logEntry.LogLevel),-5} {logEntry.Category}: {OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception))}");
        if (Activity.Current is { } activity)
            textWriter.Write($" [trace {activity.TraceId}]");
        textWriter.Write('\n');
        foreach (var line in logEntry.Exception?.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
            textWriter.Write($"    {OneLine(line.TrimEnd('\r'))}\n");
    }

    public static string Now(TimeProvider clock) => clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "fatal",
        _ => "info",
    };

    /// <summary>What ends a line, moves a terminal's cursor or turns the writing round, as <c>\u</c> and its number.</summary>
    internal static string OneLine(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
            if (CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned)
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                plain.Append(character);
        return plain.ToString();
    }
}
