using System.Net;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Tests.Commands;
using FacetExplorer.Tests.Import;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Tests.Catalog;

/// <summary>A generation that the first layout's program wrote: it is served, and the next import brings it to today's.</summary>
[Collection("console")]
public sealed class OldSchemaTests : IDisposable
{
    private const string Tables =
        """
        CREATE TABLE "Aliases" ("Level" INTEGER NOT NULL, "Accession" TEXT NOT NULL, "RecordId" INTEGER NOT NULL, CONSTRAINT "PK_Aliases" PRIMARY KEY ("Level", "Accession"));
        CREATE TABLE "Generations" (
            "Number" INTEGER NOT NULL CONSTRAINT "PK_Generations" PRIMARY KEY AUTOINCREMENT, "Schema" INTEGER NOT NULL, "CreatedAt" TEXT NOT NULL, "ContentHash" TEXT NOT NULL,
            "Experiments" INTEGER NOT NULL, "Samples" INTEGER NOT NULL, "Memberships" INTEGER NOT NULL, "IsDemo" INTEGER NOT NULL, "Priority" TEXT NOT NULL);
        CREATE TABLE "Sources" ("Id" INTEGER NOT NULL CONSTRAINT "PK_Sources" PRIMARY KEY AUTOINCREMENT, "Name" TEXT NOT NULL);
        CREATE TABLE "Files" (
            "Id" INTEGER NOT NULL CONSTRAINT "PK_Files" PRIMARY KEY AUTOINCREMENT, "SourceId" INTEGER NOT NULL, "Name" TEXT NOT NULL, "Format" TEXT NOT NULL, "ImportedAt" TEXT NOT NULL, "Sha256" TEXT NOT NULL,
            CONSTRAINT "FK_Files_Sources_SourceId" FOREIGN KEY ("SourceId") REFERENCES "Sources" ("Id") ON DELETE CASCADE);
        CREATE TABLE "Contributions" (
            "Level" INTEGER NOT NULL, "RecordId" INTEGER NOT NULL, "SourceId" INTEGER NOT NULL, "FileId" INTEGER NOT NULL, "Fields" TEXT NOT NULL,
            CONSTRAINT "PK_Contributions" PRIMARY KEY ("Level", "RecordId", "SourceId"),
            CONSTRAINT "FK_Contributions_Files_FileId" FOREIGN KEY ("FileId") REFERENCES "Files" ("Id") ON DELETE CASCADE);
        CREATE TABLE "Experiments" (
            "Id" INTEGER NOT NULL CONSTRAINT "PK_Experiments" PRIMARY KEY AUTOINCREMENT, "Accession" TEXT NOT NULL, "Fields" TEXT NOT NULL, "FileId" INTEGER NULL,
            CONSTRAINT "FK_Experiments_Files_FileId" FOREIGN KEY ("FileId") REFERENCES "Files" ("Id"));
        CREATE TABLE "Samples" (
            "Id" INTEGER NOT NULL CONSTRAINT "PK_Samples" PRIMARY KEY AUTOINCREMENT, "Accession" TEXT NOT NULL, "Fields" TEXT NOT NULL, "FileId" INTEGER NULL,
            CONSTRAINT "FK_Samples_Files_FileId" FOREIGN KEY ("FileId") REFERENCES "Files" ("Id"));
        CREATE TABLE "Memberships" (
            "SampleId" INTEGER NOT NULL, "ExperimentId" INTEGER NOT NULL, "SourceId" INTEGER NOT NULL, "FileId" INTEGER NOT NULL,
            CONSTRAINT "PK_Memberships" PRIMARY KEY ("SampleId", "ExperimentId", "SourceId"),
            CONSTRAINT "FK_Memberships_Experiments_ExperimentId" FOREIGN KEY ("ExperimentId") REFERENCES "Experiments" ("Id") ON DELETE CASCADE,
            CONSTRAINT "FK_Memberships_Samples_SampleId" FOREIGN KEY ("SampleId") REFERENCES "Samples" ("Id") ON DELETE CASCADE);
        CREATE INDEX "IX_Aliases_Level_RecordId" ON "Aliases" ("Level", "RecordId");
        CREATE UNIQUE INDEX "IX_Experiments_Accession" ON "Experiments" ("Accession");
        CREATE INDEX "IX_Memberships_ExperimentId_SampleId" ON "Memberships" ("ExperimentId", "SampleId");
        CREATE UNIQUE INDEX "IX_Samples_Accession" ON "Samples" ("Accession");
        CREATE UNIQUE INDEX "IX_Sources_Name" ON "Sources" ("Name");
        """;

