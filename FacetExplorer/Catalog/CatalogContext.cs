using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace FacetExplorer.Catalog;

internal enum Level { Experiment = 0, Sample = 1 }

/// <summary>What an experiment and a sample have in common.</summary>
internal abstract class CatalogRow
{
    public int Id { get; set; }
    public required string Accession { get; set; }

    /// <summary>Canonical JSON object, merged from all sources.</summary>
    public required string Fields { get; set; }

    /// <summary>The file that described it; null when several sources did (see <see cref="Contribution"/>) or none (a sample only listed).</summary>
    public int? FileId { get; set; }
}

internal sealed class Experiment : CatalogRow;

internal sealed class Sample : CatalogRow;

/// <summary>One source says that a sample belongs to an experiment.</summary>
internal sealed class Membership
{
    public int SampleId { get; set; }
    public int ExperimentId { get; set; }
    public int SourceId { get; set; }
    public int FileId { get; set; }
}

/// <summary>An alternate accession.</summary>
internal sealed class Alias
{
    public Level Level { get; set; }
    public required string Accession { get; set; }
    public int RecordId { get; set; }
}

/// <summary>What one source says of a record that several sources describe.</summary>
internal sealed class Contribution
{
    public Level Level { get; set; }
    public int RecordId { get; set; }
    public int SourceId { get; set; }

    /// <summary>The source's last file that described the record.</summary>
    public int FileId { get; set; }
    public required string Fields { get; set; }
}

/// <summary>An accession, its own or an alternate one, of a record that an import removed and none brought back.</summary>
internal sealed class Withdrawal
{
    public Level Level { get; set; }
    public required string Accession { get; set; }
    public required string Date { get; set; }
}

/// <summary>What one import changed. Goes from generation to generation, so that each has the history of all before it.</summary>
internal sealed class VersionRow
{
    public int Number { get; set; }
    public required string CreatedAt { get; set; }

    /// <summary>The source that was imported whole; null when files were added.</summary>
    public string? Source { get; set; }

    /// <summary>A <see cref="CatalogChanges"/> as JSON: of the source, or of all.</summary>
    public required string Changes { get; set; }
}

internal sealed class Source
{
    public int Id { get; set; }
    public required string Name { get; set; }
}

/// <summary>Numbered in the order of import.</summary>
internal sealed class ImportedFile
{
    public int Id { get; set; }
    public int SourceId { get; set; }
    public Source? Source { get; set; }
    public required string Name { get; set; }
    public required string Format { get; set; }
    public required string ImportedAt { get; set; }
    public required string Sha256 { get; set; }
}

/// <summary>The one row that says which generation the file is.</summary>
internal sealed class GenerationRow
{
    /// <summary>1: the first. 2: with <see cref="Withdrawal"/> and <see cref="VersionRow"/>.</summary>
    public const int CurrentSchema = 2;

    public int Number { get; set; }
    public int Schema { get; set; }
    public required string CreatedAt { get; set; }
    public required string ContentHash { get; set; }
    public long Experiments { get; set; }
    public long Samples { get; set; }
    public long Memberships { get; set; }
    public bool IsDemo { get; set; }

    /// <summary>The order of sources its records were merged in, a JSON list.</summary>
    public required string Priority { get; set; }
}

/// <summary>The model of a generation file.</summary>
internal sealed class CatalogContext(SqliteConnection connection) : DbContext
{
    /// <summary>Open, and its owner's to close.</summary>
    public SqliteConnection Connection => connection;

    public DbSet<Experiment> Experiments => Set<Experiment>();
    public DbSet<Sample> Samples => Set<Sample>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Alias> Aliases => Set<Alias>();
    public DbSet<Contribution> Contributions => Set<Contribution>();
    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();
    public DbSet<VersionRow> Versions => Set<VersionRow>();
    public DbSet<Source> Sources => Set<Source>();
    public DbSet<ImportedFile> Files => Set<ImportedFile>();
    public DbSet<GenerationRow> Generations => Set<GenerationRow>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseSqlite(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    /// <summary>Every index costs the import time, so only those that are read by are made.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Experiment>().HasIndex(row => row.Accession).IsUnique();
        model.Entity<Sample>().HasIndex(row => row.Accession).IsUnique();
        model.Entity<Experiment>().HasOne<ImportedFile>().WithMany().HasForeignKey(row => row.FileId);
        model.Entity<Sample>().HasOne<ImportedFile>().WithMany().HasForeignKey(row => row.FileId);
        model.Entity<Source>().HasIndex(source => source.Name).IsUnique();
        model.Entity<GenerationRow>().HasKey(generation => generation.Number);
        model.Entity<Alias>().HasKey(alias => new { alias.Level, alias.Accession });
        model.Entity<Alias>().HasIndex(alias => new { alias.Level, alias.RecordId });
        model.Entity<VersionRow>().HasKey(version => version.Number);
        model.Entity<Withdrawal>().HasKey(withdrawal => new { withdrawal.Level, withdrawal.Accession });
        model.Entity<Contribution>(row =>
        {
            row.HasKey(contribution => new { contribution.Level, contribution.RecordId, contribution.SourceId });
            row.HasOne<ImportedFile>().WithMany().HasForeignKey(contribution => contribution.FileId);
        });
        model.Entity<Membership>(row =>
        {
            row.HasKey(membership => new { membership.SampleId, membership.ExperimentId, membership.SourceId });
            row.HasIndex(membership => new { membership.ExperimentId, membership.SampleId });
            row.HasOne<Sample>().WithMany().HasForeignKey(membership => membership.SampleId);
            row.HasOne<Experiment>().WithMany().HasForeignKey(membership => membership.ExperimentId);
        });
    }
}
