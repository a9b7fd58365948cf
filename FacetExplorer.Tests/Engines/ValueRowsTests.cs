using FacetExplorer.Engines.Cohorts;

namespace FacetExplorer.Tests.Engines;

public sealed class ValueRowsTests
{
    [Fact]
    public void NumbersOfAnySize_ComeBackAsTheyWere()
    {
        int[][] rows = [[], [0, 1, 65_534], [65_535], [65_534, 65_535, 65_536, 131_071, 5_000_000, int.MaxValue], [], [7]];
        var packed = ValueRows.Of(rows);
        Assert.Equal(rows.Length, packed.Count);
        Assert.All(rows.Index(), row => Assert.Equal(row.Item, packed[row.Index].ToArray()));
        Assert.Equal([65_535, .. rows[3]], packed.Together(2, 2).ToArray());
    }

    [Fact]
    public void NumbersThatFit_TakeTwoBytesEach() => Assert.Equal(3, ValueRows.Of([[0, 1, 65_534]]).Units.Length);
}
