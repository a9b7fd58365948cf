using System.Text.Json;
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
    private readonly SqlStatement _insert, _find, _named, _get, _move, _findAlias, _update, _contribute, _contributions, _addAlias, _dropAliases, _contributed;
    private int _next;
    private bool _hasAliases, _hasContributions, _expectsNew = true, _expectsUnlisted = true;

    /// <param name="connection">Where the catalog is written.</param>
    /// <param name="level">Which of the two tables.</param>
    /// <param name="sourceOfFile">The source a file belongs to.</param>
    /// <param name="rank">The place of a source in the order of priority, 0 the highest.</param>
    public RecordTable(SqliteConnection connection, Level level, Func<int, int> sourceOfFile, Func<int, int> rank)
    {
        var table = level == Level.Experiment ? "Experiments" : "Samples";
        (_level, _sourceOfFile, _rank) = ((int)level, sourceOfFile, rank);
        _insert = new(connection, $"INSERT INTO {table}(Id, Accession, Fields, FileId) VALUES($id, $accession, $fields, $file) ON CONFLICT(Accession) DO NOTHING", "$id", "$accession", "$fields", "$file");
        _find = new(connection, $"SELECT Id FROM {table} WHERE Accession = $accession", "$accession");
        _named = new(connection, $"SELECT Id, Accession, Fields, FileId FROM {table} WHERE Accession = $accession", "$accession");
        _get = new(connection, $"SELECT Id, Accession, Fields, FileId FROM {table} WHERE Id = $id", "$id");
        _update = new(connection, $"UPDATE {table} SET Fields = $fields, FileId = $file WHERE Id = $id", "$fields", "$file", "$id");
        _findAlias = new(connection, "SELECT RecordId FROM Aliases WHERE Level = $level AND Accession = $accession", "$level", "$accession");
        _addAlias = new(connection, "INSERT OR IGNORE INTO Aliases(Level, Accession, RecordId) VALUES($level, $accession, $id)", "$level", "$accession", "$id");
        _dropAliases = new(connection, "DELETE FROM Aliases WHERE Level = $level AND RecordId = $id", "$level", "$id");
        _contribute = new(connection, "INSERT OR REPLACE INTO Contributions(Level, RecordId, SourceId, FileId, Fields) VALUES($level, $id, $source, $file, $fields)", "$level", "$id", "$source", "$file", "$fields");
        _contributions = new(connection, "SELECT SourceId, FileId, Fields FROM Contributions WHERE Level = $level AND RecordId = $id", "$level", "$id");
        _contributed = new(connection, $"SELECT Id, Accession FROM {table} WHERE Id IN (SELECT RecordId FROM Contributions WHERE Level = $level)", "$level");
        var member = level == Level.Experiment ? "ExperimentId" : "SampleId";
        _move = new(connection,
            $"""
            UPDATE OR IGNORE Memberships SET {member} = $into WHERE {member} = $from;
            DELETE FROM Memberships WHERE {member} = $from;
            DELETE FROM Contributions WHERE Level = $level AND RecordId = $from;
            DELETE FROM Aliases WHERE Level = $level AND RecordId = $from;
            DELETE FROM {table} WHERE Id = $from;
            """, "$from", "$into", "$level");
        _next = 1 + (int)GenerationCheck.Scalar(connection, $"SELECT COALESCE(MAX(Id), 0) FROM {table}");
        _hasAliases = Has("Aliases");
        _hasContributions = Has("Contributions");

        bool Has(string rows) => GenerationCheck.Scalar(connection, $"SELECT EXISTS (SELECT 1 FROM {rows} WHERE Level = {_level})") == 1;
    }

    /// <summary>Takes a record in, new or merged into what is known of it under any of its accessions.</summary>
    /// <param name="record">The record.</param>
    /// <param name="file">Where it comes from.</param>
    /// <param name="merged">Whether it was described before.</param>
    /// <returns>Its id.</returns>
    public int Put(ImportedRecord record, FileId file, out bool merged)
    {
        merged = false;
        // After a new record the next is likely new as well, after a listed one listed: for these, one statement or two.
        if (_expectsNew && record.Alternates.Count == 0 && !_hasAliases && TryInsert(record.Accession, record.Fields, file.File))
            return _next++;
        var known = Find(record, file.Source);
        _expectsNew = known is null;
        if (known is null)
        {
            TryInsert(record.Accession, record.Fields, file.File);
            if (record.Alternates.Count > 0)
                SetAliases(_next, record.Accession, record.Fields);
            return _next++;
        }
        var (fields, describedBy) = Merge(known, record, file, out merged);
        if (fields != known.Fields || describedBy != known.File)
            _update.Run(fields, describedBy, known.Id);
        if (record.Alternates.Count > 0 || record.Accession != known.Accession)
            SetAliases(known.Id, known.Accession, fields);
        return known.Id;
    }

    /// <summary>What is known of a record under any of its accessions.</summary>
    private RecordRow? Find(ImportedRecord record, int source)
    {
        if (record.Alternates.Count == 0 && _named.Rows(Row, record.Accession) is [var named])
            return named;
        var self = Known(record.Accession);
        if (record.Alternates.Count > 0)
            self = Identify(self, record.Alternates, source);
        return self is { } id ? _get.Rows(Row, id)[0] : null;
    }

    private int? Known(string accession) =>
        (int?)_find.Number(accession) ?? (_hasAliases ? (int?)_findAlias.Number(_level, accession) : null);

    /// <summary>
    /// The record that a description with these alternate accessions is of. Records that have one of them are the same, and become one,
    /// unless one source tells them apart; who had the accession first then keeps it.
    /// </summary>
    private int? Identify(int? self, IReadOnlyList<string> alternates, int source)
    {
        foreach (var other in alternates.Select(Known).OfType<int>().Distinct().Where(other => other != self).ToList())
            if (self is null && !Sources(other).Contains(source))
                self = other;
            else if (self is { } id && !Sources(other).Contains(source) && !Sources(other).Overlaps(Sources(id)))
                self = Fold(Math.Max(other, id), Math.Min(other, id));
        return self;
    }

    /// <summary>The sources that describe a record.</summary>
    private HashSet<int> Sources(int id) => _get.Rows(Row, id)[0].File is { } file
        ? [_sourceOfFile(file)] : [.. _contributions.Rows(ContributionRow, _level, id).Select(contribution => contribution.Source)];

    /// <summary>Makes two records one, which keeps the older one's accession; the other's becomes an alternate one.</summary>
    private int Fold(int from, int into)
    {
        var (left, kept) = (_get.Rows(Row, from)[0], _get.Rows(Row, into)[0]);
        foreach (var row in new[] { left, kept })
            if (row.File is { } file)
                Contribute(row.Id, new FileId(_sourceOfFile(file), file), row.Fields);
        foreach (var (source, file, fields) in _contributions.Rows(ContributionRow, _level, from))
            Contribute(into, new FileId(source, file), _merge.AddUp(fields, Alternate(left.Accession)));
        _move.Run(from, into, _level);
        var merged = MergeContributions(into);
        _update.Run(merged, null, into);
        SetAliases(into, kept.Accession, merged);
        return into;
    }

    private static string Alternate(string accession) => JsonSerializer.Serialize(new Dictionary<string, string> { [RecordParser.AlternatesKey] = accession });

    /// <summary>The record with this accession, made when there is none.</summary>
    public int Listed(string accession, out bool created)
    {
        created = _expectsUnlisted && !_hasAliases && TryInsert(accession, Nothing, null);
        if (created)
            return _next++;
        if (Known(accession) is { } id)
        {
            _expectsUnlisted = false;
            return id;
        }
        created = _expectsUnlisted = true;
        TryInsert(accession, Nothing, null);
        return _next++;
    }

    private bool TryInsert(string accession, string fields, int? file) => _insert.Run(_next, accession, fields, file) == 1;

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

    private (string Fields, int? File) Merge(RecordRow known, ImportedRecord record, FileId file, out bool merged)
    {
        var isNamedSo = record.Accession == known.Accession;
        var given = isNamedSo ? record.Fields : _merge.AddUp(record.Fields, Alternate(record.Accession));
        merged = true;
        if (known.File is { } before)
        {
            if (_sourceOfFile(before) == file.Source)
                return (WithinSource(known.Fields, before), file.File);
            Contribute(known.Id, new FileId(_sourceOfFile(before), before), known.Fields);
            Contribute(known.Id, file, given);
            return (MergeContributions(known.Id), null);
        }
        var all = _hasContributions ? _contributions.Rows(ContributionRow, _level, known.Id) : [];
        if (all.Count == 0)
        {
            merged = false;
            return (given, file.File);
        }
        var own = all.Find(contribution => contribution.Source == file.Source);
        Contribute(known.Id, file, own.Fields is null ? given : WithinSource(own.Fields, own.File));
        return (MergeContributions(known.Id), null);

        string WithinSource(string fields, int describedBy) =>
            record.AddsUp && describedBy == file.File ? _merge.AddUp(fields, given)
            : isNamedSo ? _merge.Merge(fields, given)
            : _merge.MergeSources(fields, given);
    }

    private void Contribute(int id, FileId file, string fields)
    {
        _contribute.Run(_level, id, file.Source, file.File, fields);
        _hasContributions = true;
    }

    /// <summary>Lowest first: among sources of equal priority the one imported last goes first.</summary>
    private string MergeContributions(int id) => _merge.MergeSources([.. _contributions.Rows(ContributionRow, _level, id)
        .OrderByDescending(contribution => _rank(contribution.Source)).ThenBy(contribution => contribution.File)
        .Select(contribution => contribution.Fields)]);

    /// <summary>Makes the alternate accessions among a record's fields its own. Whoever had one first keeps it.</summary>
    public void SetAliases(int id, string accession, string fields)
    {
        _dropAliases.Run(_level, id);
        foreach (var alternate in Fields.Parse(fields)[RecordParser.AlternatesKey])
            if (alternate != accession)
                _hasAliases |= _addAlias.Run(_level, alternate, id) == 1;
    }

    private static RecordRow Row(SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3));

    private static (int Source, int File, string Fields) ContributionRow(SqliteDataReader row) =>
        (row.GetInt32(0), row.GetInt32(1), row.GetString(2));

    private sealed record RecordRow(int Id, string Accession, string Fields, int? File);

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _find, _named, _get, _move, _findAlias, _update, _contribute, _contributions, _addAlias, _dropAliases, _contributed })
            statement.Dispose();
    }
}
