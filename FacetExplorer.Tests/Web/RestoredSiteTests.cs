using FacetExplorer.Search;
using FacetExplorer.Tests.Commands;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Web;

/// <summary>A site that serves what a backup of another one, running, held.</summary>
[Collection("console")]
public sealed class RestoredSiteTests
{
    private static readonly AccessionList List = AccessionList.Of(["E1", "s3", "GSE1"]);

    private static readonly string[] Addresses =
    [
        "/api/experiments", "/api/experiments?tissue=liver", "/api/samples?organism=mouse&format=csv", "/api/search/facets/", "/api/search/E2/",
        $"/api/lists/{List.Hash}", $"/api/samples?list={List.Hash}&format=csv",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_running_server_answers_the_same_and_knows_its_secrets_and_its_readers_lists()
    {
        var zip = Path.Combine(Path.GetTempPath(), $"facetexplorer-{Guid.NewGuid():N}.zip");
        await using var site = new WorkedExampleSite();
        await site.InitializeAsync();
        Keep(site);
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
    public async Task A_running_server_moves_to_what_is_restored_under_it_though_versions_have_the_same_numbers()
    {
        var zip = Path.Combine(Path.GetTempPath(), $"facetexplorer-{Guid.NewGuid():N}.zip");
        await using var other = new WorkedExampleSite();
        await other.InitializeAsync();
        Keep(other);
        await using var site = new OtherSite();
        await site.InitializeAsync();
        var answers = await AnswersAsync(other);
        using var client = site.CreateClient();
        try
        {
            Assert.Equal(0, (await Verbs.RunAsync("backup", zip, "--catalog", other.State)).Code);
            Assert.Contains("Another study", await client.GetStringAsync("/experiments/E2", Cancel), StringComparison.Ordinal);
            Assert.Contains("\"generation\":1,", await client.GetStringAsync("/api/experiments", Cancel), StringComparison.Ordinal);

            var (code, text) = await Verbs.RunAsync("restore", zip, "--replace", "--catalog", site.State);
            Assert.True(code == 0, text);
            for (var i = 0; i < 300 && !(await client.GetStringAsync("/experiments/E2", Cancel)).Contains("Mice", StringComparison.Ordinal); i++)
                await Task.Delay(100, Cancel);
            Assert.Contains("Mice", await client.GetStringAsync("/experiments/E2", Cancel), StringComparison.Ordinal);
            Assert.Equal(answers, await AnswersAsync(site));
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

    private static void Keep(Site site) => site.Services.GetRequiredService<AccessionLists>().Keep(List);

    private static IDataProtector Protector(Site site) => site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private sealed class OtherSite : Site
    {
        protected override Task PrepareAsync() => ImportAsync("""{"accession": "E2", "title": "Another study", "sample_accession_codes": ["x1"]}""", "");
    }

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
