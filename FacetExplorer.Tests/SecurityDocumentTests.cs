using System.Reflection;
using System.Text.RegularExpressions;

namespace FacetExplorer.Tests;

/// <summary>SECURITY.md names tests that there are, and every chapter of its checklist.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Folder, "SECURITY.md"));

    [Fact]
    public void Every_test_it_names_is_there()
    {
        var named = Named().Matches(Document).Select(m => (Class: m.Groups[1].Value, Method: m.Groups[2].Value)).Distinct().ToList();
        Assert.True(named.Count >= 25, "There is a test for each threat.");
        foreach (var (type, method) in named)
            Assert.True(typeof(SecurityDocumentTests).Assembly.GetTypes().Any(t => t.Name == type && IsTest(t.GetMethod(method))), $"There is no test {type}.{method}.");
    }

    [Fact]
    public void Every_threat_has_a_test_that_shows_what_stops_it()
    {
        var rows = Document[Document.IndexOf("## Threats", StringComparison.Ordinal)..Document.IndexOf("## OWASP", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2);
        Assert.All(rows, row => Assert.Matches(Named(), row.Split(" | ")[2]));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Every_chapter_of_the_checklist_is_there(int chapter) => Assert.Matches($@"(?m)^\|[^|]*\bV{chapter} ", Document);

    public static TheoryData<int> Chapters => [.. Enumerable.Range(1, 17)];

    private static bool IsTest(MethodInfo? method) => method?.GetCustomAttributes().Any(a => a is FactAttribute) == true;

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Named();
}
