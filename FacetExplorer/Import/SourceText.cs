using System.Text;

namespace FacetExplorer.Import;

/// <summary>
/// A file's bytes as text: UTF-8, or UTF-16 with a byte order mark. Bytes that are no UTF-8 are read as Windows-1252,
/// one by one, so a file that mixes both is still read.
/// </summary>
internal static class SourceText
{
    /// <summary>No line may be longer, in characters.</summary>
    public const int LineLimit = ByteWindow.Limit;

    private static readonly Encoding Utf8 = Encoding.GetEncoding(
        Encoding.UTF8.CodePage, EncoderFallback.ReplacementFallback, new SingleByteFallback(CodePagesEncodingProvider.Instance.GetEncoding(1252)!));

    /// <summary>The text of a stream, which stays open, from its start.</summary>
    public static StreamReader Open(Stream content) => new(content, Utf8, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);

    /// <summary>The beginning of a file as UTF-8 without a mark, whatever it is encoded in.</summary>
    public static byte[] AsUtf8(byte[] start)
    {
        using var text = Open(new MemoryStream(start));
        return Encoding.UTF8.GetBytes(text.ReadToEnd());
    }

    /// <summary>The lines, numbered from 1, whichever of CR, LF and CRLF ends each of them.</summary>
    /// <exception cref="RefusedException">A line is longer than <see cref="LineLimit"/>.</exception>
    public static IEnumerable<(long Number, string Text)> Lines(Stream content)
    {
        using var text = Open(content);
        var (block, line, number, afterReturn) = (new char[1 << 15], new StringBuilder(), 1L, false);
        while (text.Read(block) is > 0 and var count)
            for (var at = 0; at < count;)
            {
                if (afterReturn && block[at] == '\n')
                    at++;
                afterReturn = false;
                var end = block.AsSpan(at, count - at).IndexOfAny('\r', '\n');
                line.Append(block, at, end < 0 ? count - at : end);
                if (line.Length > LineLimit)
                    throw new RefusedException($"a line longer than {LineLimit >> 20} million characters; what follows was not read", number);
                if (end < 0)
                    break;
                at += end + 1;
                afterReturn = block[at - 1] == '\r';
                yield return (number++, line.ToString());
                line.Clear();
            }
        if (line.Length > 0)
            yield return (number, line.ToString());
    }

    private sealed class SingleByteFallback(Encoding encoding) : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(encoding);

        private sealed class Buffer(Encoding encoding) : DecoderFallbackBuffer
        {
            private string _characters = "";
            private int _next;

            public override int Remaining => _characters.Length - _next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_characters, _next) = (encoding.GetString(bytesUnknown), 0);
                return true;
            }

            public override char GetNextChar() => _next < _characters.Length ? _characters[_next++] : '\0';

            public override bool MovePrevious() => _next > 0 && _next-- > 0;

            public override void Reset() => (_characters, _next) = ("", 0);
        }
    }
}
