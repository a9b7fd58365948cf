using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Resources;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FacetExplorer.Components;

namespace FacetExplorer.Tests.Web;

/// <summary>A site some of whose texts are translated, for the readers of one language.</summary>
public sealed class TranslatedSite : WorkedExampleSite
{
    /// <summary>Esperanto, which no other test asks for.</summary>
    private const string Language = "eo";

    private static readonly Dictionary<string, (string Name, string Text)[]> Translations = new()
    {
        ["FacetExplorer.Components"] = [("Experiments", "eksperimentoj"), ("Sample", "specimeno"), ("Samples", "specimenoj"), ("UniqueSamplesIn", "{2} kun {0} unikaj {1}"), ("PageOf", "Paĝo {0} el {1}")],
        ["FacetExplorer.Components.Results"] = [("ClearAll", "Forigi ĉion"), ("ChangeFinds", "{1}: {0}")],
        ["FacetExplorer.Components.Facets"] = [("Apply", "[{0}: ]apliki")],
    };

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Write(Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Language)).FullName, "FacetExplorer.resources.dll"));
    }

    /// <summary>What the compiler makes of Texts.eo.resx files.</summary>
    private static void Write(string path)
    {
        var name = new AssemblyName("FacetExplorer.resources") { CultureInfo = CultureInfo.GetCultureInfo(Language), Version = typeof(App).Assembly.GetName().Version };
        var assembly = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        assembly.DefineDynamicModule("FacetExplorer.resources.dll");
        var metadata = assembly.GenerateMetadata(out var code, out _);
        var resources = new BlobBuilder();
        foreach (var (space, texts) in Translations)
        {
            using var written = new MemoryStream();
            using (var writer = new ResourceWriter(written))
            {
                foreach (var (text, translation) in texts)
                    writer.AddResource(text, translation);
                writer.Generate();
                metadata.AddManifestResource(ManifestResourceAttributes.Public, metadata.GetOrAddString($"{space}.Texts.{Language}.resources"), default, (uint)resources.Count);
                resources.WriteInt32((int)written.Length);
                resources.WriteBytes(written.ToArray());
                resources.Align(8);
            }
        }
        var file = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), code, managedResources: resources).Serialize(file);
        using var stream = File.Create(path);
        file.WriteContentTo(stream);
    }
}

public sealed class TranslationTests(TranslatedSite site) : IClassFixture<TranslatedSite>
{
    private async Task<IDocument> OpenAsync(string address, string languages)
    {
        using var client = site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (languages.Length > 0)
            request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new HtmlParser().ParseDocument(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("eo", true)]
    [InlineData("fr, eo;q=0.5", true)]
    [InlineData("en-GB, eo;q=0.5", false)]
    [InlineData("de", false)]
    [InlineData("", false)]
    public async Task A_page_speaks_the_visitors_language_where_it_was_translated(string languages, bool isTranslated)
    {
        using var page = await OpenAsync("/?tissue=liver", languages);
        Assert.Equal(isTranslated ? "3 eksperimentoj kun 2 unikaj specimenoj" : "2 unique samples in 3 experiments", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(isTranslated ? "Forigi ĉion" : "Clear all", page.QuerySelector(".chips .clear")!.TextContent);
        Assert.Equal(isTranslated ? "Published: apliki" : "Apply to Published", page.QuerySelector(".range button")!.TextContent);
        Assert.Equal("Filters", page.QuerySelector(".filters h2")!.TextContent); // which nobody translated
        Assert.EndsWith(isTranslated ? "eo" : "en", page.DocumentElement.GetAttribute("lang"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_and_numbers_stand_where_the_translation_has_them()
    {
        using var page = await OpenAsync("/?tissue=liver&organism=fish", "eo");
        var way = page.QuerySelectorAll(".nothing li").First(item => item.TextContent.Contains("specimen", StringComparison.Ordinal));
        Assert.Equal("2 specimenoj in 3 eksperimentoj: Remove Organism fish", way.TextContent.Trim());
        Assert.NotNull(way.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_programs_read_is_not_translated()
    {
        foreach (var address in (string[])["/api/experiments?tissue=liver", "/api/openapi.json"])
        {
            using var client = site.CreateClient();
            var english = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
            client.DefaultRequestHeaders.Add("Accept-Language", "eo");
            Assert.Equal(english, await client.GetStringAsync(address, TestContext.Current.CancellationToken));
        }
    }
}
