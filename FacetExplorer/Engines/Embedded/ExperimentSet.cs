using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FacetExplorer.Engines.Embedded;

/// <summary>A set of experiments of a snapshot, a bit each, in rented memory.</summary>
internal sealed class ExperimentSet : IDisposable
{
    private const int Bits = 64;

    private readonly int _experiments;
    private ulong[] _words;

    /// <summary>None of so many experiments.</summary>
    public ExperimentSet(int experiments)
    {
        _experiments = experiments;
        _words = ArrayPool<ulong>.Shared.Rent(WordsOf(experiments));
        Words.Clear();
    }

    private ExperimentSet(ExperimentSet other)
    {
        _experiments = other._experiments;
        _words = ArrayPool<ulong>.Shared.Rent(WordsOf(_experiments));
        other.Words.CopyTo(_words);
    }

    private Span<ulong> Words => _words.AsSpan(0, WordsOf(_experiments));

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in Words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool Contains(int experiment) => (_words[experiment / Bits] & Mask(experiment)) != 0;

    public void Add(int experiment) => _words[experiment / Bits] |= Mask(experiment);

    public void Add(ReadOnlySpan<int> experiments)
    {
        foreach (var experiment in experiments)
            Add(experiment);
    }

    /// <summary>Adds those whose bits are set.</summary>
    public void Add(ReadOnlySpan<ulong> bits) => TensorPrimitives.BitwiseOr(Words[..bits.Length], bits, Words);

    public void Remove(int experiment) => _words[experiment / Bits] &= ~Mask(experiment);

    /// <summary>Makes it those that were not in it.</summary>
    public ExperimentSet Invert()
    {
        TensorPrimitives.OnesComplement(Words, Words);
        if (_experiments % Bits > 0)
            Words[^1] &= Mask(_experiments) - 1;
        return this;
    }

    /// <summary>Leaves those that are in both.</summary>
    public void IntersectWith(ExperimentSet other) => TensorPrimitives.BitwiseAnd(Words, other.Words, Words);

    /// <summary>Leaves those that are in one of both only.</summary>
    public void LeaveDifferent(ExperimentSet other) => TensorPrimitives.Xor(Words, other.Words, Words);

    /// <summary>How many are in both.</summary>
    public int InCommonWith(ExperimentSet other)
    {
        var count = 0;
        for (var i = 0; i < Words.Length; i++)
            count += BitOperations.PopCount(_words[i] & other._words[i]);
        return count;
    }

    public ExperimentSet Copy() => new(this);

    /// <summary>Its experiments, ascending; the one it stands at may be removed.</summary>
    public Enumerator GetEnumerator() => new(Words, []);

    /// <summary>Those of its experiments whose bits are set.</summary>
    public Enumerable Among(ReadOnlySpan<ulong> bits) => new(Words, bits);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_words.Length > 0)
            ArrayPool<ulong>.Shared.Return(_words);
        _words = [];
    }

    private static int WordsOf(int experiments) => (experiments + Bits - 1) / Bits;

    private static ulong Mask(int experiment) => 1UL << (experiment % Bits);

    public readonly ref struct Enumerable(ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> bits)
    {
        private readonly ReadOnlySpan<ulong> _words = words, _bits = bits;

        public Enumerator GetEnumerator() => new(_words, _bits);
    }

    public ref struct Enumerator(ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> bits)
    {
        private readonly ReadOnlySpan<ulong> _words = words, _bits = bits;
        private int _word = -1;
        private ulong _left;

        public int Current { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_left == 0 && !MoveToWord())
                return false;
            Current = _word * Bits + BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            return true;
        }

        private bool MoveToWord()
        {
            while (_left == 0)
            {
                if (++_word == _words.Length)
                    return false;
                var empty = _words[_word] == 0 ? _words[_word..].IndexOfAnyExcept(0UL) : 0;
                if (empty < 0)
                    return false;
                _word += empty;
                _left = _bits.IsEmpty ? _words[_word] : _words[_word] & _bits[_word];
            }
            return true;
        }
    }
}
