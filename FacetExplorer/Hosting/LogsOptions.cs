namespace FacetExplorer.Hosting;

/// <summary>How log lines are written.</summary>
public enum LogFormat
{
    /// <summary>One line an event, a stack trace indented below it.</summary>
    Text,

    /// <summary>One JSON object an event.</summary>
    Json,
}

/// <summary>Configuration section <c>Logs</c>.</summary>
public sealed class LogsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Logs";

    /// <summary>How log lines are written.</summary>
    public LogFormat Format { get; set; }
}

/// <summary>What the server writes to its log.</summary>
internal static class Logs
{
    /// <summary>Writes log lines in the format that is configured, unless .NET's own setting names another formatter.</summary>
    public static void AddLogs(this WebApplicationBuilder builder, LogsOptions options)
    {
        builder.Logging.AddConsoleFormatter<TextLog, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        builder.Logging.AddConsoleFormatter<JsonLog, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        if (builder.Configuration["Logging:Console:FormatterName"] is not { Length: > 0 })
            builder.Logging.AddConsole(console => console.FormatterName = options.Format == LogFormat.Json ? JsonLog.FormatterName : TextLog.FormatterName);
    }
}
