using FacetExplorer.Commands;

namespace FacetExplorer.Tests.Commands;

/// <summary>Runs a verb in this process, with what it prints caught. Tests that do are in the collection "console".</summary>
internal static class Verbs
{
    public static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var text = new StringWriter();
        try
        {
            Console.SetOut(text);
            Console.SetError(text);
            return (await CommandLine.RunAsync(args), text.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
