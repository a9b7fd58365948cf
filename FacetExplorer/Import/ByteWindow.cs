namespace FacetExplorer.Import;

/// <summary>The part of a stream that is being looked at: grows until it holds one record, forgets what was consumed.</summary>
internal sealed class ByteWindow(Stream stream)
{
    /// <summary>No record may be longer.</summary>
    public const int Limit = 64 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>There is nothing after <see cref="Span"/>.</summary>
    public bool IsFinal { get; private set; }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(_start.._end);

    public ReadOnlySpan<byte> Span => Memory.Span;

    public void Consume(int count) => _start += count;

    /// <summary>Reads on; false when the limit is reached.</summary>
    public bool More()
    {
        if (_end - _start >= Limit)
            return false;
        MakeRoom();
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        IsFinal = read == 0;
        return true;
    }

    public void SkipByteOrderMark()
    {
        while (Span.Length < 3 && !IsFinal)
            More();
        if (Span.StartsWith("\uFEFF"u8))
            Consume(3);
    }

    /// <summary>Doubles when more than half is in use, so that looking again from the start costs a constant factor.</summary>
    private void MakeRoom()
    {
        var used = _end - _start;
        var target = used > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, used);
        (_buffer, _start, _end) = (target, 0, used);
    }
}
