using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>A text as a query on the analyzer's tokens: <c>match</c> and <c>prefix</c> only, nothing of what was typed is syntax.</summary>
internal static class TextQueryBuilder
{
    private const int Unlimited = int.MaxValue;

    /// <summary>Above any score: what an accession names comes first.</summary>
    private const double Named = 1e9;

    private static readonly IReadOnlyList<string> Columns = [.. IndexFields.Columns.Select(c => $"{IndexFields.Column(c.Name)}^{c.Weight}")];

    /// <summary>In the experiments' index, with scores.</summary>
    public static Query OnExperiments(TextQuery text) => Build(text, Columns, IndexFields.Accessions);

    /// <summary>Of an experiment within a class.</summary>
    public static Query InClasses(TextQuery text) =>
        Build(text, [IndexFields.In(IndexFields.Experiments, IndexFields.Text)], IndexFields.In(IndexFields.Experiments, IndexFields.Accessions));

    /// <summary>Whether the text as a whole is an accession.</summary>
    public static Query IsAccession(TextQuery text) => Query.OneOf(IndexFields.Accessions, text.Accessions);

    private static Query Build(TextQuery text, IReadOnlyList<string> fields, string accessions)
    {
        var named = new Query { ConstantScore = new ConstantScoreQuery(Query.OneOf(accessions, text.Accessions), Named) };
        if (text.Terms.IsEmpty)
            return named;
        var terms = new BoolQuery
        {
            Must = [.. text.Terms.Where(t => !t.Excluded).Select(t => Term(t, fields))],
            MustNot = [.. text.Terms.Where(t => t.Excluded).Select(t => Term(t, fields))],
        };
        return new Query { DisMax = new DisMaxQuery([named, new Query { Bool = terms }]) };
    }

    private static Query Term(TextTerm term, IReadOnlyList<string> fields)
    {
        var whole = Phrase(string.Join(' ', term.Tokens), "phrase");
        if (term.Prefix is not { } prefix)
            return whole;
        return new Query
        {
            DisMax = new DisMaxQuery(term.Tokens.Length == 1
                ? [whole, .. fields.Select(f => Beginning(f, prefix))]
                : [whole, Phrase(string.Join(' ', term.Tokens[..^1].Add(prefix)), "phrase_prefix", Unlimited)]),
        };

        Query Phrase(string tokens, string type, int? expansions = null) =>
            new() { MultiMatch = new MultiMatchQuery(tokens, type, fields) { MaxExpansions = expansions } };
    }

    private static Query Beginning(string field, string prefix)
    {
        var (name, weight) = field.Split('^') is [var n, var w] ? (n, double.Parse(w, System.Globalization.CultureInfo.InvariantCulture)) : (field, 1);
        return new Query { Prefix = new() { [name] = new PrefixQuery(prefix, weight) } };
    }
}