    private const string Rows =
        """
        INSERT INTO Sources VALUES(1, 'lab');
        INSERT INTO Files VALUES(1, 1, 'samples.jsonl', 'jsonl', '2026-11-01T12:00:00.0000000+00:00', ''), (2, 1, 'experiments.jsonl', 'jsonl', '2026-11-01T12:00:00.0000000+00:00', '');
        INSERT INTO Samples VALUES(1, 'S1', '{"sex":"male"}', 1), (2, 'S2', '{}', NULL);
        INSERT INTO Experiments VALUES(1, 'E1', '{"alternate_accessions":"ALT","title":"one"}', 2), (2, 'E2', '{"title":"two"}', 2);
        INSERT INTO Aliases VALUES(0, 'ALT', 1);
        INSERT INTO Memberships VALUES(1, 1, 1, 2), (2, 1, 1, 2);
        """;

    private static readonly string[] Samples = ["""{"accession": "S1", "sex": "male"}"""];
    private static readonly string[] Experiments =
        ["""{"accession": "E1", "title": "one", "alternate_accessions": "ALT", "sample_accession_codes": ["S1", "S2"]}""", """{"accession": "E2", "title": "two"}"""];

    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public OldSchemaTests()
    {
        using var today = new TempCatalog();
        Import(today, Samples, Experiments);
        using var reader = today.Open();
        Directory.CreateDirectory(_catalog.Folder);
        using var connection = new SqliteConnection($"Data Source={_catalog.Files.GenerationFile(1)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"{Tables}{Rows}INSERT INTO Generations VALUES(1, 1, '2026-11-01T12:00:00.0000000+00:00', '{reader.Generation.ContentHash}', 2, 2, 2, 0, '[]')";
        command.ExecuteNonQuery();
        File.WriteAllText(_catalog.Files.CurrentFile, "generation-000001.db\n");
    }

    private static ImportReport Import(TempCatalog catalog, string[] samples, string[] experiments)
    {
        catalog.Write("lab/samples.jsonl", samples);
        catalog.Write("lab/experiments.jsonl", experiments);
        return catalog.Import(new ImportRequest([catalog.PathOf("lab")]) { Source = "lab", IsWhole = true, AcceptRemovals = true });
    }

    [Fact]
    public async Task ItIsServed()
    {
        await using var server = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder.UseSetting("Catalog:Path", _catalog.Folder));
        using var client = server.CreateClient();
        Assert.Contains("one", await client.GetStringAsync("/experiments/ALT", Cancel), StringComparison.Ordinal);
        foreach (var none in new[] { "/experiments/E9", "/samples/S9", "/api/search/E9/" })
        {
            using var response = await client.GetAsync(none, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
        Assert.Equal(0, (await Verbs.RunAsync("verify", "--catalog", _catalog.Folder)).Code);
    }

    [Fact]
    public async Task TheNextImport_BringsItToTodaysLayout_AndRollbackServesTheOldOneAgain()
    {
        Assert.True(Import(_catalog, Samples, Experiments).Changes!.None);
        Assert.Equal(1, _catalog.Files.CurrentNumber());
        Import(_catalog, Samples, [Experiments[1]]);
        using (var reader = _catalog.Open())
        {
            Assert.Equal((2, 2), (reader.Generation.Number, reader.Schema));
            Assert.Equal(_catalog.Now, await reader.WithdrawnExperimentAsync("E1", Cancel));
            Assert.Equal(_catalog.Now, await reader.WithdrawnExperimentAsync("ALT", Cancel));
        }
        using var fresh = new TempCatalog();
        Import(fresh, Samples, Experiments);
        Assert.Equal(Layout(fresh), Layout(_catalog));
        Assert.Empty(GenerationCheck.Problems(_catalog.Files.GenerationFile(2), Cancel));
        Assert.Equal(0, (await Verbs.RunAsync("generations", "rollback", "--catalog", _catalog.Folder)).Code);
        using var old = _catalog.Open();
        Assert.Equal((1, "E1"), (old.Schema, (await old.FindExperimentAsync("ALT", Cancel))!.Accession));
    }

    [Fact]
    public void ReplacingIt_Works()
    {
        _catalog.Import(new ImportRequest([_catalog.Write("samples.jsonl", """{"accession": "S7"}""")]) { Replace = true });
        using var reader = _catalog.Open();
        Assert.Equal((1L, 2), (reader.Generation.Samples, reader.Schema));
    }

    [Fact]
    public void ALayoutOfTheFuture_IsNotGuessedAt()
    {
        using (var connection = new SqliteConnection($"Data Source={_catalog.Files.GenerationFile(1)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE Generations SET Schema = 99";
            command.ExecuteNonQuery();
        }
        Assert.Contains("layout 99", Assert.Throws<CatalogUnavailableException>(_catalog.Open).Message, StringComparison.Ordinal);
    }

    /// <summary>Each table's columns and each index, however they were written down.</summary>
    private static List<string> Layout(TempCatalog catalog)
    {
        using var reader = catalog.Open();
        return [.. reader.Stream(
            """
            SELECT m.type || ' ' || m.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.name NOT LIKE 'sqlite%'
            UNION ALL SELECT m.name || ' on ' || m.tbl_name || ' ' || i.name FROM sqlite_master m JOIN pragma_index_info(m.name) i WHERE m.type = 'index'
            """, row => row.GetString(0), Cancel).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _catalog.Dispose();
}
