using FacetExplorer.Catalog;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Import;

/// <summary>A source's file as the catalog numbers it.</summary>
internal readonly record struct FileId(int Source, int File);

/// <summary>
/// The experiments or the samples of the generation being written. A record that one source describes has its fields
/// and that file; what several sources say of one is kept apart in Contributions, and its fields are the merge.
/// </summary>
internal sealed class RecordTable : IDisposable
{
    /// <summary>The fields of a record that is only listed.</summary>
    public const string Nothing = "{}";

    private readonly int _level;
    private readonly CanonicalFields _merge = new();
    private readonly Func<int, int> _rank;
    private readonly Func<int, int> _sourceOfFile;
    private readonly SqlStatement _insert, _find, _findAlias, _update, _contribute, _contributions, _addAlias, _dropAliases, _contributed;
    private int _next;
    private bool _hasAliases;

    /// <param name="connection">Where the catalog is written.</param>
    /// <param name="level">Which of the two tables.</param>
    /// <param name="sourceOfFile">The source a file belongs to.</param>
    /// <param name="rank">The place of a source in the order of priority, 0 the highest.</param>
    public RecordTable(SqliteConnection connection, Level level, Func<int, int> sourceOfFile, Func<int, int> rank)
    {
        var table = level == Level.Experiment ? "Experiments" : "Samples";
        (_level, _sourceOfFile, _rank) = ((int)level, sourceOfFile, rank);
        _insert = new(connection, $"INSERT INTO {table}(Id, Accession, Fields, FileId) VALUES($id, $accession, $fields, $file) ON CONFLICT(Accession) DO NOTHING", "$id", "$accession", "$fields", "$file");
        _find = new(connection, $"SELECT Id, Fields, FileId FROM {table} WHERE Accession = $accession", "$accession");
        _update = new(connection, $"UPDATE {table} SET Fields = $fields, FileId = $file WHERE Id = $id", "$fields", "$file", "$id");
        _findAlias = new(connection, "SELECT RecordId FROM Aliases WHERE Level = $level AND Accession = $accession", "$level", "$accession");
        _addAlias = new(connection, "INSERT OR IGNORE INTO Aliases(Level, Accession, RecordId) VALUES($level, $accession, $id)", "$level", "$accession", "$id");
        _dropAliases = new(connection, "DELETE FROM Aliases WHERE Level = $level AND RecordId = $id", "$level", "$id");
        _contribute = new(connection, "INSERT OR REPLACE INTO Contributions(Level, RecordId, SourceId, FileId, Fields) VALUES($level, $id, $source, $file, $fields)", "$level", "$id", "$source", "$file", "$fields");
        _contributions = new(connection, "SELECT SourceId, FileId, Fields FROM Contributions WHERE Level = $level AND RecordId = $id", "$level", "$id");
        _contributed = new(connection, $"SELECT Id, Accession FROM {table} WHERE Id IN (SELECT RecordId FROM Contributions WHERE Level = $level)", "$level");
        _next = 1 + (int)GenerationCheck.Scalar(connection, $"SELECT COALESCE(MAX(Id), 0) FROM {table}");
        _hasAliases = GenerationCheck.Scalar(connection, $"SELECT EXISTS (SELECT 1 FROM Aliases WHERE Level = {_level})") == 1;
    }

    /// <summary>Takes a record in, new or merged into what is known of it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="file">Where it comes from.</param>
    /// <param name="merged">Whether it was described before.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="RefusedException">One of its accessions is another record's.</exception>
    public int Put(ImportedRecord record, FileId file, out bool merged)
    {
        RefuseTaken(record);
        merged = false;
        if (_insert.Run(_next, record.Accession, record.Fields, file.File) == 1)
        {
            if (record.Alternates.Count > 0)
                SetAliases(_next, record.Accession, record.Fields);
            return _next++;
        }
        var known = _find.Rows(Row, record.Accession)[0];
        var (fields, describedBy) = Merge(known, record.Fields, file, out merged);
        if (fields != known.Fields || describedBy != known.File)
            _update.Run(fields, describedBy, known.Id);
        if (record.Alternates.Count > 0)
            SetAliases(known.Id, record.Accession, fields);
        return known.Id;
    }

