using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace FacetExplorer.Tests.Web;

/// <summary>
/// The whole application behind a real server on a free port of this machine, with a catalog folder of its own,
/// for HTTP and browser tests. A derived fixture fills the folder in <see cref="PrepareAsync"/>.
/// </summary>
public class Site : WebApplicationFactory<Program>, IAsyncLifetime
{
    public Uri Address => ClientOptions.BaseAddress;

    protected string Catalog { get; } = Directory.CreateTempSubdirectory("facetexplorer-").FullName;

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("Catalog:Path", Catalog);

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        UseKestrel(0);
        StartServer();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(Catalog)) Directory.Delete(Catalog, recursive: true);
        GC.SuppressFinalize(this);
    }
}
