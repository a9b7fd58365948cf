using System.IO.Compression;
using System.Security.Cryptography;

namespace FacetExplorer.Import;

/// <summary>A file's bytes as they are on disk, counted and summed while they are read.</summary>
internal sealed class SourceContent : Stream
{
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private SourceContent(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    /// <summary>Opens a file unpacked: gzip is known by its first bytes, whatever the file is called.</summary>
    public static Stream Open(string path) => Unpacked(new SourceContent(path));

    /// <summary>The same, with a hold on what is read from disk.</summary>
    public static Stream Open(string path, out SourceContent raw) => Unpacked(raw = new SourceContent(path));

    private static Stream Unpacked(SourceContent raw)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = raw._file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        raw._file.Position = 0;
        return read == 2 && magic.SequenceEqual<byte>([0x1f, 0x8b]) ? new PackedContent(raw) : raw;
    }

    /// <summary>Checksum of the whole file; reads what is left of it.</summary>
    public string Sha256()
    {
        Span<byte> rest = new byte[1 << 16];
        while (Read(rest) > 0) { }
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _file.Read(buffer);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override long Position { get => _file.Position; set => throw new NotSupportedException(); }
    public override long Length => _file.Length;
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>A gzip file unpacked, as long as it unpacks to what text can.</summary>
internal sealed class PackedContent(SourceContent packed) : GZipStream(packed, CompressionMode.Decompress)
{
    private const long Small = 256L << 20;
    private const long LargestRatio = 400;

    private long _unpacked;

    /// <summary>How large a file of this size may become, in bytes.</summary>
    public static long LargestFor(long packed) => Math.Max(Small, packed * LargestRatio);

    public override int Read(Span<byte> buffer) => Counted(base.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Counted(base.Read(buffer, offset, count));

    private int Counted(int read)
    {
        _unpacked += read;
        return _unpacked <= LargestFor(packed.Length) ? read
            : throw new RefusedException($"it unpacks to more than {LargestRatio} times its size, which no metadata does; what follows was not read");
    }
}