    /// <summary>The record with this accession, made when there is none.</summary>
    public int Listed(string accession, out bool created)
    {
        created = false;
        if (_find.Number(accession) is { } id)
            return (int)id;
        if (_hasAliases && _findAlias.Number(_level, accession) is { } named)
            return (int)named;
        created = true;
        _insert.Run(_next, accession, Nothing, null);
        return _next++;
    }

    /// <summary>Merges anew what several sources describe, after the order of priority has changed.</summary>
    public void MergeAgain(CancellationToken cancel)
    {
        foreach (var (id, accession) in _contributed.Rows(row => (row.GetInt32(0), row.GetString(1)), _level))
        {
            cancel.ThrowIfCancellationRequested();
            MergeAgain(id, accession);
        }
    }

    /// <summary>Merges anew what several sources say of a record.</summary>
    public void MergeAgain(int id, string accession)
    {
        var fields = MergeContributions(id);
        _update.Run(fields, null, id);
        SetAliases(id, accession, fields);
    }

    private (string Fields, int? File) Merge((int Id, string Fields, int? File) known, string fields, FileId file, out bool merged)
    {
        merged = true;
        if (known.File is { } before)
        {
            if (_sourceOfFile(before) == file.Source)
                return (_merge.Merge(known.Fields, fields), file.File);
            Contribute(known.Id, new FileId(_sourceOfFile(before), before), known.Fields);
            Contribute(known.Id, file, fields);
            return (MergeContributions(known.Id), null);
        }
        var all = _contributions.Rows(ContributionRow, _level, known.Id);
        if (all.Count == 0)
        {
            merged = false;
            return (fields, file.File);
        }
        var own = all.Find(contribution => contribution.Source == file.Source).Fields ?? Nothing;
        Contribute(known.Id, file, _merge.Merge(own, fields));
        return (MergeContributions(known.Id), null);
    }

    private void Contribute(int id, FileId file, string fields) => _contribute.Run(_level, id, file.Source, file.File, fields);

    /// <summary>Lowest first: among sources of equal priority the one imported last goes first.</summary>
    private string MergeContributions(int id) => _merge.Merge([.. _contributions.Rows(ContributionRow, _level, id)
        .OrderByDescending(contribution => _rank(contribution.Source)).ThenBy(contribution => contribution.File)
        .Select(contribution => contribution.Fields)]);

    private void RefuseTaken(ImportedRecord record)
    {
        if (_hasAliases && _findAlias.Number(_level, record.Accession) is not null)
            throw new RefusedException($"the accession {record.Accession} is an alternate accession of another record");
        if (record.Alternates.Count == 0)
            return;
        var self = _find.Number(record.Accession);
        foreach (var alternate in record.Alternates.Where(alternate => alternate != record.Accession))
            if (_find.Number(alternate) is not null || _findAlias.Number(_level, alternate) is { } id && id != self)
                throw new RefusedException($"the alternate accession {alternate} belongs to another record");
    }

    /// <summary>Makes the alternate accessions among a record's fields its own. Whoever had one first keeps it.</summary>
    public void SetAliases(int id, string accession, string fields)
    {
        _dropAliases.Run(_level, id);
        foreach (var alternate in Fields.Parse(fields)[RecordParser.AlternatesKey])
            if (alternate != accession)
                _hasAliases |= _addAlias.Run(_level, alternate, id) == 1;
    }

    private static (int Id, string Fields, int? File) Row(SqliteDataReader row) =>
        (row.GetInt32(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2));

    private static (int Source, int File, string Fields) ContributionRow(SqliteDataReader row) =>
        (row.GetInt32(0), row.GetInt32(1), row.GetString(2));

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _find, _findAlias, _update, _contribute, _contributions, _addAlias, _dropAliases, _contributed })
            statement.Dispose();
    }
}
