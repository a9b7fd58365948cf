using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Import.Tables;
using MiniExcelLibs;

namespace FacetExplorer.Tests.Import;

public sealed class TableReadersTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Run_s\tBioSample_s\tExperiment_s\tSRA_Study_s\tOrganism_s\tSample_Name_s\tAssay_Type_s\tReleaseDate_s", '\t')]
    [InlineData("Run\tBioSample\tExperiment\tSRA_Study\tOrganism\tSample_Name\tAssay_Type\tReleaseDate", '\t')]
    [InlineData("Run,BioSample,Experiment,SRA Study,Organism,Sample Name,Assay Type,ReleaseDate", ',')]
    [InlineData(",Run,BioSample,Experiment,SRA_study,Organism,Sample.Name,Assay.Type,ReleaseDate", ',')]
    [InlineData("run_accession;sample_accession;experiment_accession;study_accession;scientific_name;sample_alias;library_strategy;first_public", ';')]
    public async Task RunTables_OfAllGenerations_MakeOneSampleOfTheRunsOfABioSample(string header, char delimiter)
    {
        string[] rows =
        [
            "SRR1,SAMN1,SRX1,SRP1,Homo sapiens,GSM1,RNA-Seq,2014-05-20",
            "SRR2,SAMN1,SRX1,SRP1,Homo sapiens,GSM1,RNA-Seq,2014-05-19T10:00:00Z",
            "SRR3,SAMN2,SRX2,SRP1,HOMO_SAPIENS,GSM2,RNA-Seq,2014-05-21",
        ];
        var numbered = header[0] == ',' ? rows.Select((row, i) => $"{i + 1},{row}") : rows;
        var report = _catalog.Import(_catalog.Write("SraRunTable.txt", [header, .. numbered.Select(row => row.Replace(',', delimiter))]));
        Assert.Equal((1L, 2L, 2L, 3L), (report.Experiments, report.Samples, report.Memberships, report.SamplesRead));
        using var reader = _catalog.Open();
        foreach (var accession in new[] { "SAMN1", "SRR1", "SRR2", "SRX1", "GSM1" })
            Assert.Equal("SAMN1", (await reader.FindSampleAsync(accession, Cancel))?.Accession);
        Assert.Equal(("Homo sapiens", "Homo sapiens"), (await _catalog.Sample("SAMN1", "organism"), await _catalog.Sample("SAMN2", "organism")));
        var experiment = await reader.FindExperimentAsync("SRP1", Cancel);
        Assert.Equal(("RNA-Seq", "2014-05-19"), (Assert.Single(experiment!.Fields["technology"]), Assert.Single(experiment.Fields["published"])));
    }

    [Fact]
    public async Task RunInfo_IsReadWithoutItsHeader()
    {
        var cells = new string[47];
        Array.Fill(cells, "");
        (cells[0], cells[1], cells[10], cells[12], cells[18], cells[19], cells[20], cells[21], cells[24], cells[25], cells[27], cells[28]) =
            ("SRR9", "2013-01-02 09:16:11", "SRX9", "RNA-Seq", "ILLUMINA", "Illumina HiSeq 2000", "SRP9", "PRJNA9", "SRS9", "SAMN9", "9606", "Homo sapiens");
        var report = _catalog.Import(_catalog.Write("SraRunInfo.csv", string.Join(',', cells), "", string.Join(',', cells).Replace("SRR9", "SRR10")));
        Assert.Equal((1L, 1L), (report.Experiments, report.Samples));
        Assert.Equal("Illumina HiSeq 2000", await _catalog.Sample("SRR10", "platform"));
        using var reader = _catalog.Open();
        Assert.Equal("SRP9", (await reader.FindExperimentAsync("PRJNA9", Cancel))?.Accession);
    }

    [Fact]
    public void RunTable_WithoutARowIsRefused()
    {
        var request = new ImportRequest([_catalog.Write("empty.csv", "")]) { Format = "runs" };
        Assert.Contains("there is no table in it", Assert.Throws<ImportException>(() => _catalog.Import(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutASampleIsItsOwn_AndOneWithoutAnythingIsNamed()
    {
        var path = _catalog.Write("runs.csv", "Run,BioSample,SRA Study", "SRR1,SAMN1,SRP1", "SRR2,,SRP1", "SRR3,,", ",,SRP1");
        Assert.Contains("line 5: the run has no sample", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((1L, 3L, 1L, 1L), (report.Experiments, report.Samples, report.SamplesWithoutExperiment, report.Refused));
        Assert.Equal("SRR2", await _catalog.Sample("SRR2", "run"));
    }

    [Theory]
    [InlineData("Run,BioSample\nrun one,SAMN1\n")]
    [InlineData("Run,BioSample\nSRR1,mine\n")]
    [InlineData("Run,BioSample\n")]
    public void RunTable_WithoutRunsOrSamplesIsRefused(string content)
    {
        var request = new ImportRequest([_catalog.Write("runs.csv", content)]) { Format = "runs" };
        Assert.Contains("no column of runs", Assert.Throws<ImportException>(() => _catalog.Import(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefineBioTable_ReadsListsOfSeries()
    {
        var report = _catalog.Import(_catalog.Write("metadata.tsv",
            "refinebio_accession_code\trefinebio_organism\trefinebio_specimen_part\trefinebio_sex\tseries_id\tsubmission_date",
            "GSM1\tHOMO_SAPIENS\tliver\tna\t['GSE1', 'GSE2']\tMay 20 2014", "GSM2\tHOMO_SAPIENS\t\tM\tGSE1\t"));
        Assert.Equal((2L, 2L, 3L, 1L), (report.Experiments, report.Samples, report.Memberships, report.SharedSamples));
        Assert.Equal(("Homo sapiens", "HOMO_SAPIENS", "Liver", "", "na", "Male"), (await _catalog.Sample("GSM1", "organism"), await _catalog.Sample("GSM1", "organism_original"),
            await _catalog.Sample("GSM1", "tissue"), await _catalog.Sample("GSM1", "sex"), await _catalog.Sample("GSM1", "sex_original"), await _catalog.Sample("GSM2", "sex")));
    }

    [Fact]
    public async Task CBioPortal_JoinsStudySamplesAndPatients()
    {
        foreach (var study in new[] { "brca_a", "brca_b" })
        {
            _catalog.Write($"{study}/meta_study.txt", "type_of_cancer: brca", $"cancer_study_identifier: {study}", "name: Breast: a study", "pmid: 123");
            _catalog.Write($"{study}/data_clinical_patient.txt", "#Patient\tAge\tSex", "PATIENT_ID\tAGE\tSEX", "P1\t54\tF");
        }
        string[] header = ["#Patient\tSample\tType", "#..\t..\t..", "#STRING\tSTRING\tSTRING", "#1\t1\t1", "PATIENT_ID\tSAMPLE_ID\tCANCER_TYPE_DETAILED"];
        _catalog.Write("brca_a/data_clinical_sample.txt", [.. header, "P1\tTCGA-01\tbreast \"ductal\" carcinoma", "P2\t7\tLobular carcinoma"]);
        _catalog.Write("brca_b/data_clinical_sample.txt", [.. header, "P1\tTCGA-01\tbreast \"ductal\" carcinoma", "P2\t7\tLobular carcinoma"]);
        var report = _catalog.Import(new ImportRequest([_catalog.PathOf("brca_a"), _catalog.PathOf("brca_b")]));
        Assert.Equal((2L, 3L, 1L, 0L), (report.Experiments, report.Samples, report.SharedSamples, report.Refused));
        Assert.Equal(("54", "Female", "Breast \"ductal\" carcinoma"), (await _catalog.Sample("TCGA-01", "age_years"), await _catalog.Sample("TCGA-01", "sex"), await _catalog.Sample("TCGA-01", "disease")));
        Assert.Equal("Lobular carcinoma", await _catalog.Sample("brca_b:7", "disease"));
        using var reader = _catalog.Open();
        Assert.Equal(["Breast: a study"], (await reader.FindExperimentAsync("brca_a", Cancel))!.Fields["title"]);
    }

    [Fact]
    public async Task CBioPortal_WithoutAnIdentifierIsCalledLikeItsFolder()
    {
        _catalog.Write("brca_c/meta_study.txt", "a line that says nothing", "cancer_study_identifier:", "name: Breast");
        var samples = _catalog.Write("brca_c/data_clinical_sample.txt", "PATIENT_ID\tSAMPLE_ID", "P1\tTCGA-01");
        _catalog.Import(samples);
        using var reader = _catalog.Open();
        Assert.Equal(["Breast"], (await reader.FindExperimentAsync("brca_c", Cancel))!.Fields["title"]);
        File.WriteAllText(samples, "PATIENT_ID\tSAMPLE\nP1\tTCGA-01\n");
        var request = new ImportRequest([samples]) { Format = "cbioportal" };
        Assert.Contains("no column SAMPLE_ID in it", Assert.Throws<ImportException>(() => _catalog.Import(request)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "cannot be read: It is null.")]
    [InlineData("""{ "columns": { "Sample": { "field": "title" } } }""", "names no column that holds accessions")]
    [InlineData("""{ "columns": { "Sample": { "field": "accession" }, "Run": { "field": "accession" } } }""", "names 2 columns with accessions of samples (Sample, Run)")]
    [InlineData("""{ "columns": { "Study": { "field": "accession", "level": "experiment" }, "Trial": { "field": "accession", "level": "experiment" } } }""", "names several columns with accessions of experiments")]
    [InlineData("""{ "columns": { "Sample": { "field": "accession" }, "Note": { "field": " " } } }""", "does not say the \"field\" of the column \"Note\"")]
    [InlineData("""{ "columns": { "Sample": { "field": "accession" }, "Note": { "field": "private" } } }""", "publishes the column \"Note\" as \"private\"")]
    public void Mapping_ThatSaysNothingThatCanBeDoneIsRefused(string mapping, string mistake)
    {
        var table = _catalog.Write("lab.csv", "Sample,Run,Study,Trial,Note", "S1,R1,E1,T1,x");
        _catalog.Write("lab.csv.mapping.json", mapping);
        var message = Assert.Throws<ImportException>(() => _catalog.Import(table)).Message;
        Assert.Contains($"The mapping {table}{TableMapping.Suffix} {mistake}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_WithoutAMappingIsToldHowToGetOne()
    {
        var table = _catalog.Write("lab.csv", "Sample,Note", "S1,x");
        var message = Assert.Throws<ImportException>(() => _catalog.Import(new ImportRequest([table]) { Format = "table" })).Message;
        Assert.Contains($"import --suggest-mapping {table}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_AreReadAsTheirTypes_AndWhatDoesNotFitStaysAsItIsWritten()
    {
        var table = _catalog.Write("lab.csv", "Sample,Also,Treated,Age", "S1,X1|X2,Yes,18 months", "S2,X3,n,40", "S3, | ,TRUE,young", "S4,,False,", "S5,,t,1", "S6,,No,1", "S7,,perhaps,NA");
        _catalog.Write("lab.csv.mapping.json", """
            { "columns": { "Sample": { "field": "accession" }, "Also": { "field": "alternate_accessions", "separator": "|" },
              "Treated": { "field": "treated", "type": "boolean" }, "Age": { "field": "lab_age", "type": "years" } } }
            """);
        var report = _catalog.Import(table);
        Assert.Equal(((6L, 1L), (4L, 1L)), (report.Typed["treated"], report.Typed["lab_age"]));
        Assert.Equal("true false true false true false perhaps", string.Join(' ', await Task.WhenAll(Enumerable.Range(1, 7).Select(i => _catalog.Sample($"S{i}", "treated")))));
        Assert.Equal(("1.5", "40", "young", ""), (await _catalog.Sample("X2", "lab_age"), await _catalog.Sample("X3", "lab_age"), await _catalog.Sample("S3", "lab_age"), await _catalog.Sample("S7", "lab_age")));
    }

    [Fact]
    public async Task MappedTable_TakesWhatItsMappingSays()
    {
        var table = _catalog.Write("lab.csv",
            "\uFEFFStudy;Sample;Tissue;Age;Taken;Mail;Other", "E1;S1;liver | left lobe;5,5;20 May 2014;a@b.org;x", "E1,E2;S2;\"a; b\";old;?;;", "E2;S3;;3;2014-05-21;;");
        var mapping = _catalog.Write("lab.csv.mapping.json", """
            { "columns": {
                "Study": { "field": "accession", "level": "experiment", "separator": "," }, "Sample": { "field": "accession" },
                "Tissue": { "field": "tissue", "separator": "|" }, "Age": { "field": "age_weeks", "type": "number" }, "Taken": { "field": "taken", "type": "date" },
                "Mail": { "field": "mail", "published": false } } }
            """);
        var report = _catalog.Import(table);
        Assert.Equal((2L, 3L, 1L, 0L), (report.Experiments, report.Samples, report.SharedSamples, report.Refused));
        Assert.Equal(("Liver|Left lobe", "5.5", "2014-05-20", "", ""), (await _catalog.Sample("S1", "tissue"), await _catalog.Sample("S1", "age_weeks"), await _catalog.Sample("S1", "taken"),
            await _catalog.Sample("S1", "mail"), await _catalog.Sample("S1", "other")));
        Assert.Equal(("A; b", "old"), (await _catalog.Sample("S2", "tissue"), await _catalog.Sample("S2", "age_weeks")));
        Assert.Equal(((2L, 1L), (2L, 0L)), (report.Typed["age_weeks"], report.Typed["taken"]));

        File.WriteAllText(mapping, """{ "columns": { "Stdy": { "field": "accession", "level": "experiment" } } }""");
        Assert.Contains("names the column \"Stdy\", which is not in it: Study, Sample", Assert.Throws<ImportException>(() => _catalog.Import(table)).Message, StringComparison.Ordinal);
        File.WriteAllText(mapping, """{ "columns": { "Study": { "field": "accession", "levl": "experiment" } } }""");
        Assert.Contains("levl", Assert.Throws<ImportException>(() => _catalog.Import(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workbook_IsReadAsATable()
    {
        var path = _catalog.PathOf("lab.xlsx");
        await MiniExcel.SaveAsAsync(path, new[]
        {
            new Dictionary<string, object?> { ["Sample"] = "S1", ["Study"] = "E1", ["Weight"] = 1.5, ["Taken"] = new DateTime(2014, 5, 20), ["Treated"] = true },
            new Dictionary<string, object?> { ["Sample"] = "S2", ["Study"] = "E1", ["Weight"] = null, ["Taken"] = null, ["Treated"] = false },
        }, cancellationToken: Cancel);
        MappedTableReader.Suggest(path, new ImportOptions());
        var report = _catalog.Import(path);
        Assert.Equal((1L, 2L), (report.Experiments, report.Samples));
        Assert.Equal(("1.5", "2014-05-20", "true"), (await _catalog.Sample("S1", "weight"), await _catalog.Sample("S1", "taken"), await _catalog.Sample("S1", "treated")));
    }

    [Fact]
    public async Task Workbook_SheetsAreFoundByTheirNames()
    {
        var path = _catalog.PathOf("lab.xlsx");
        await MiniExcel.SaveAsAsync(path, new Dictionary<string, object>
        {
            ["notes"] = new[] { new Dictionary<string, object?> { ["text"] = "milk" } },
            ["lab"] = new[] { new Dictionary<string, object?> { ["Sample"] = "S1", ["Taken"] = new DateTime(2014, 5, 20, 10, 30, 0) } },
        }, cancellationToken: Cancel);
        const string Columns = """ "columns": { "Sample": { "field": "accession" }, "Taken": { "field": "taken" } } }""";
        _catalog.Write("lab.xlsx.mapping.json", """{ "sheet": "lab",""" + Columns);
        _catalog.Import(path);
        Assert.Equal("2014-05-20T10:30:00", await _catalog.Sample("S1", "taken"));
        _catalog.Write("lab.xlsx.mapping.json", """{ "sheet": "Lab 2",""" + Columns);
        Assert.Contains("there is no sheet \"Lab 2\" in it: notes, lab are there", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggestion_FindsAccessionsLevelsListsAndWhatIsPrivate()
    {
        var table = _catalog.Write("lab.csv",
            "study_id,study title,sample_id,tissue,Age (years),dob,patient_id,Submitter,contact,markers,treated",
            "E1,First,S1,liver,40,1980-01-01,P1,Ann,ann@lab.org,CD4;CD8,yes", "E1,First,S2,lung,41,1979-01-01,P2,Ann,ann@lab.org,CD4,no", "E2,Second,S3,lung,42,1978-01-01,P1,Bob,bob@lab.org,,no");
        var columns = MappedTableReader.Suggest(table, new ImportOptions()).Columns;
        Assert.Equal((Level.Experiment, "accession"), (columns["study_id"].Level, columns["study_id"].Field));
        Assert.Equal((Level.Sample, "accession"), (columns["sample_id"].Level, columns["sample_id"].Field));
        Assert.Equal((Level.Experiment, "title"), (columns["study title"].Level, columns["study title"].Field));
        Assert.Equal(("tissue", "age_years", ColumnType.Number), (columns["tissue"].Field, columns["Age (years)"].Field, columns["Age (years)"].Type));
        Assert.Equal((";", ColumnType.Boolean), (columns["markers"].Separator, columns["treated"].Type));
        Assert.Equal(["Submitter", "contact", "dob", "patient_id"], columns.Where(column => !column.Value.Published).Select(column => column.Key).Order(StringComparer.Ordinal));
        Assert.Contains("is there already", Assert.Throws<ImportException>(() => MappedTableReader.Suggest(table, new ImportOptions())).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Texts
    {
        get
        {
            const string text = "Study,Sample,tissue\nE1,S1,Größe\nE1,S2,\"two\nlines\"\n";
            return new()
            {
                { "a byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)] },
                { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)] },
                { "UTF-16, big-endian", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)] },
                { "Latin-1", Encoding.Latin1.GetBytes(text) },
                { "CR LF", Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n")) },
                { "CR", Encoding.UTF8.GetBytes(text.Replace('\n', '\r')) },
                { "a mixture of line ends", Encoding.UTF8.GetBytes(text.Replace("e\n", "e\r\n") + "\r\n\r\n") },
                { "blanks before", Encoding.UTF8.GetBytes("\n  \n " + text) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_IsReadHoweverItIsWritten(string how, byte[] content)
    {
        Assert.NotEmpty(how);
        var path = _catalog.Write("lab.csv.mapping.json", """{ "columns": { "Study": { "field": "accession", "level": "experiment" }, "Sample": { "field": "accession" }, "tissue": { "field": "note" } } }""");
        File.WriteAllBytes(path[..^TableMapping.Suffix.Length], content);
        Assert.Equal((1L, 2L), (_catalog.Import(path[..^TableMapping.Suffix.Length]) is var report ? (report.Experiments, report.Samples) : default));
        Assert.Equal(("Größe", "two\nlines"), (await _catalog.Sample("S1", "note"), (await _catalog.Sample("S2", "note")).Replace("\r\n", "\n").Replace('\r', '\n')));
    }

    [Theory]
    [InlineData("Study,Sample\nE1,S1\nE1,S2,more\n", "line 3: 3 cells where there are 2 columns: the text \"more\" has no column")]
    [InlineData("Study,Sample\nE1,S1\nE1,S2,a text so long that no message should hold all of it: it goes on and on\n", "the text \"a text so long that no message should hold all of it: it goe…\" has no column")]
    [InlineData("Study,Sample\nE1,S1\nE1,\"S2\nE1,S3\n", "line 3: a quote that is opened in this row is not closed")]
    [InlineData("Study,Sample\nE1,S1\nE1,\n", "line 3: no accession: the sample has none")]
    public void Row_ThatCannotBeTakenIsNamed(string content, string reason)
    {
        var path = _catalog.PathOf("lab.csv");
        File.WriteAllText(path, content);
        _catalog.Write("lab.csv.mapping.json", """{ "columns": { "Study": { "field": "accession", "level": "experiment" }, "Sample": { "field": "accession" } } }""");
        Assert.Contains(reason, Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
        Assert.Null(_catalog.Files.CurrentNumber());
        Assert.Equal(1, _catalog.Import(new ImportRequest([path]) { Lenient = true }).Refused);
    }

    [Theory]
    [InlineData(new byte[] { 0, 5, 0x16, 7, 0, 2, 0, 0 }, "AppleDouble")]
    [InlineData(new byte[0], "is empty")]
    public void File_ThatHoldsNoDataIsRefusedWithTheReason(byte[] content, string reason)
    {
        var path = _catalog.PathOf("SraRunTable.txt");
        File.WriteAllBytes(path, content);
        Assert.Contains(reason, Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_IsReadFileByFile_AndWhatIsNoDataIsNamed()
    {
        _catalog.Write("all/geo/SraRunTable.txt", "Run,BioSample,SRA Study", "SRR1,SAMN1,SRP1");
        _catalog.Write("all/samples.tsv", "Study\tSample", "E1\tS1");
        _catalog.Write("all/samples.tsv.mapping.json", """{ "columns": { "Study": { "field": "accession", "level": "experiment" }, "Sample": { "field": "accession" } } }""");
        _catalog.Write("all/.hidden", "x");
        var request = new ImportRequest([_catalog.PathOf("all")]);
        Assert.Equal((2L, 2L), (_catalog.Import(request) is var report ? (report.Experiments, report.Samples) : default));
        _catalog.Write("all/notes.txt", "Do not forget the milk.");
        Assert.Contains("notes.txt: its format cannot be told", Assert.Throws<ImportException>(() => _catalog.Import(request)).Message, StringComparison.Ordinal);
        Assert.EndsWith("notes.txt", Assert.Single(_catalog.Import(request with { Lenient = true }).Refusals).File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_OfTenMillionCharactersIsKept()
    {
        var path = _catalog.Write("lab.tsv", "Sample\tnote", $"S1\t{new string('x', 10_000_000)}", "S2\ty");
        _catalog.Write("lab.tsv.mapping.json", """{ "columns": { "Sample": { "field": "accession" }, "note": { "field": "note" } } }""");
        var report = _catalog.Import(path);
        Assert.Equal((2L, 1L), (report.Samples, report.LongValues));
        Assert.Equal(10_000_000, (await _catalog.Sample("S1", "note")).Length);
    }

    [Fact]
    public void GzipFile_ThatUnpacksToFarTooMuchIsRefused()
    {
        var path = _catalog.PathOf("bomb.jsonl.gz");
        using (var gzip = new System.IO.Compression.GZipStream(File.Create(path), System.IO.Compression.CompressionLevel.Optimal))
            for (var i = 0; i < 300; i++)
                gzip.Write(Encoding.ASCII.GetBytes(new string(' ', (1 << 20) - 1) + '\n'));
        Assert.Contains("unpacks to more than 400 times", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}
