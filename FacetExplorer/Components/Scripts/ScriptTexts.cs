using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace FacetExplorer.Components.Scripts;

/// <summary>What scripts say on pages: all of their texts, handed over as data, which no browser runs.</summary>
internal static class ScriptTexts
{
    /// <summary>The texts by their names, in the visitor's language.</summary>
    public static string ToJson() => JsonSerializer.Serialize(
        Texts.ResourceManager.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
            .Select(text => (string)text.Key).Order(StringComparer.Ordinal).ToDictionary(name => name, name => Texts.ResourceManager.GetString(name, CultureInfo.CurrentUICulture)));
}
