namespace FacetExplorer.Engines.Cohorts;

/// <summary>The membership classes of a generation and their cohorts, put in order.</summary>
internal sealed class CohortTable
{
    /// <summary>Orders what was met in any order.</summary>
    /// <param name="experimentCount">How many experiments there are.</param>
    /// <param name="classes">The experiments of each class, ascending.</param>
    /// <param name="cohorts">The class of each cohort, the combination of values its samples have, and how many they are.</param>
    /// <param name="combinations">The values of each combination.</param>
    public CohortTable(int experimentCount, List<int[]> classes, List<(int Class, int Combination, int Size)> cohorts, List<List<int>> combinations)
    {
        var classOrder = Enumerable.Range(0, classes.Count).OrderBy(c => classes[c].Length > 1).ThenBy(c => classes[c], Sequences.Order).ToArray();
        var classPlaces = Inverted(classOrder);
        var order = Enumerable.Range(0, cohorts.Count).OrderBy(i => classPlaces[cohorts[i].Class]).ToArray();
        Places = Inverted(order);
        ClassExperiments = Rows.Of([.. classOrder.Select(c => classes[c])]);
        ExperimentClasses = ClassExperiments.Transposed(experimentCount);
        OwnClasses = classes.Count(experiments => experiments.Length == 1);
        ClassSizes = new int[classes.Count];
        FirstCohorts = new int[classes.Count + 1];
        foreach (var cohort in cohorts)
        {
            FirstCohorts[classPlaces[cohort.Class] + 1]++;
            ClassSizes[classPlaces[cohort.Class]] += cohort.Size;
        }
        for (var c = 0; c < classes.Count; c++)
            FirstCohorts[c + 1] += FirstCohorts[c];
        CohortSizes = Array.ConvertAll(order, i => cohorts[i].Size);
        Combinations = Array.ConvertAll(order, i => cohorts[i].Combination);
        CohortValues = Array.ConvertAll(Combinations, i => combinations[i]);
    }

    /// <summary>Where each cohort came to stand.</summary>
    public int[] Places { get; }

    public Rows ClassExperiments { get; }

    public Rows ExperimentClasses { get; }

    public int OwnClasses { get; }

    public IEnumerable<int> SharedClasses => Enumerable.Range(OwnClasses, ClassSizes.Length - OwnClasses);

    public int[] ClassSizes { get; }

    public int[] FirstCohorts { get; }

    public int[] CohortSizes { get; }

    /// <summary>The combination of values of each cohort.</summary>
    public int[] Combinations { get; }

    public List<int>[] CohortValues { get; }

    public int SizeOf(ReadOnlySpan<int> classes)
    {
        var size = 0;
        foreach (var c in classes)
            size += ClassSizes[c];
        return size;
    }

    /// <summary>The values that some sample of these classes has, ascending.</summary>
    public List<int> Union(ReadOnlySpan<int> classes)
    {
        var union = new SortedSet<int>();
        foreach (var cohort in CohortsOf(classes))
            union.UnionWith(CohortValues[cohort]);
        return [.. union];
    }

    /// <summary>The values that all samples of these classes have.</summary>
    public List<int> Intersection(ReadOnlySpan<int> classes) =>
        CohortsOf(classes) is [var first, .. var others] ? CohortValues[first].FindAll(value => others.TrueForAll(cohort => CohortValues[cohort].Contains(value))) : [];

    /// <summary>Of some of these values their place among them, each followed by how many samples of these classes it holds for; none that holds for nothing.</summary>
    public List<int> Count(List<int> values, ReadOnlySpan<int> classes, Func<List<int>, int, bool> holds, Predicate<int> counts)
    {
        var found = new List<int>();
        var cohorts = CohortsOf(classes);
        for (var i = 0; i < values.Count; i++)
            if (counts(values[i]) && cohorts.Where(cohort => holds(CohortValues[cohort], values[i])).Sum(cohort => CohortSizes[cohort]) is > 0 and var samples)
                found.AddRange([i, samples]);
        return found;
    }

    private List<int> CohortsOf(ReadOnlySpan<int> classes)
    {
        var cohorts = new List<int>();
        foreach (var c in classes)
            cohorts.AddRange(Enumerable.Range(FirstCohorts[c], FirstCohorts[c + 1] - FirstCohorts[c]));
        return cohorts;
    }

    private static int[] Inverted(int[] order)
    {
        var places = new int[order.Length];
        for (var i = 0; i < places.Length; i++)
            places[order[i]] = i;
        return places;
    }
}
