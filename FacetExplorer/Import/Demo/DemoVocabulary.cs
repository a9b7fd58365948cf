using System.Text.Json;

namespace FacetExplorer.Import.Demo;

internal sealed record DemoPlatform(string Name, string Technology, string Organism, float Weight, int From, int To);

/// <summary>The words the demo is made of: data/demo-vocabulary.json, built into the program.</summary>
internal sealed record DemoVocabulary(
    IReadOnlyDictionary<string, float> Organisms, IReadOnlyList<DemoPlatform> Platforms,
    IReadOnlyList<string> Tissues, IReadOnlyList<string> WholeBodies, IReadOnlyList<string> Diseases, IReadOnlyList<string> Controls,
    IReadOnlyDictionary<string, string[]> CellLines, IReadOnlyList<string> Compounds, IReadOnlyList<string> Genes,
    IReadOnlyList<string> Titles, IReadOnlyList<string> DiseaseTitles, IReadOnlyList<string> Descriptions,
    IReadOnlyDictionary<string, float> Sexes)
{
    public static DemoVocabulary Load()
    {
        using var json = typeof(DemoVocabulary).Assembly.GetManifestResourceStream("demo-vocabulary.json")!;
        return JsonSerializer.Deserialize<DemoVocabulary>(json, JsonSerializerOptions.Web)!;
    }
}
