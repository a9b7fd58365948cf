using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace FacetExplorer.Tests.Components;

/// <summary>
/// bunit asks for a newer AngleSharp.Diffing than package sources serve everywhere; the one that is there has all it calls.
/// </summary>
internal static class DiffingAssembly
{
    private const string Name = "AngleSharp.Diffing";

#pragma warning disable CA2255 // The tests are the application here: this must run before the first bunit test.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, wanted) =>
        wanted.Name == Name ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{Name}.dll")) : null;
}
