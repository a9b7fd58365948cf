using System.CommandLine;
using System.Globalization;
using FacetExplorer.Catalog;

namespace FacetExplorer.Commands;

/// <summary><c>backup</c> and <c>restore</c>: the whole state folder as one file, and back.</summary>
internal static class BackupCommand
{
    public static Command Create(IReadOnlyList<string> switches)
    {
        var file = new Argument<string>("FILE") { Description = "The zip file to write" };
        var command = new Command("backup", "Write the whole state folder into one zip file; a server and imports may go on meanwhile.") { file };
        command.SetAction((parsed, cancel) => Task.Run(() => Backup(Files(switches, parsed), parsed.GetRequiredValue(file), cancel), cancel));
        return command;
    }

    public static Command CreateRestore(IReadOnlyList<string> switches)
    {
        var file = new Argument<string>("FILE") { Description = "A file that backup wrote" };
        var replace = new Option<bool>("--replace") { Description = "Restore in place of what is in the state folder" };
        var command = new Command("restore", "Check a backup and make it the state folder.") { file, replace };
        command.SetAction((parsed, cancel) => Task.Run(() => Restore(Files(switches, parsed), parsed.GetRequiredValue(file), parsed.GetValue(replace), cancel), cancel));
        return command;
    }

    private static CatalogFiles Files(IReadOnlyList<string> switches, ParseResult parsed) => new(Settings.Load(switches, parsed.GetValue(CommandLine.Catalog)).Catalog.Path);

    private static int Backup(CatalogFiles files, string file, CancellationToken cancel)
    {
        var (contents, leftOut) = StateBackup.Write(files, file, TimeProvider.System, cancel);
        foreach (var reason in leftOut)
            Console.Error.WriteLine($"Left out: {reason}");
        Console.WriteLine($"{file} holds {files.Folder}: {Described(contents)}.");
        return leftOut.Count == 0 ? CommandLine.Done : CommandLine.DoneInPart;
    }

    private static int Restore(CatalogFiles files, string file, bool replace, CancellationToken cancel)
    {
        var contents = StateRestore.Run(files, file, replace, cancel);
        Console.WriteLine($"{files.Folder} is restored: {Described(contents)}, backed up on {contents.CreatedAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}.");
        return CommandLine.Done;
    }

    private static string Described(BackupContents contents) => string.Create(CultureInfo.InvariantCulture,
        $"{contents.Files.Count:N0} files ({contents.Files.Sum(file => file.Length):N0} bytes), generation {contents.Generation} current");
}
