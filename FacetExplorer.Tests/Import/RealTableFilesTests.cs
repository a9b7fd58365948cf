using FacetExplorer.Import;
using FacetExplorer.Import.Tables;

namespace FacetExplorer.Tests.Import;

/// <summary>Every table of the real data, against what its manifest states.</summary>
public sealed class RealTableFilesTests
{
    private static readonly string[] Folders =
    [
        "sra/runtable", "sra/runinfo", "sra/modulome", "sra/pysradb", "geo/mixed_", "refinebio/metadata_tsv", "refinebio/examples_history",
        "cbioportal", "csv_misc", "encode", "big/bgee", "big/gss",
    ];

    /// <summary>What the manifest does not state, or states otherwise, and why.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        // It counts only the column experiment_accession; these files name the experiment in series_id.
        ["metadata_GSE37418.tsv"] = "1 / 71 / 0",
        ["data__metadata_DANIO_RERIO.tsv"] = "2 / 27 / 0",
        // Its note says 535 studies: 534 accessions are in the column, and its title.
        ["accessions.tsv"] = "534 / 34752 / 0",
        // Its own program failed here ("ERR TypeError"): a line end stands in one of the lines before the columns' names.
        ["brca_mbcproject_wagle_2017/data_clinical_sample.txt"] = "1 / 237 / 0",
    };

    /// <summary>Files that are no table one can take, and why.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["studyMeta.tsv.gz"] = "no column of it looks like accessions", // separated by blanks, as R does by default
        ["csv_misc/metadata.txt"] = "no column of it looks like accessions", // its first row is data
        ["geo_search_test1.txt"] = "no column of it looks like accessions", // a list of numbers
        ["sra_test.xml"] = "no column of it looks like accessions",
        ["sra_test_ERS3331676.xml"] = "no column of it looks like accessions",
    };

    [Fact]
    public void EveryTable_HasTheCountsOfTheManifest()
    {
        var root = Need.RealData();
        var wrong = new List<string>();
        foreach (var row in File.ReadLines(Path.Combine(root, "MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')))
        {
            if (!Array.Exists(Folders, folder => row[0].StartsWith(folder, StringComparison.Ordinal)) || row[0].EndsWith("meta_study.txt", StringComparison.Ordinal))
                continue;
            var counted = Import(Path.Combine(root, row[0]));
            var (known, refused) = (Of(Known, row[0]), Of(Refused, row[0]));
            var isRight = refused is not null ? counted.Contains(refused, StringComparison.Ordinal)
                : row[7].Length == 0 && known is null ? !counted.StartsWith("refused", StringComparison.Ordinal)
                : counted == (known ?? $"{row[6]} / {row[7]} / {row[8]}");
            if (!isRight)
                wrong.Add($"{row[0]}: {counted} where {refused ?? known ?? $"{row[6]} / {row[7]} / {row[8]}"} is expected");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static string? Of(Dictionary<string, string> exceptions, string file) =>
        exceptions.FirstOrDefault(exception => file.EndsWith(exception.Key, StringComparison.Ordinal)).Value;

    private static string Import(string file)
    {
        using var catalog = new TempCatalog();
        try
        {
            var path = file;
            string? mapping = null;
            try
            {
                SourceFormats.Resolve(file, SourceFormats.Auto);
            }
            catch (ImportException)
            {
                path = catalog.PathOf(Path.GetFileName(file));
                File.Copy(file, path);
                MappedTableReader.Suggest(path, new ImportOptions());
                mapping = path + TableMapping.Suffix;
            }
            var report = catalog.Import(new ImportRequest([path]) { Mapping = mapping });
            return $"{report.Experiments} / {report.Samples} / {report.SharedSamples}";
        }
        catch (ImportException e)
        {
            return "refused: " + e.Message;
        }
    }
}
