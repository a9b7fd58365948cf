using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Import;
using FacetExplorer.Tests.Api;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace FacetExplorer.Tests.Web;

/// <summary>
/// The whole application behind a real server on a free port of this machine, with a catalog folder of its own,
/// for HTTP and browser tests. A derived fixture fills the folder in <see cref="PrepareAsync"/>.
/// </summary>
public class Site : WebApplicationFactory<Program>, IAsyncLifetime
{
    /// <summary>The port to listen on; 0 is any free one.</summary>
    public int Port { get; init; }

    public Uri Address => ClientOptions.BaseAddress;

    private Task<ApiContract>? _contract;

    /// <summary>The state folder.</summary>
    public string State => Catalog;

    protected string Catalog { get; } = Directory.CreateTempSubdirectory("facetexplorer-").FullName;

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Configuration beside the catalog's folder, as the command line has it.</summary>
    protected virtual IReadOnlyList<string> Switches => [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // By its setting, as UseKestrel with a port changes it while the server may have started (dotnet/aspnetcore, pull request 67714).
        builder.UseUrls($"http://127.0.0.1:{Port}");
        builder.UseSetting("Catalog:Path", Catalog).UseSetting("Metrics:Url", "").UseSetting("Shutdown:UnreadySeconds", "0");
        foreach (var pair in Switches.Select(s => s.TrimStart('-').Split('=', 2)))
            builder.UseSetting(pair[0], pair[1]);
    }

    /// <summary>Imports into the catalog as the command line does, in place of what was there.</summary>
    public async Task ImportAsync(string experiments, string samples)
    {
        var folder = Directory.CreateTempSubdirectory("facetexplorer-import-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "experiments.jsonl"), experiments);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "samples.jsonl"), samples);
        await ImportAsync(folder.FullName);
        folder.Delete(recursive: true);
    }

    /// <summary>Imports a file or folder in place of what was there.</summary>
    public async Task ImportAsync(string source)
    {
        using var import = new Importer(new CatalogFiles(Catalog), new ImportOptions())
            .Prepare(new ImportRequest([source]) { Replace = true }, progress: null, CancellationToken.None);
        await Publication.PublishAsync(import, Settings.Load(Switches, Catalog), CancellationToken.None);
    }

    /// <summary>A client for which every response of the API must be as the API describes it.</summary>
    public new HttpClient CreateClient() => CreateDefaultClient(ClientOptions.BaseAddress, new ContractHandler(this));

    /// <summary>How the API describes itself.</summary>
    internal Task<ApiContract> ContractAsync() => _contract ??= ReadContractAsync();

    private async Task<ApiContract> ReadContractAsync()
    {
        using var client = CreateDefaultClient();
        return new ApiContract(await client.GetFromJsonAsync<JsonElement>("/api/openapi.json"));
    }

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        UseKestrel();
        StartServer();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(Catalog)) Directory.Delete(Catalog, recursive: true);
        GC.SuppressFinalize(this);
    }
}
