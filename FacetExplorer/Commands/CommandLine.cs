using System.CommandLine;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Commands;

/// <summary>The verbs, and what all of them share.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int DoneInPart = 2;
    public const int RemovalsRefused = 3;
    public const int Busy = 4;
    public const int Cancelled = 130;

    /// <summary>So long may a cancelled verb take to clean up.</summary>
    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(10);

    /// <summary>The state folder, on every verb.</summary>
    public static readonly Option<string?> Catalog = new("--catalog")
    {
        Description = "The state folder (Catalog:Path; default: state)",
        HelpName = "DIR",
        Recursive = true,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await InvokeAsync(args);
        }
        catch (RemovalsRefusedException e)
        {
            return Fail(e.Message, RemovalsRefused);
        }
        catch (BusyException e)
        {
            return Fail(e.Message, Busy);
        }
        catch (Exception e) when (e is ImportException or BackupException or CatalogUnavailableException or ConfigurationException)
        {
            return Fail(e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Fail($"{e.Message} Name another with --urls.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            return Fail(e.Message);
        }
        catch (SearchUnavailableException e)
        {
            return Fail($"{e.Message} ({e.Cause})");
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled; the catalog is as it was.");
            return Cancelled;
        }
    }

    private static async Task<int> InvokeAsync(string[] args)
    {
        var (switches, words) = Split(args);
        var root = Root(switches);
        var verbs = root.Subcommands.Select(command => command.Name).ToList();
        if (words is [var verb, ..] && !verb.StartsWith('-') && !verbs.Contains(verb))
            return Fail($"There is no command \"{verb}\".{Suggestion(verb, verbs)} Commands: {string.Join(", ", verbs)}.");
        var parsed = root.Parse(words);
        var serves = parsed.Action == root.Action;
        // The server ends itself on Ctrl-C, taking the time its requests need.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = serves ? null : Cleanup,
        });
    }

    /// <summary>All verbs; without one, <c>serve</c>.</summary>
    internal static RootCommand Root(IReadOnlyList<string> switches)
    {
        var serve = ServeCommand.Create(switches);
        return new RootCommand("Faceted search over experiments and samples, with exact counts of unique samples.")
        {
            Subcommands =
            {
                serve, ImportCommand.Create(switches), SeedCommand.Create(switches), IndexCommand.Create(switches), VerifyCommand.Create(switches),
                BackupCommand.Create(switches), BackupCommand.CreateRestore(switches), FacetsCommand.Create(switches), GenerationsCommand.Create(switches),
            },
            Options = { Catalog },
            TreatUnmatchedTokensAsErrors = false,
            Action = serve.Action,
        };
    }

    public static int Fail(string message, int code = Failed)
    {
        Console.Error.WriteLine(message);
        return code;
    }

    /// <summary>Configuration switches such as <c>--Search:Engine=Embedded</c> may stand with every verb; the rest is for the parser.</summary>
    internal static (IReadOnlyList<string> Switches, IReadOnlyList<string> Words) Split(IReadOnlyList<string> args)
    {
        var (switches, words) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
                words.Add(args[i]);
            else if (args[i].Contains('=', StringComparison.Ordinal))
                switches.Add(args[i]);
            else if (i + 1 < args.Count)
                switches.Add($"{name}={args[++i]}");
            else
                throw new ConfigurationException([$"{name} needs a value."]);
        }
        return (switches, words);
    }

    /// <summary>The verb that was meant, when one is near.</summary>
    private static string Suggestion(string verb, IEnumerable<string> verbs)
    {
        var nearest = verbs.MinBy(known => Distance(verb, known))!;
        return Distance(verb, nearest) <= 2 ? $" Did you mean \"{nearest}\"?" : "";
    }

    /// <summary>Edits (a character more, less, other, or two swapped) from one word to the other.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
