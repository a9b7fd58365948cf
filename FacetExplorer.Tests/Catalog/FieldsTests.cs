using System.Text;
using System.Text.Json;
using FacetExplorer.Catalog;

namespace FacetExplorer.Tests.Catalog;

public class FieldsTests
{
    [Theory]
    [InlineData("""{"a": "  x\u00a0 "}""", "x")]
    [InlineData("""{"a": "e\u0301"}""", "é")]
    [InlineData("""{"a": " \u2003 "}""", "")]
    [InlineData("""{"a": null}""", "")]
    [InlineData("""{"a": 1.50}""", "1.50")]
    [InlineData("""{"a": 1e400}""", "1e400")]
    [InlineData("""{"a": true}""", "true")]
    [InlineData("""{"a": ["x", ["y", [1, "x "]], null, "", {"b": "no"}]}""", "x|y|1")]
    [InlineData("""{"a": {"b": "no"}}""", "")]
    [InlineData("""{"a": "x", "a": ""}""", "x")]
    [InlineData("""{"a": "x", "a": "y"}""", "y")]
    public void Parse_ReadsValuesAsDefined(string json, string expected) =>
        Assert.Equal(expected, string.Join("|", Fields.Parse(json)["a"]));

    [Fact]
    public void Parse_TakesAsManyValuesAsThereAreEachOnce()
    {
        var values = Enumerable.Range(0, 300_000).Select(i => $"v{i}").ToList();
        Assert.Equal(values, Fields.Parse($$"""{"a": [{{string.Join(',', values.Concat(values).Select(value => $"\"{value}\""))}}]}""")["a"]);
    }

    [Fact]
    public void Parse_RefusesWhatIsNoObject() =>
        Assert.Contains("are a JSON object", Assert.Throws<JsonException>(() => Fields.Parse("""["liver"]""")).Message, StringComparison.Ordinal);

    [Fact]
    public void First_TakesTheFirstFieldWithAValue()
    {
        var fields = Fields.Parse("""{"tissue": " ", "specimen_part": "liver", "other": "x"}""");
        Assert.Equal(["liver"], fields.First("tissue", "specimen_part", "other"));
        Assert.Equal(["specimen_part", "other"], fields.Names);
        Assert.Empty(fields["absent"]);
    }

    [Fact]
    public void IsFacetValue_CountsCodePoints()
    {
        Assert.True(Value.IsFacetValue(string.Concat(Enumerable.Repeat("🧬", 512))));
        Assert.False(Value.IsFacetValue(string.Concat(Enumerable.Repeat("🧬", 513))));
        Assert.False(Value.IsFacetValue(new string('x', 513)));
    }

    [Fact]
    public void CodePointOrder_PutsNothingBeforeTheEmptyText() =>
        Assert.Equal((-1, 1, 0), (Math.Sign(CodePointOrder.Instance.Compare(null, "")), Math.Sign(CodePointOrder.Instance.Compare("", null)), CodePointOrder.Instance.Compare(null, null)));

    [Fact]
    public void CodePointOrder_IsThatOfUtf8Bytes()
    {
        string[] words = ["", "a", "ab", "b", "é", "\uE000", "\uFFFD", "🧬", "🧬a", "a🧬", "a\uFFFD", "𐀀"];
        foreach (var a in words)
            foreach (var b in words)
                Assert.Equal(
                    Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))),
                    Math.Sign(CodePointOrder.Instance.Compare(a, b)));
    }
}
