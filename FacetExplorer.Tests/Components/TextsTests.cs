using System.Text.RegularExpressions;
using System.Xml.Linq;
using FacetExplorer.Components;

namespace FacetExplorer.Tests.Components;

/// <summary>All that pages say stands in files of texts, which have nothing else.</summary>
public sealed partial class TextsTests
{
    private static readonly string Components = Path.Combine(Repository.Folder, "FacetExplorer", "Components");

    private static readonly string Scripts = Path.Combine(Repository.Folder, "FacetExplorer", "wwwroot", "js");

    private static readonly string ScriptTexts = Path.Combine("Scripts", "Texts.resx");

    private static readonly string[] SaidAttributes = ["aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "alt", "label", "content"];

    /// <summary>Strings that components are given and nobody reads.</summary>
    private static readonly string[] NamingParameters = ["Id", "Anchor", "Class", "Field", "Page"];

    private static readonly Dictionary<string, Type> Elements =
        typeof(App).Assembly.GetTypes().Where(type => type.Name[0] != '_' && type.IsAssignableTo(typeof(Microsoft.AspNetCore.Components.IComponent))).ToDictionary(type => type.Name);

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Components, "Texts.resx", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Components, file))];

    [Fact]
    public void No_component_has_words_of_its_own()
    {
        var said = (from file in Directory.EnumerateFiles(Components, "*.razor", SearchOption.AllDirectories)
                    from part in RazorMarkup.Of(File.ReadAllText(file))
                    where IsRead(part.Element, part.Attribute)
                    select $"{Path.GetRelativePath(Repository.Folder, file)}({part.Line}): {part.Attribute} {part.Text}").ToList();
        Assert.True(said.Count == 0, string.Join('\n', said));
    }

    private static bool IsRead(string? element, string? attribute) => attribute is null || SaidAttributes.Contains(attribute) && element is not "meta"
        || Elements.TryGetValue(element ?? "", out var type) && type.GetProperty(attribute) is { } property && property.PropertyType == typeof(string) && !NamingParameters.Contains(attribute);

    [Theory]
    [InlineData("<p>@Number samples</p>\n<p>Words</p>", "1 samples", "2 Words")]
    [InlineData("@if (a > b)\n{\n    <b title=\"x @y\">@y</b>\n}\nelse if (c)\n{\n    @d\n    <i>no</i>\n}", "3 x", "8 no")]
    [InlineData("@* says *@\n@inject Words Words\n@switch (x)\n{\n    case \"x\":\n        <p>@(a ? \"y\" : $\"{b} n\")</p>\n        break;\n}\n&nbsp;–×")]
    [InlineData("<P Text=\"Said\" Id=\"@($\"{a}-{b}\")\" />@Words.Of(a, @<b>in it</b>, x[0].Y!.Z). End", "1 Said", "1 in it", "1 End")]
    [InlineData("@code {\n    // says nothing\n    RenderFragment A => @<a href=\"x\">leads\n        @foreach (var b in c)\n        {\n            <text>on</text>\n        }</a>;\n    string B => a < b ? \"one\" : \"two words\"; }", "3 leads", "6 on", "8 two words")]
    public void Words_are_found_in_markup_wherever_it_stands(string razor, params string[] said) =>
        Assert.Equal(said, RazorMarkup.Of(razor).Where(part => part.Attribute is not ("href" or "Id")).OrderBy(part => part.Line).Select(part => $"{part.Line} {part.Text.TrimStart('.').Trim()}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_text_is_said_and_its_placeholders_count_up_from_0(string file)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Components, file))!;
        var used = file == ScriptTexts ? Names(Quoted(), Scripts, "*.js")
            : folder == Components ? [.. Names(Used(), Components, "*.*"), .. Names(UsedBelow(), Components, "*.*", SearchOption.AllDirectories)]
            : Names(Used(), folder, "*.*");
        foreach (var (name, text) in Texts(file))
        {
            Assert.True(used.Contains(name), $"{file}: nothing says {name}.");
            AssertCountsUp(file, name, text);
        }
    }

    [Fact]
    public void Scripts_say_texts_that_are_there() => Assert.Subset(Texts(ScriptTexts).Select(text => text.Name).ToHashSet(), Names(SaidByScript(), Scripts, "*.js"));

    private static HashSet<string> Names(Regex used, string folder, string files, SearchOption depth = SearchOption.TopDirectoryOnly) =>
        [.. Directory.EnumerateFiles(folder, files, depth).SelectMany(file => used.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))];

    private static void AssertCountsUp(string file, string name, string text)
    {
        var places = Placeholder().Matches(text).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order().ToList();
        Assert.True(places.SequenceEqual(Enumerable.Range(0, places.Count)), $"{file}: the placeholders of {name} do not count up from 0: {text}");
        Assert.True(!Placeholder().Replace(text, "").Contains('{', StringComparison.Ordinal) && !Placeholder().Replace(text, "").Contains('}', StringComparison.Ordinal), $"{file}: {name} has braces of its own: {text}");
    }

    private static IEnumerable<(string Name, string Text)> Texts(string file) =>
        XDocument.Load(Path.Combine(Components, file)).Root!.Elements("data").Select(entry => ((string)entry.Attribute("name")!, (string)entry.Element("value")!));

    [GeneratedRegex(@"(?<!\.)\bTexts\.(\w+)")]
    private static partial Regex Used();

    [GeneratedRegex(@"\bComponents\.Texts\.(\w+)")]
    private static partial Regex UsedBelow();

    [GeneratedRegex("\"([A-Z]\\w+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<=\b(?:text|pieces|file)\([^\n;]*)""([A-Z]\w+)""")]
    private static partial Regex SaidByScript();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Placeholder();
}
