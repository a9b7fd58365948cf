using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Search;

public class FacetValueTests
{
    [Theory]
    [InlineData("4", "4")]
    [InlineData("4.0", "4")]
    [InlineData("+04.500", "4.5")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("1E-3", "0.001")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("-3.25", "-3.25")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336", null)]
    [InlineData("1e400", null)]
    [InlineData("1,000", null)]
    [InlineData("1 000", null)]
    [InlineData("0x10", null)]
    [InlineData("NaN", null)]
    [InlineData("٣", null)]
    [InlineData("12 weeks", null)]
    [InlineData("1..2", null)]
    [InlineData("-", null)]
    public void Number(string text, string? value) => Assert.Equal(value, FacetValue.Read(FacetKind.Number, text)?.Text);

    [Theory]
    [InlineData("0..10", "0..10")]
    [InlineData("-10.0..-5", "-10..-5")]
    [InlineData("10..0", null)]
    [InlineData("0..0", null)]
    [InlineData("0..", null)]
    [InlineData("..5", null)]
    [InlineData("..", null)]
    [InlineData("0..5..10", null)]
    public void NumberRange(string text, string? value) => Assert.Equal(value, FacetValue.ReadAsked(FacetKind.Number, text)?.Text);

    [Theory]
    [InlineData("2014", "2014")]
    [InlineData("2014-05", "2014-05")]
    [InlineData("2014-05-20", "2014-05-20")]
    [InlineData("2014-05-20T10:30", "2014-05-20T10:30")]
    [InlineData("2014-05-20T10:30Z", "2014-05-20T10:30")]
    [InlineData("2014-05-20T10:30:15+02:00", "2014-05-20T10:30:15")]
    [InlineData("2014-05-20T10:30:15-0800", "2014-05-20T10:30:15")]
    [InlineData("2014-05-20T10:30:15+02", "2014-05-20T10:30:15")]
    [InlineData("2014-05-20 10:30:15.250Z", "2014-05-20T10:30:15.250")]
    [InlineData("2014-05-20T10:30:15.123456+00:00", "2014-05-20T10:30:15.123456")]
    [InlineData("2014-05-20T10:30:15.123456789Z", "2014-05-20T10:30:15.1234567")]
    [InlineData("2016-02-29", "2016-02-29")]
    [InlineData("2015-02-29", null)]
    [InlineData("2014-13", null)]
    [InlineData("2014-5-2", null)]
    [InlineData("2014-05-20T25:00", null)]
    [InlineData("0000", null)]
    [InlineData("14", null)]
    [InlineData("20140", null)]
    [InlineData("05/20/2014", null)]
    [InlineData("Public on Dec 11 2015", null)]
    [InlineData("٢٠١٤", null)]
    public void Date(string text, string? value) => Assert.Equal(value, FacetValue.Read(FacetKind.Date, text)?.Text);

    [Theory]
    [InlineData("2014", "2014-05", true)]
    [InlineData("2014-05", "2014", false)]
    [InlineData("2014-05", "2014-05-31T23:59:59.9999999", true)]
    [InlineData("2014-05", "2014-06-01T00:00", false)]
    [InlineData("2014-05-20", "2014-05-20T23:59:59+14:00", true)]
    [InlineData("9999", "9999-12-31T23:59:59", true)]
    [InlineData("9999-12-31", "9999-12", false)]
    public void DatePrefix_HoldsWholePeriods(string asked, string value, bool holds) => Assert.Equal(holds,
        FacetValue.ReadAsked(FacetKind.Date, asked)!.Range!.Value.Contains(FacetValue.Read(FacetKind.Date, value)!.Range!.Value));

    [Theory]
    [InlineData(FacetKind.Number, "0", "10", "10", true)]
    [InlineData(FacetKind.Number, "0", "10", "10.0000001", false)]
    [InlineData(FacetKind.Number, "10", "10", "10.0", true)]
    [InlineData(FacetKind.Number, null, "10", "-5", true)]
    [InlineData(FacetKind.Number, "0", null, "-0.1", false)]
    [InlineData(FacetKind.Date, "2014", "2014", "2014-12-31", true)]
    [InlineData(FacetKind.Date, "2014-02", "2014-05", "2014", false)]
    [InlineData(FacetKind.Date, null, "2014-05-20", "2014-05-20T23:59", true)]
    [InlineData(FacetKind.Date, "2014-05-20T12:00", null, "2014-05-20", false)]
    public void TypedRange_TakesItsEnds(FacetKind kind, string? from, string? to, string value, bool holds) => Assert.Equal(holds,
        FacetValue.ReadTyped(kind, from, to)!.Value.Contains(FacetValue.Read(kind, value)!.Range!.Value));

    [Theory]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("yes", null)]
    [InlineData("1", null)]
    public void Boolean(string text, string? value) => Assert.Equal(value, FacetValue.Read(FacetKind.Boolean, text)?.Text);

    [Fact]
    public void FirstFieldWithAReadableValueWins()
    {
        var facet = new FacetDefinition { Key = "age", Label = "Age", Level = FacetLevel.Sample, Kind = FacetKind.Number, Interval = "10", Fields = ["age", "age_at_death"] };
        var fields = Fields.Parse("""{"age": ["adult", ""], "age_at_death": [4, "4.0", " 5 ", null, [6], {"in": 7}, "old"]}""");
        Assert.Equal(["4", "5", "6"], FacetValue.Of(facet, fields).Select(v => v.Text));
    }

    [Fact]
    public void LongValues_AreNoFacetValues()
    {
        Assert.NotNull(FacetValue.Read(FacetKind.Terms, new string('x', 512)));
        Assert.Null(FacetValue.Read(FacetKind.Terms, new string('x', 513)));
    }
}
