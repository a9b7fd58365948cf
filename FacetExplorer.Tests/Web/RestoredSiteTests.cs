using FacetExplorer.Tests.Commands;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Web;

/// <summary>A site that serves what a backup of another one, running, held.</summary>
[Collection("console")]
public sealed class RestoredSiteTests
{
    private static readonly string[] Addresses =
        ["/api/experiments", "/api/experiments?tissue=liver", "/api/samples?organism=mouse&format=csv", "/api/search/facets/", "/api/search/E2/"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_running_server_answers_the_same_and_knows_its_secrets()
    {
        var zip = Path.Combine(Path.GetTempPath(), $"facetexplorer-{Guid.NewGuid():N}.zip");
        await using var site = new WorkedExampleSite();
        await site.InitializeAsync();
        var answers = await AnswersAsync(site);
        var secret = Protector(site).Protect("secret");
        try
        {
            var (code, text) = await Verbs.RunAsync("backup", zip, "--catalog", site.State);
            Assert.True(code == 0, text);
            Assert.Equal(answers, await AnswersAsync(site));

            await using var restored = new RestoredSite { Backup = zip };
            await restored.InitializeAsync();
            Assert.NotEqual(site.State, restored.State);
            Assert.Equal(answers, await AnswersAsync(restored));
            Assert.Equal("secret", Protector(restored).Unprotect(secret));
        }
        finally
        {
            File.Delete(zip);
        }
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_keys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        await using var site = new WorkedExampleSite();
        await site.InitializeAsync();
        Protector(site).Protect("secret");
        var keys = new DirectoryInfo(Path.Combine(site.State, "keys"));
        Assert.NotEmpty(keys.GetFiles("*.xml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
    }

    private static async Task<List<string>> AnswersAsync(Site site)
    {
        using var client = site.CreateClient();
        var answers = new List<string>();
        foreach (var address in Addresses)
            answers.Add((await client.GetStringAsync(address, Cancel)).Replace(site.Address.ToString(), "/", StringComparison.Ordinal));
        return answers;
    }

    private static IDataProtector Protector(Site site) => site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private sealed class RestoredSite : Site
    {
        public required string Backup { get; init; }

        protected override async Task PrepareAsync()
        {
            var (code, text) = await Verbs.RunAsync("restore", Backup, "--catalog", State);
            Assert.True(code == 0, text);
        }
    }
}
