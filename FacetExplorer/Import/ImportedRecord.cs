using FacetExplorer.Catalog;

namespace FacetExplorer.Import;

/// <summary>What every format is read into.</summary>
/// <param name="Level">Whether it is an experiment or a sample.</param>
/// <param name="Accession">Trimmed.</param>
/// <param name="Fields">Canonical JSON, without the accession.</param>
/// <param name="Alternates">Alternate accessions, which are among the fields, too.</param>
/// <param name="Samples">Accessions an experiment lists.</param>
/// <param name="LongValues">Values too long to be facet values.</param>
/// <param name="Line">Where the record starts.</param>
internal sealed record ImportedRecord(
    Level Level, string Accession, string Fields, IReadOnlyList<string> Alternates,
    IReadOnlyList<string> Samples, int LongValues, long Line)
{
    /// <summary>Accessions of experiments a sample says it belongs to.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Whether its values are added to what the same file says of it elsewhere, instead of replacing that.</summary>
    public bool AddsUp { get; init; }
}

/// <summary>The record cannot be taken.</summary>
internal sealed class RefusedException(string reason, long? line = null) : Exception(reason)
{
    public long? Line => line;
}

/// <summary>Reads one format.</summary>
internal interface ISourceReader
{
    /// <summary>As given to <c>--format</c>.</summary>
    string Format { get; }

    /// <summary>The files to read of a folder, in order; none when it is not a folder of this format.</summary>
    IReadOnlyList<string> FilesOf(string folder);

    /// <summary>Whether a file is of this format, by its name or its beginning, in UTF-8 without a byte order mark.</summary>
    bool Recognises(string file, ReadOnlySpan<byte> start);

    /// <summary>Files beside a file that say how it is read, or more of its records.</summary>
    IEnumerable<string> FilesBeside(string file) => [];

    /// <summary>Hands on every record of a file. Formats in which a record is told in several places hold its parts until the end of the file.</summary>
    /// <exception cref="RefusedException">The file cannot be read any further.</exception>
    void Read(SourceFileReading file);
}

/// <summary>A file being read: where its bytes come from and where its records go.</summary>
internal sealed class SourceFileReading(
    string path, Stream content, Vocabulary vocabulary, Action<ImportedRecord> take, Action<Refusal> refuse, Action<Refusal> leaveOut, CancellationToken cancel)
{
    public string Path => path;

    /// <summary>Unpacked.</summary>
    public Stream Content => content;

    /// <summary>What columns and values stand for.</summary>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>A record to be filled.</summary>
    public RecordBuilder NewRecord() => new(vocabulary);

    /// <summary>Hands on the record that <paramref name="parse"/> makes, or its refusal.</summary>
    public void Take(long line, Func<ImportedRecord> parse)
    {
        cancel.ThrowIfCancellationRequested();
        ImportedRecord record;
        try
        {
            record = parse();
        }
        catch (RefusedException e)
        {
            Refuse(e.Line ?? line, e.Message);
            return;
        }
        try
        {
            take(record);
        }
        catch (RefusedException e)
        {
            Refuse(record.Line, e.Message);
        }
    }

    public void Refuse(long? line, string reason) => refuse(new Refusal(path, line, reason));

    public void LeaveOut(long line, string reason) => leaveOut(new Refusal(path, line, reason));
}
