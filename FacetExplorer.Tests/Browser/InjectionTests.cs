using System.Collections.Concurrent;
using FacetExplorer.Tests.Hostile;

namespace FacetExplorer.Tests.Browser;

/// <summary>What a browser makes of records and addresses that are full of scripts: every page is checked by its HTML in <see cref="HostileTests"/>, some here.</summary>
public sealed class InjectionTests(Chromium chromium, InjectedSite site) : BrowserTest(chromium, site), IClassFixture<InjectedSite>
{
    private const int Records = 3, Inputs = 4;

    [Fact]
    public async Task Nothing_runs_that_records_or_addresses_say_and_nothing_is_fetched_from_elsewhere()
    {
        var strange = new ConcurrentQueue<string>();
        var page = await BlankAsync();
        await page.AddInitScriptAsync("window.pwn = n => { console.error(`pwn(${n})`); };");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Site.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:image/", StringComparison.Ordinal))
                strange.Enqueue(request.Url);
        };
        page.Dialog += (_, dialog) => strange.Enqueue(dialog.Message);
        List<string> addresses =
        [
            "/?size=100", "/?view=samples&cols=note", "/?view=matrix&rows=organism&cols=tissue", "/?view=overlap", "/values/organism?organism.limit=100", "/data", "/cite?q=pwn",
            .. site.Experiments.Take(Records).Select(accession => "/experiments/" + Uri.EscapeDataString(accession)), .. site.Samples.Take(Records).Select(accession => "/samples/" + Uri.EscapeDataString(accession)),
            .. site.Payloads.Take(Inputs).SelectMany(payload => (string[])[$"/?q={Uri.EscapeDataString(payload)}", $"/?organism={Uri.EscapeDataString(payload)}&{Uri.EscapeDataString(payload)}=1"]),
        ];
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            await InteractiveAsync(page); // and so drawn a second time, by the circuit
        }
        Assert.Empty(strange);
    }
}
