using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

public sealed class RefineBioReaderTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Current_PrefixesGo_CodesWithoutRecordAreMade()
    {
        var report = _catalog.Import(_catalog.Write("aggregated_metadata.json",
            """
            {"aggregate_by": "EXPERIMENT", "num_samples": 1,
             "experiments": {"SRP1": {"accession_code": "SRP1", "organisms": ["HOMO_SAPIENS", "MUS_MUSCULUS"], "has_publication": true,
               "sample_accession_codes": ["SRR1", "SRR9"]}},
             "samples": {"SRR1": {"refinebio_accession_code": "SRR1", "refinebio_sex": "", "refinebio_age": 35.0,
               "refinebio_annotations": [{"k": ["v"]}], "refinebio_processed": true, "other": "kept"},
               "SRR2": {"refinebio_accession_code": "SRR2"}}}
            """));
        Assert.Equal((1L, 3L, 2L, 1L, 1L), (report.Experiments, report.Samples, report.Memberships, report.CreatedFromListings, report.SamplesWithoutExperiment));
        Assert.Equal(("35.0", "true", "", "kept", ""), (await _catalog.Sample("SRR1", "age"), await _catalog.Sample("SRR1", "processed"),
            await _catalog.Sample("SRR1", "sex"), await _catalog.Sample("SRR1", "other"), await _catalog.Sample("SRR1", "annotations")));
        using var reader = _catalog.Open();
        var experiment = (await reader.FindExperimentAsync("SRP1", Cancel))!;
        Assert.Equal(["HOMO_SAPIENS", "MUS_MUSCULUS"], experiment.Fields["organisms"]);
        Assert.DoesNotContain("sample_accession_codes", experiment.Fields.Names);
    }

    [Theory]
    [InlineData("refinebio_")]
    [InlineData("")]
    public void Of2018AndOlder_TitlesAreResolvedWithinTheFile(string prefix)
    {
        var report = _catalog.Import(_catalog.Write("aggregated_metadata.json",
            $$"""
            {"experiments": {"GSE1": {"accession_code": "GSE1",
               "sample_titles": ["first", "gone", " second ", "twice"]} },
             "files": ["README.md"],
             "samples": {
               "first": {"{{prefix}}accession_code": "GSM1", "{{prefix}}title": "first"},
               "second": {"{{prefix}}accession_code": "GSM2", "{{prefix}}title": "second"},
               "twice": {"{{prefix}}accession_code": "GSM3", "{{prefix}}title": "twice"},
               "twice ": {"{{prefix}}accession_code": "GSM4", "{{prefix}}title": "twice"} } }
            """));
        Assert.Equal((4L, 2L, 2L, 0L), (report.Samples, report.Memberships, report.MembershipsLeftOut, report.Refused));
        Assert.Contains("\"gone\", and no sample", report.LeftOut[0].Reason, StringComparison.Ordinal);
        Assert.Contains("\"twice\", and several samples", report.LeftOut[1].Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.LeftOut[0].Line);
    }

    [Theory]
    [InlineData("{\"samples\": {\n\"S1\": {\"accession_code\": \"S1\"},\n\"S2\": {\"title\": \"x\"}}}", 3, "no accession")]
    [InlineData("{\"samples\": {\n\"S1\": {\"accession_code\": \"S1\"},\n\"S2\": 7}}", 3, "not a JSON object")]
    [InlineData("{\"samples\": {\n\"S1\": {\"accession_code\": \"S1\"},\n\n\"S2\": {\"title\": \n oops}}}", 5, "not JSON")]
    [InlineData("{\"samples\": {\n\"S1\": {\"accession_code\": \"S1\"},\n\"S2\": {\"acc", 3, "not JSON")]
    [InlineData("{\"samples\": {\n\"S1\": {\"accession_code\": \"S1\"}}, \"experiments\": \n[]}", 3, "\"experiments\" is not a JSON object")]
    public void BadDocument_IsRefusedWithItsLine(string json, int line, string reason)
    {
        var path = _catalog.PathOf("metadata.json");
        File.WriteAllText(path, json);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true, Format = "refinebio" });
        var refusal = Assert.Single(report.Refusals);
        Assert.Equal(1, report.Samples);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(line, refusal.Line);
    }

    [Theory]
    [InlineData("""{"name": "x", "list": [1]}""", "neither \"experiments\" nor \"samples\" in it")]
    [InlineData("""{"samples": {"S1": {"accession_code": "S1"}}} {"more": 1}""", "the rest of the file was not read")]
    [InlineData("[]", "the document is not a JSON object")]
    public void AnotherDocument_IsRefused(string json, string reason)
    {
        var request = new ImportRequest([_catalog.Write("metadata.json", json)]) { Format = "refinebio" };
        Assert.Contains(reason, Assert.Throws<ImportException>(() => _catalog.Import(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DocumentOnOneLine_IsNotTakenForJsonLines() =>
        Assert.Equal(1, _catalog.Import(_catalog.WriteGzip("x.bin", """{"samples": {"S1": {"accession_code": "S1"}}, "experiments": {}}""")).Samples);

    public void Dispose() => _catalog.Dispose();
}
