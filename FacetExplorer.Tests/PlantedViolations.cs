// What ArchitectureTests must find: types in the application's namespaces that know what they must not know.

namespace FacetExplorer.Search
{
    [AttributeUsage(AttributeTargets.All)]
    internal sealed class Planted : Attribute;
}

namespace FacetExplorer.Import
{
    internal sealed class Planted;
}

namespace FacetExplorer.Unknown
{
    internal sealed class Planted;
}

namespace FacetExplorer.Engines.Embedded
{
    internal sealed record Planted(Search.Planted Allowed, Import.Planted Forbidden);
}

namespace FacetExplorer.Facets
{
    internal sealed record PlantedField(List<Search.Planted?[]> Field);

    [Search.Planted]
    internal sealed class PlantedAttribute;

    internal abstract class PlantedArgument
    {
        public abstract void Take(in Search.Planted argument);
    }

    internal sealed class PlantedBody
    {
        public override string ToString() => new Search.Planted().ToString()!;
    }

    internal static class PlantedLambda
    {
        public static IEnumerable<string> Names(IEnumerable<int> numbers) => numbers.Select(_ => nameof(PlantedLambda) + typeof(Search.Planted));
    }
}
