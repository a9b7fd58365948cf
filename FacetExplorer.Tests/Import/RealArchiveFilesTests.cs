using System.Globalization;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

/// <summary>The real files of GEO and of MAGE-TAB, one by one, against the totals that their manifest states.</summary>
public sealed class RealArchiveFilesTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    /// <summary>Where the manifest is wrong, what is right and the line that shows it, so often.</summary>
    private static readonly Dictionary<string, (string Line, int Times, Totals Right)> Corrections = new()
    {
        // The third sample of the series is described like the two others.
        ["geo/soft/GEOparse__soft_ex_family.txt"] = ("^SAMPLE = ", 3, new Totals(1, 3, 0)),
    };

    private static readonly string[] Formats = ["soft", "series_matrix", "miniml", "gds_result", "magetab"];

    public static TheoryData<string> Folders => ["geo/soft", "geo/series_matrix", "geo/gds_result", "magetab/arrayexpress", "magetab/proteomics"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void EachFile_HasTheTotalsOfTheManifest(string folder)
    {
        var stated = Manifest(folder);
        var wrong = new List<string>();
        foreach (var (name, totals) in stated)
        {
            var found = Read(name);
            if (found != totals)
                wrong.Add($"{name}: {totals} stated, {found} found");
        }
        Assert.Equal(Corrections.Where(known => known.Key.StartsWith(folder, StringComparison.Ordinal))
            .Select(known => $"{known.Key}: {stated[known.Key]} stated, {known.Value.Right} found"), wrong);
        Assert.NotEmpty(stated);
    }

    [Fact]
    public void WhereTheManifestIsWrong_TheFileShowsIt()
    {
        foreach (var (name, (line, times, _)) in Corrections)
            Assert.Equal(times, File.ReadLines(Path.Combine(Need.RealData(), name)).Count(text => text.StartsWith(line, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("geo/soft/GEOparse__GPL20814_family.soft", "GSM1855902", "GSM1855903")]
    [InlineData("geo/soft/GEOparse__GSE105845_family.soft", "GSM2828511", "GSM2828512")]
    public async Task SamplesThatASeriesOnlyLists_AreMade(string file, string first, string second)
    {
        var report = _catalog.Import(PathOf(file));
        Assert.Equal((1L, 2L, 2L, 0L), (report.Experiments, report.Samples, report.CreatedFromListings, report.SamplesRead));
        using var catalog = _catalog.Open();
        Assert.NotNull(await catalog.FindSampleAsync(first, TestContext.Current.CancellationToken));
        Assert.NotNull(await catalog.FindSampleAsync(second, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("geo/miniml_or_xml/GSE180363.miniml.xml", 1, 16)]
    [InlineData("geo/miniml_or_xml/GSE730_family.xml", 1, 3)]
    [InlineData("magetab/arrayexpress/E-MTAB-3050.idf.txt", 1, 0)]
    public void FilesWithoutTotals_AreReadAsTheySay(string file, int experiments, int samples)
    {
        var report = _catalog.Import(PathOf(file));
        Assert.Equal((experiments, samples, 0L), (report.Experiments, report.Samples, report.Refused));
    }

    [Fact]
    public void EveryIdf_IsAnExperiment()
    {
        var idfs = Directory.GetFiles(Path.Combine(Need.RealData(), "magetab"), "*.idf.*", SearchOption.AllDirectories);
        var report = _catalog.Import(new ImportRequest(idfs));
        Assert.Equal((idfs.Length, 0L), (report.Experiments, report.Refused));
        Assert.True(idfs.Length >= 60);
    }

    [Theory]
    [InlineData("magetab", "*.sdrf.*")]
    [InlineData("geo", "*GSE*family*")]
    public void TheSameFilesAgain_ChangeNothing(string folder, string pattern)
    {
        var files = new ImportRequest(Directory.GetFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList());
        Assert.True(_catalog.Import(files).SamplesRead > 100);
        using var again = _catalog.Prepare(files);
        Assert.False(again.IsNew);
    }

    [Theory]
    [InlineData("geo/miniml_or_xml/geo-eutils-seriesqueryresult.xml")]
    [InlineData("isatab/BII-I-1/i_investigation.txt")]
    [InlineData("isatab/BII-I-1/s_BII-S-1.txt")]
    [InlineData("isatab/BII-I-1/a_microarray.txt")]
    public void WhatIsNoneOfTheFormats_IsNotTakenForOne(string file)
    {
        var path = PathOf(file);
        Assert.DoesNotContain(Formats, format => Recognised(path) == format);
    }

    [Fact]
    public async Task ASampleOfASuperseries_BelongsToEverySeriesItNames()
    {
        _catalog.Import(PathOf("geo/soft/GSE3193Short__GSE3193_family.soft.gz"));
        using var catalog = _catalog.Open();
        Assert.NotNull(await catalog.FindExperimentAsync("GSE4382", TestContext.Current.CancellationToken));
        Assert.Equal("Homo sapiens", await _catalog.Sample("GSM71745", "organism"));
    }

    [Fact]
    public async Task RealColumns_BecomeCommonFields()
    {
        _catalog.Import(PathOf("geo/soft/gse26927short__GSE26927.soft.gz"));
        Assert.Equal(("Illumina humanRef-8 v2.0 expression beadchip", "Male"), (await Platform("GSM663008"), await _catalog.Sample("GSM663008", "sex")));
        _catalog.Import(PathOf("magetab/arrayexpress/E-MTAB-3050.sdrf.txt"));
        Assert.Equal(("Islet", "54", "54 year"), (await _catalog.Sample("E-MTAB-3050:donor A islets", "tissue"),
            await _catalog.Sample("E-MTAB-3050:donor A islets", "age_years"), await _catalog.Sample("E-MTAB-3050:donor A islets", "age")));

        async Task<string> Platform(string sample) => await _catalog.Sample(sample, "platform");
    }

    public void Dispose() => _catalog.Dispose();

    private static string PathOf(string file) => Path.Combine(Need.RealData(), file);

    private static string? Recognised(string path)
    {
        try
        {
            return SourceFormats.Resolve(path, SourceFormats.Auto)[0].Reader.Format;
        }
        catch (ImportException)
        {
            return null;
        }
    }

    /// <summary>Samples that are only listed are no records of the file, so the manifest does not count them.</summary>
    private Totals Read(string name)
    {
        var report = _catalog.Import(new ImportRequest([PathOf(name)]) { Replace = true, Lenient = true });
        if (report.RecordsRead == 0)
        {
            Assert.Contains("is a GEO DataSet", Assert.Single(report.Refusals).Reason, StringComparison.Ordinal);
            return new Totals(0, 0, 0);
        }
        Assert.Empty(report.Refusals);
        return new Totals(report.Experiments, report.Samples - report.CreatedFromListings, report.SharedSamples);
    }

    private static Dictionary<string, Totals> Manifest(string folder) => File.ReadLines(PathOf("MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t'))
        .Where(row => row[0].StartsWith(folder + '/', StringComparison.Ordinal) && row[6].Length > 0)
        .ToDictionary(row => row[0], row => new Totals(Number(row[6]), Number(row[7]), Number(row[8])));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Totals(long Experiments, long Samples, long SharedSamples);
}
