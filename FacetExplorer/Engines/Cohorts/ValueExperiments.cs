namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// The experiments that have each value: those of a frequent value as a bit for every experiment of the catalog, which is smaller than a
/// list of more than one experiment in 32 and quicker to unite, those of the others as a list. Of a frequent value there are also those
/// all samples of which have it, as none of their samples needs to be asked.
/// </summary>
/// <param name="frequent">The frequent values, ascending.</param>
/// <param name="bits">The bits of each, one after the other.</param>
/// <param name="whole">Likewise the bits of the experiments of which all samples have it.</param>
/// <param name="rare">The experiments of the values that are not frequent.</param>
internal sealed class ValueExperiments(int[] frequent, ulong[] bits, ulong[] whole, Rows rare)
{
    private const int WordBits = 64, NumberBits = 32;

    public int[] Frequent => frequent;

    public ulong[] Bits => bits;

    public ulong[] Whole => whole;

    public Rows Rare => rare;

    /// <summary>A bit an experiment, where a value is frequent; else nothing.</summary>
    public ReadOnlySpan<ulong> BitsOf(int value) => Of(bits, value);

    /// <summary>A bit an experiment of which all samples have a value, where it is frequent; else nothing.</summary>
    public ReadOnlySpan<ulong> WholeOf(int value) => Of(whole, value);

    /// <summary>Where a value is not frequent its experiments, ascending; else nothing.</summary>
    public ReadOnlySpan<int> ListOf(int value) => rare[value];

    /// <summary>Of the values of each experiment, and those that all its samples have.</summary>
    public static ValueExperiments Of(Rows experimentValues, Rows wholeValues, int valueCount)
    {
        var experiments = experimentValues.Transposed(valueCount);
        int[] frequent = [.. Enumerable.Range(0, valueCount).Where(value => (long)experiments[value].Length * NumberBits > experimentValues.Count)];
        return new ValueExperiments(
            frequent, Packed(experiments, frequent, experimentValues.Count), Packed(wholeValues.Transposed(valueCount), frequent, experimentValues.Count),
            Rows.Of([.. Enumerable.Range(0, valueCount).Select(value => Array.BinarySearch(frequent, value) >= 0 ? [] : experiments[value].ToArray())]));
    }

    private static ulong[] Packed(Rows experiments, int[] values, int experimentCount)
    {
        var words = (experimentCount + WordBits - 1) / WordBits;
        var bits = new ulong[values.Length * words];
        for (var i = 0; i < values.Length; i++)
            foreach (var experiment in experiments[values[i]])
                bits[i * words + experiment / WordBits] |= 1UL << (experiment % WordBits);
        return bits;
    }

    private ReadOnlySpan<ulong> Of(ulong[] all, int value)
    {
        var words = frequent.Length == 0 ? 0 : all.Length / frequent.Length;
        return Array.BinarySearch(frequent, value) is >= 0 and var place ? all.AsSpan(place * words, words) : [];
    }
}
