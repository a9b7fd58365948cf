using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Search;

public class BucketGridTests
{
    [Theory]
    [InlineData("10", "0 9.99 10 25", "0..10 10..20 20..30")]
    [InlineData("10", "-0.5 -10 -10.5", "-20..-10 -10..0")]
    [InlineData("0.1", "0.3 0.29", "0.2..0.3 0.3..0.4")]
    [InlineData("0.25", "0.1 100000", "0..0.25 100000..100000.25")]
    [InlineData("3", "7", "6..9")]
    [InlineData("1e2", "250", "200..300")]
    [InlineData("0.1", "1 79228162514264337593543950335 -79228162514264337593543950335", "1..1.1")]
    public void Numbers_StandOnAGridAnchoredAtZero(string interval, string values, string cells) =>
        Assert.Equal(cells, Cells(FacetKind.Number, interval, values));

    [Theory]
    [InlineData("year", "2016-02-29 2014 2014-05-20T10:00", "2014 2016")]
    [InlineData("month", "2014-05-20 2014-05-31 2015-01", "2014-05 2015-01")]
    [InlineData("day", "2014-05-20T23:59 1999-12-31", "1999-12-31 2014-05-20")]
    [InlineData("year", "0001 9999", "0001 9999")]
    [InlineData("month", "9999-12-31", "9999-12")]
    public void Dates_StandOnTheCalendar(string interval, string values, string cells) => Assert.Equal(cells, Cells(FacetKind.Date, interval, values));

    [Fact]
    public void EveryValue_LiesInExactlyOneCell()
    {
        var random = new Random(7);
        var facet = Facet(FacetKind.Number, "0.3");
        var values = Enumerable.Range(0, 500).Select(_ => FacetValue.Read(FacetKind.Number, ((decimal)random.Next(-5000, 5000) / 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))!).ToList();
        var cells = BucketGrid.Cells(facet, values);
        Assert.All(values, v => Assert.Single(cells, c => c.Range!.Value.Contains(v.Range!.Value)));
        Assert.All(cells, c => Assert.Equal(c, FacetValue.ReadAsked(FacetKind.Number, c.Text)));
    }

    private static string Cells(FacetKind kind, string interval, string values) =>
        string.Join(' ', BucketGrid.Cells(Facet(kind, interval), values.Split(' ').Select(v => FacetValue.Read(kind, v)!)).Select(c => c.Text));

    private static FacetDefinition Facet(FacetKind kind, string interval) =>
        new() { Key = "x", Label = "X", Level = FacetLevel.Sample, Kind = kind, Interval = interval, Fields = ["x"] };
}
