using System.Text;
using FacetExplorer.Facets;
using Microsoft.Extensions.Configuration;

namespace FacetExplorer.Tests.Facets;

public class FacetRegistryTests
{
    private static FacetRegistry Read(string facets, out List<string> errors)
    {
        errors = [];
        var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Facets": {{facets.Replace('\'', '"')}} }"""));
        return FacetRegistry.Read(new ConfigurationBuilder().AddJsonStream(json).Build(), errors);
    }

    [Fact]
    public void OneEntry_AddsAFacet()
    {
        var registry = Read("{ 'cell_line': { 'Level': 'sample' } }", out var errors);
        Assert.Empty(errors);
        var facet = Assert.Single(registry.All);
        Assert.Equal(("cell_line", "Cell line", FacetLevel.Sample, FacetKind.Terms, 10), (facet.Key, facet.Label, facet.Level, facet.Kind, facet.Limit));
        Assert.Equal(["cell_line"], facet.Fields);
    }

    [Fact]
    public void Facets_ComeInTheirOrderAndFormerKeysFindThem()
    {
        var registry = Read("""
            {
              'b': { 'Level': 'sample' },
              'a': { 'Level': 'Sample', 'Kind': 'NUMBER', 'Interval': '0.5', 'FormerKeys': ['old'] },
              'z': { 'Level': 'experiment', 'Order': 1, 'Kind': 'date' },
              'gone': { 'Level': 'sample', 'Enabled': false }
            }
            """, out var errors);
        Assert.Empty(errors);
        Assert.Equal(["z", "a", "b"], registry.All.Select(f => f.Key));
        Assert.Equal("year", registry.All[0].Interval);
        Assert.True(registry.TryGet("old", out var facet));
        Assert.Equal("a", facet.Key);
        Assert.False(registry.TryGet("gone", out _));
        Assert.False(registry.TryGet("A", out _));
    }

    [Fact]
    public void AllMistakes_AreNamedAtOnceEachWithItsKey()
    {
        Read("""
            {
              'page': { 'Level': 'sample' },
              'Upper': { 'Level': 'sample' },
              'double__score': { 'Level': 'sample' },
              'name_exact': { 'Level': 'sample' },
              'no_level': { },
              'odd_level': { 'Level': 'donor' },
              'odd_kind': { 'Level': 'sample', 'Kind': 'colour' },
              'no_width': { 'Level': 'sample', 'Kind': 'number' },
              'odd_width': { 'Level': 'sample', 'Kind': 'number', 'Interval': '-5' },
              'odd_period': { 'Level': 'sample', 'Kind': 'date', 'Interval': 'week' },
              'odd_interval': { 'Level': 'sample', 'Interval': '5' },
              'odd_limit': { 'Level': 'sample', 'Limit': 1001 },
              'odd_order': { 'Level': 'sample', 'Order': 'first' },
              'odd_enabled': { 'Level': 'sample', 'Enabled': 'maybe' },
              'odd_setting': { 'Level': 'sample', 'Colour': 'red' },
              'odd_fields': { 'Level': 'sample', 'Fields': 'tissue' },
              'former_reserved': { 'Level': 'sample', 'FormerKeys': ['sort'] },
              'former_taken': { 'Level': 'sample', 'FormerKeys': ['odd_limit'] }
            }
            """, out var errors);
        Assert.Equal(
        [
            "Facets:Upper", "Facets:double__score", "Facets:former_reserved", "Facets:name_exact", "Facets:no_level:Level", "Facets:no_width:Interval",
            "Facets:odd_enabled:Enabled", "Facets:odd_fields:Fields", "Facets:odd_interval:Interval", "Facets:odd_kind:Kind", "Facets:odd_level:Level", "Facets:odd_limit", "Facets:odd_limit:Limit",
            "Facets:odd_order:Order", "Facets:odd_period:Interval", "Facets:odd_setting:Colour", "Facets:odd_width:Interval", "Facets:page",
        ], errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.All(errors, e => Assert.True(e.Split(": ", 2)[1].Length > 20, e));
    }

    [Theory]
    [InlineData("q search find min scope sort page size view generation format rows cols by ids list text ordering limit offset cursor page_size selected_facets serialize_objects objects_fields")]
    [InlineData("1st _x é a-b a.b a_exact a__b")]
    public void Key_OfTheSearchItselfOrOfAnotherShapeIsRefused(string keys)
    {
        foreach (var key in keys.Split(' '))
        {
            Read($$"""{ '{{key}}': { 'Level': 'sample' } }""", out var errors);
            Assert.StartsWith($"Facets:{key}: '{key}' is ", Assert.Single(errors), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NoFacet_IsAMistake()
    {
        Read("{ }", out var errors);
        Assert.StartsWith("Facets: ", Assert.Single(errors), StringComparison.Ordinal);
    }
}
