using FacetExplorer.Catalog;
using FacetExplorer.Tests.Import;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Commands;

/// <summary>The server as its entry point builds it.</summary>
[Collection("console")]
public sealed class ServerTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WebApplicationFactory<Program> Server(bool demo) => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        builder.UseSetting("Catalog:Path", _catalog.Folder).UseSetting("Catalog:Demo", $"{demo}")
            .UseSetting("Metrics:Url", "").UseSetting("Shutdown:UnreadySeconds", "0"));

    [Fact]
    public async Task EmptyCatalog_IsSeededOnce_AndTheServerMovesOnByItself()
    {
        await using var server = Server(demo: true);
        using var client = server.CreateClient();
        Assert.Equal("ready, generation 1", await client.GetStringAsync("/health/ready", Cancel));
        var store = server.Services.GetRequiredService<GenerationStore>();
        Assert.True(store.Current!.IsDemo);
        var changed = new TaskCompletionSource();
        store.Changed += changed.SetResult;
        _catalog.Import(_catalog.Write("samples.jsonl", """{"accession": "S1"}"""));
        await changed.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.Equal("ready, generation 2", await client.GetStringAsync("/health/ready", Cancel));
    }

    public void Dispose() => _catalog.Dispose();
}
