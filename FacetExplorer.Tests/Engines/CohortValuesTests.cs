using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

public sealed class CohortValuesTests
{
    [Fact]
    public void OneNumberOrSeveral_OfFacetsOfAnySize_ComeBackAsTheyWere()
    {
        var few = Column("sex", 5, 2);
        var many = Column("scan", few.End, 70_000);
        int[][] ofFew = [[5], [5, 6], [few.Missing]];
        int[][] ofMany = [[many.First + 69_999], [many.First, many.First + 65_536], [many.Missing], [many.First + 65_535, many.First + 65_536, many.First + 65_537]];
        var (codedFew, codesOfFew) = CodedFacet.Of(few, ofFew);
        var (codedMany, codesOfMany) = CodedFacet.Of(many, ofMany);
        int[][] cohorts = [[0, 0], [1, 1], [2, 2], [0, 3], [1, 0]];
        var values = CohortValues.Of([codedFew, codedMany], cohorts.Select(sets => new[] { codesOfFew[sets[0]], codesOfMany[sets[1]] }));

        Assert.All(cohorts.Index(), cohort =>
        {
            Assert.Equal(ofFew[cohort.Item[0]], values.NumbersOf(few, cohort.Index));
            Assert.Equal(ofMany[cohort.Item[1]], values.NumbersOf(many, cohort.Index));
        });
    }

    [Fact]
    public void ACodeThatFits_TakesTwoBytes() =>
        Assert.Equal([2, 4], new[] { 65_533, 65_536 }.Select(count => CohortValues.Of([CodedFacet.Of(Column("scan", 0, count), []).Facet], [[count - 1]]).Units.Length * sizeof(ushort)));

    private static FacetColumn Column(string key, int first, int values) => FacetColumn.Of(
        new FacetDefinition { Key = key, Label = key, Level = FacetLevel.Sample, Fields = [key] }, first,
        [.. Enumerable.Range(0, values).Select(i => FacetValue.Read(FacetKind.Terms, $"value {i:D6}")!)]);
}
