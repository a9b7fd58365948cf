using System.Numerics;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>Numbers from -1 on, in as many bits each as the largest needs.</summary>
internal sealed class PackedNumbers(int count, int bits, ulong[] words)
{
    private const int WordBits = 64;

    public int Count => count;

    public int Bits => bits;

    public ulong[] Words => words;

    public int this[int place]
    {
        get
        {
            var (word, shift) = At(place, bits);
            // Shifted twice, as a shift by 64 would be one by 0. After the last word there is one more.
            var number = words[word] >> shift | words[word + 1] << 1 << (WordBits - 1 - shift);
            return (int)(number & (1UL << bits) - 1) - 1;
        }
    }

    /// <summary>Packs numbers.</summary>
    public static PackedNumbers Of(IReadOnlyList<int> numbers)
    {
        var bits = BitOperations.Log2((uint)numbers.DefaultIfEmpty().Max() + 1) + 1;
        var words = new ulong[(long)numbers.Count * bits / WordBits + 2];
        for (var i = 0; i < numbers.Count; i++)
        {
            var (word, shift) = At(i, bits);
            var number = (ulong)(numbers[i] + 1);
            words[word] |= number << shift;
            words[word + 1] |= number >> 1 >> (WordBits - 1 - shift);
        }
        return new PackedNumbers(numbers.Count, bits, words);
    }

    private static (int Word, int Shift) At(int place, int bits) => ((int)((long)place * bits / WordBits), (int)((long)place * bits % WordBits));
}
