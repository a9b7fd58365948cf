namespace FacetExplorer.Benchmarks.Running;

/// <summary>The repository that the program was built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    /// <exception cref="InvalidOperationException">The program has been moved away from it.</exception>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FacetExplorer.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("There is no FacetExplorer.sln above the program: run it with dotnet run.");
    }
}
