using System.CommandLine;

namespace FacetExplorer.Commands;

/// <summary><c>serve</c>: the web server, also when no verb is given.</summary>
internal static class ServeCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var command = new Command("serve", "Serve the catalog (the default). Every other switch is .NET configuration: --urls http://…, --Search:Engine=…")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            RefuseStrayWords(parsed.UnmatchedTokens);
            await using var app = WebApp.Build([.. parsed.UnmatchedTokens, .. Settings.Switches(switches, parsed.GetValue(CommandLine.Catalog))]);
            await WebApp.CheckEngineAsync(app, cancel);
            await app.RunAsync(cancel);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>.NET's command-line configuration passes over a word that belongs to no switch.</summary>
    private static void RefuseStrayWords(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
            if (!words[i].StartsWith('-'))
                throw new ConfigurationException([$"\"{words[i]}\" belongs to no switch."]);
            else if (!words[i].Contains('=', StringComparison.Ordinal) && ++i == words.Count)
                throw new ConfigurationException([$"{words[^1]} needs a value."]);
    }
}
