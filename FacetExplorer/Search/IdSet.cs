using System.Numerics;

namespace FacetExplorer.Search;

/// <summary>A set of small numbers, such as the ids of records: a bit each.</summary>
internal sealed class IdSet
{
    private const int Bits = 64;

    private ulong[] _words = [];

    public long Count { get; private set; }

    /// <summary>Bytes in memory.</summary>
    public long Bytes => (long)_words.Length * sizeof(ulong);

    public bool Contains(int id) => id / Bits < _words.Length && (_words[id / Bits] & Mask(id)) != 0;

    public void Add(int id)
    {
        if (Contains(id))
            return;
        if (id / Bits >= _words.Length)
            Array.Resize(ref _words, Math.Max(id / Bits + 1, 2 * _words.Length));
        _words[id / Bits] |= Mask(id);
        Count++;
    }

    public void Remove(int id)
    {
        if (!Contains(id))
            return;
        _words[id / Bits] &= ~Mask(id);
        Count--;
    }

    /// <summary>All of it, ascending, so many at a time. What was handed out may be removed meanwhile.</summary>
    public IEnumerable<int[]> InPieces(int size) => Ascending().Chunk(size);

    private IEnumerable<int> Ascending()
    {
        for (var word = 0; word < _words.Length; word++)
            for (var left = _words[word]; left != 0; left &= left - 1)
                yield return word * Bits + BitOperations.TrailingZeroCount(left);
    }

    private static ulong Mask(int id) => 1UL << (id % Bits);
}
