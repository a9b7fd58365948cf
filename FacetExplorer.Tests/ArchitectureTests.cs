using System.Reflection;
using System.Text.RegularExpressions;

namespace FacetExplorer.Tests;

/// <summary>Which part of the application may know which; a part is a folder and its namespace.</summary>
public sealed partial class ArchitectureTests
{
    private const string Root = nameof(FacetExplorer);

    private static readonly Assembly Application = typeof(Program).Assembly;

    /// <summary>Nobody may know the composition root, which may know everybody.</summary>
    private static readonly string[] CompositionRoot = ["", "Commands"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Facets"] = [],
        ["Catalog"] = [],
        ["Search"] = ["Facets", "Catalog"],
        ["Import"] = ["Catalog"],
        ["Engines.Cohorts"] = ["Search", "Facets", "Catalog"],
        ["Engines.Embedded"] = ["Engines.Cohorts", "Search", "Facets", "Catalog"],
        ["Engines.Elasticsearch"] = ["Engines.Cohorts", "Search", "Facets", "Catalog"],
        ["Api"] = ["Search", "Facets", "Catalog"],
        ["Hosting"] = ["Api", "Search", "Catalog"],
        ["Components"] = ["Search", "Facets", "Catalog"],
    };

    [Fact]
    public void Parts_know_only_the_parts_they_may_know() => Assert.Empty(Violations(Application.GetTypes()));

    [Fact]
    public void A_planted_violation_is_found_wherever_it_hides() => Assert.Equal(
        [
            "Engines.Embedded.Planted knows Import.Planted",
            "Facets.PlantedArgument knows Search.Planted",
            "Facets.PlantedAttribute knows Search.Planted",
            "Facets.PlantedBody knows Search.Planted",
            "Facets.PlantedField knows Search.Planted",
            "Facets.PlantedLambda knows Search.Planted",
            "Unknown.Planted is in no part of the application",
        ],
        Violations(typeof(ArchitectureTests).Assembly.GetTypes()).Where(line => line.Contains("Planted", StringComparison.Ordinal)));

    [Fact]
    public void A_source_file_stands_in_the_folder_of_its_namespace()
    {
        var project = Path.Combine(Repository.Folder, Root);
        var files = Directory.EnumerateFiles(project, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(project, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .ToList();

        var elsewhere = files.Where(file => Path.GetExtension(file) == ".cs" && Declared(Path.Combine(project, file)) is { } declared
            && declared != NamespaceOfFolder(file));
        var components = files.Where(file => Path.GetExtension(file) == ".razor");
        var renamed = components.Where(file => Application.GetType(NamespaceOfFolder(file) + "." + Path.GetFileNameWithoutExtension(file)) is null);

        Assert.Empty(elsewhere);
        Assert.Empty(renamed);
        Assert.NotEmpty(components);
    }

    private static SortedSet<string> Violations(IEnumerable<Type> types) => new(
        from type in types
        let part = Part(type)
        where part is not null && !CompositionRoot.Contains(part)
        from violation in Allowed.TryGetValue(part, out var allowed)
            ? TypeReferences.Of(type).Where(known => Part(known) is { } other && other != part && !allowed.Contains(other))
                .Select(known => $"{Name(type)} knows {Name(known)}")
            : [$"{Name(type)} is in no part of the application"]
        select violation,
        StringComparer.Ordinal);

    /// <summary>The part a type belongs to: "" for the root namespace, null for types that are not the application's.</summary>
    private static string? Part(Type type) => (type.Namespace ?? "").Split('.') switch
    {
        [Root, "Tests", ..] => null,
        [Root, "Engines", var engine, ..] => $"Engines.{engine}",
        [Root, var part, ..] => part,
        [Root] => "",
        _ => null,
    };

    /// <summary>The name of a type as it was written: a lambda's class counts as the one it stands in.</summary>
    private static string Name(Type type) => type.DeclaringType is { } outer ? Name(outer) : type.FullName![(Root.Length + 1)..];

    private static string NamespaceOfFolder(string file) =>
        string.Join('.', [Root, .. Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)]);

    private static string? Declared(string file) =>
        NamespaceDeclaration().Match(File.ReadAllText(file)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
