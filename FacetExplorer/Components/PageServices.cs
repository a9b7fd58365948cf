using FacetExplorer.Components.Records;

namespace FacetExplorer.Components;

/// <summary>What the pages need beside the search itself.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<Nouns>(configuration.GetSection(Nouns.Section));
        services.AddSingleton<Words>();
        services.AddSingleton<RecordPages>();
        return services;
    }
}
