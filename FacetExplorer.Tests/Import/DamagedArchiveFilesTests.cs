using System.Text;
using FacetExplorer.Import;
using FacetExplorer.Tests.Import.Geo;
using FacetExplorer.Tests.Import.MageTab;

namespace FacetExplorer.Tests.Import;

/// <summary>
/// However a file of an archive is damaged, it is read or refused with a reason. <c>FACETEXPLORER_SEED</c> replays a run.
/// </summary>
public sealed class DamagedArchiveFilesTests : IDisposable
{
    private const int Rounds = 40;

    private static readonly string[] Intruders = ["\"", "\t", "\n", "\r", "<", "&", "^", "!", "=", "]]>", "\0", "\u00ff", "\ufeff", "\ud83e"];

    private readonly TempCatalog _catalog = new();

    public static TheoryData<string> Formats => ["soft", "series_matrix", "miniml", "gds_result", "magetab idf", "magetab sdrf"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void DamagedFile_IsReadOrRefused(string format)
    {
        var seed = Seeds.Next(TestContext.Current.TestOutputHelper!);
        var random = new Random(seed);
        var path = _catalog.PathOf("x.txt");
        for (var round = 0; round < Rounds; round++)
        {
            File.WriteAllBytes(path, Damaged(Encoding.UTF8.GetBytes(Text(format)), random));
            try
            {
                using var import = _catalog.Prepare(new ImportRequest([path]) { Format = format.Split(' ')[0], Lenient = true });
                Assert.True(import.Report.RecordsRead + import.Report.Refused > 0);
                Assert.All(import.Report.Refusals, refusal => Assert.NotEqual("", refusal.Reason));
            }
            catch (Exception e) when (e is not ImportException)
            {
                Assert.Fail($"FACETEXPLORER_SEED={seed}, round {round}: {e}\n{File.ReadAllText(path)}");
            }
        }
    }

    public void Dispose() => _catalog.Dispose();

    private static string Text(string format) => format switch
    {
        "soft" => Lines(SoftReaderTests.Family),
        "series_matrix" => Lines(SeriesMatrixReaderTests.Matrix),
        "miniml" => MinimlReaderTests.Document,
        "gds_result" => Lines(GdsResultReaderTests.Results),
        "magetab idf" => Lines(MageTabReaderTests.Idf),
        _ => Lines(MageTabReaderTests.Sdrf),
    };

    private static string Lines(string[] lines) => string.Join('\n', lines) + "\n";

    private static byte[] Damaged(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var blow = random.Next(1, 6); blow > 0; blow--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at - 1));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(200, bytes.Count - at)));
                    break;
                case 3:
                    bytes.RemoveRange(at + 1, (bytes.Count - at - 1) / 2);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Intruders[random.Next(Intruders.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }
}
