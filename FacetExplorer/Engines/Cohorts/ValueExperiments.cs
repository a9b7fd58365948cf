namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// The experiments that have each value: those of a frequent value as a bit for every experiment of the catalog, which is smaller than a
/// list of more than one experiment in 32 and quicker to unite, those of the others as a list.
/// </summary>
/// <param name="frequent">The frequent values, ascending.</param>
/// <param name="bits">The bits of each, one after the other.</param>
/// <param name="rare">The experiments of the values that are not frequent.</param>
internal sealed class ValueExperiments(int[] frequent, ulong[] bits, Rows rare)
{
    private const int WordBits = 64, NumberBits = 32;

    public int[] Frequent => frequent;

    public ulong[] Bits => bits;

    public Rows Rare => rare;

    /// <summary>A bit an experiment, where a value is frequent; else nothing.</summary>
    public ReadOnlySpan<ulong> BitsOf(int value)
    {
        var words = frequent.Length == 0 ? 0 : bits.Length / frequent.Length;
        return Array.BinarySearch(frequent, value) is >= 0 and var place ? bits.AsSpan(place * words, words) : [];
    }

    /// <summary>Where a value is not frequent its experiments, ascending; else nothing.</summary>
    public ReadOnlySpan<int> ListOf(int value) => rare[value];

    /// <summary>Of the values of each experiment.</summary>
    public static ValueExperiments Of(Rows experimentValues, int valueCount)
    {
        var experiments = experimentValues.Transposed(valueCount);
        var words = (experimentValues.Count + WordBits - 1) / WordBits;
        int[] frequent = [.. Enumerable.Range(0, valueCount).Where(value => (long)experiments[value].Length * NumberBits > experimentValues.Count)];
        var bits = new ulong[frequent.Length * words];
        for (var i = 0; i < frequent.Length; i++)
            foreach (var experiment in experiments[frequent[i]])
                bits[i * words + experiment / WordBits] |= 1UL << (experiment % WordBits);
        return new ValueExperiments(frequent, bits, Rows.Of([.. Enumerable.Range(0, valueCount)
            .Select(value => Array.BinarySearch(frequent, value) >= 0 ? [] : experiments[value].ToArray())]));
    }
}
