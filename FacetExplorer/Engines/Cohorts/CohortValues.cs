using System.Runtime.CompilerServices;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// What the samples of each cohort have of the facets of samples: a code for each facet (<see cref="CodedFacet"/>), side by side in 16 bits,
/// in twice that where a facet has more codes, so that a cohort is found without looking where it begins, and asking what it has of a facet reads no other.
/// </summary>
internal sealed class CohortValues
{
    private const int HalfBits = 16;

    private readonly int _width;

    /// <summary>Of codes that were written.</summary>
    /// <param name="facets">The facets.</param>
    /// <param name="units">The codes of all cohorts.</param>
    public CohortValues(IReadOnlyList<CodedFacet> facets, ushort[] units)
    {
        (Facets, Units) = ([.. facets], units);
        foreach (var facet in Facets)
        {
            facet.Place = _width;
            _width += facet.IsWide ? 2 : 1;
        }
    }

    /// <summary>The facets of samples, in order.</summary>
    public CodedFacet[] Facets { get; }

    public ushort[] Units { get; }

    /// <summary>The code of what a cohort has of a facet.</summary>
    public int this[int cohort, CodedFacet facet]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var place = cohort * _width + facet.Place;
            return facet.IsWide ? Units[place] | Units[place + 1] << HalfBits : Units[place];
        }
    }

    /// <summary>What a cohort has of a facet, cells included, ascending.</summary>
    public int[] NumbersOf(FacetColumn column, int cohort)
    {
        var facet = Of(column);
        return facet.Numbers(this[cohort, facet]);
    }

    /// <summary>A cohort's values of a facet, or that it has none.</summary>
    public int[] ValuesOf(FacetColumn column, int cohort) => Array.FindAll(NumbersOf(column, cohort), number => number <= column.Missing);

    public CodedFacet Of(FacetColumn column) => Array.Find(Facets, facet => facet.Column == column)!;

    /// <summary>Codes what cohorts have.</summary>
    /// <param name="facets">The facets.</param>
    /// <param name="cohorts">The codes of each cohort, by facet.</param>
    public static CohortValues Of(IReadOnlyList<CodedFacet> facets, IEnumerable<int[]> cohorts)
    {
        var units = new List<ushort>();
        foreach (var codes in cohorts)
            for (var i = 0; i < codes.Length; i++)
            {
                units.Add((ushort)codes[i]);
                if (facets[i].IsWide)
                    units.Add((ushort)(codes[i] >> HalfBits));
            }
        return new CohortValues(facets, [.. units]);
    }
}

/// <summary>
/// What a sample may have of a facet, each with a code: first a number of the facet alone, a value or that there is none; then sets of
/// several numbers. Of numbers and dates, which have their cells too, there are sets only.
/// </summary>
/// <param name="column">The facet.</param>
/// <param name="sets">The sets, each ascending.</param>
internal sealed class CodedFacet(FacetColumn column, Rows sets)
{
    public FacetColumn Column => column;

    public Rows Sets => sets;

    /// <summary>The number of code 0, and of those up to <see cref="Singles"/> in their order.</summary>
    public int First { get; } = column.First;

    /// <summary>How many codes stand for one number.</summary>
    public int Singles { get; } = SinglesOf(column);

    /// <summary>Whether codes need more than 16 bits.</summary>
    public bool IsWide { get; } = SinglesOf(column) + sets.Count > ushort.MaxValue + 1;

    /// <summary>Where its code stands among those of a cohort.</summary>
    public int Place { get; internal set; }

    /// <summary>The numbers that a code from <see cref="Singles"/> on stands for.</summary>
    public ReadOnlySpan<int> Set(int code) => sets[code - Singles];

    /// <summary>The numbers that a code stands for, ascending.</summary>
    public int[] Numbers(int code) => code < Singles ? [First + code] : Set(code).ToArray();

    /// <summary>A facet and the code of each of the sets of numbers that samples have.</summary>
    public static (CodedFacet Facet, int[] Codes) Of(FacetColumn column, IReadOnlyList<int[]> rows)
    {
        var (singles, sets) = (SinglesOf(column), new List<int[]>());
        var codes = new int[rows.Count];
        for (var i = 0; i < codes.Length; i++)
            if (rows[i] is [var number] && singles > 0)
                codes[i] = number - column.First;
            else
            {
                codes[i] = singles + sets.Count;
                sets.Add(rows[i]);
            }
        return (new CodedFacet(column, Rows.Of(sets)), codes);
    }

    private static int SinglesOf(FacetColumn column) => column.Facet.IsRanged ? 0 : column.Values.Length + 1;
}
