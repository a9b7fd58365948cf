using System.Globalization;
using System.Text;

namespace FacetExplorer.Tests.Engines;

/// <summary>Query strings that ask for what a catalog has, nearly has and has not, with parameters that are wrong now and then.</summary>
internal static class RandomQuery
{
    /// <summary>What a catalog has: values by field, and accessions.</summary>
    internal sealed record Pool(Dictionary<string, string[]> Values, string[] Accessions)
    {
        public static Pool Of(PlainCatalog catalog)
        {
            var records = catalog.Experiments.Concat(catalog.Samples).Select(PlainRecord.Read).ToList();
            return new Pool(
                records.SelectMany(r => r.Fields).GroupBy(f => f.Key, f => f.Value).ToDictionary(g => g.Key, g => g.SelectMany(v => v).Distinct().ToArray()),
                [.. records.SelectMany(r => r.Alternates.Concat(r.Samples).Append(r.Accession)).Distinct()]);
        }
    }

    private static readonly string[] Numbers = ["4", "4.0", "0", "-3.5", "10", "100", "0..5", "-5..5", "4..10", "10..100", "5..0", "0.5..0.75", "x", "1e2", "..", "99999.75"];
    private static readonly string[] Dates = ["2014", "2014-05", "2014-05-20", "2015", "2015-02", "2015-02-28T10:00:00.250", "2016-02-29", "2013", "2015-02-30", "14", "2014-05-20T23:30Z"];
    private static readonly string[] Booleans = ["true", "false", "TRUE", "maybe"];
    private static readonly string[] Texts = ["mouse", "Liver", "nowhere", "", "100%", "a&b=c", "a+b", "  café", "cafe\u0301 "];
    private static readonly string[] Sorts = ["-relevance", "samples", "-samples", "published", "-published", "title", "-title", "accession", "-accession", "relevance"];
    private static readonly string[] Orders = ["samples", "-samples", "experiments", "-experiments", "value", "-value", "size"];
    private static readonly string[] Separators = [" ", "-", "_", "\"", "'", ",", "(", "\t"];

    public static string Make(Random random, PlainCatalog catalog, Pool pool)
    {
        var parameters = new List<string>();
        if (Clauses(random, catalog.Facets, pool, random.Next(5)) is { Length: > 0 } clauses)
            parameters.Add(clauses);
        Sometimes(2, () => Pair("q", Query(random, pool)));
        Sometimes(2, () => Pair("scope", "experiment"));
        Sometimes(3, () => Pair("min", Pick(["1", "2", "2", "3", "5", "1000000", "1000001", "0", "ten"])));
        Sometimes(2, () => Pair("sort", Pick(Sorts)));
        Sometimes(3, () => Pair("size", Pick(["10", "25", "50", "100", "7"])));
        Sometimes(4, () => Pair("page", Pick(["1", "2", "3", "0", "-1", "401", "1001", "99999999999"])));
        Sometimes(3, () => Pair("by", Key(random, catalog.Facets[random.Next(catalog.Facets.Count)])));
        Sometimes(6, () => Pair("find", catalog.Facets[random.Next(catalog.Facets.Count)] is var facet && Value(random, facet, pool) is { Length: > 2 } v ? v[..random.Next(1, 3)] : "m"));
        Sometimes(6, () => Pair("view", Pick(["experiments", "samples", "matrix", "overlap", "timeline", "table"])));
        Sometimes(8, () => Pair("rows", Key(random, catalog.Facets[random.Next(catalog.Facets.Count)])));
        Sometimes(8, () => Pair("cols", Pick([Key(random, catalog.Facets[random.Next(catalog.Facets.Count)]), "colour"])));
        Sometimes(8, () => Pair("cols", Key(random, catalog.Facets[random.Next(catalog.Facets.Count)])));
        Sometimes(12, () => Pair("view.hide", Pick(["contained", "all"])));
        Sometimes(12, () => Pair("view.shared", Pick(["each", "earliest", "last"])));
        Sometimes(12, () => Pair(Pick(["colour", "Q", "organism.any", "missing", "", "q.not"]), "x"));
        Sometimes(12, () => Pair("scope", Pick(["sample", "both"])));
        foreach (var facet in catalog.Facets)
        {
            Sometimes(8, () => Pair($"{Key(random, facet)}.also", Value(random, facet, pool)));
            Sometimes(6, () => Pair($"{Key(random, facet)}.limit", Pick(["1", "2", "5", "1000", "1001", "0", "many"])));
            Sometimes(15, () => Pair($"{Key(random, facet)}.skip", Pick(["0", "1", "2", "9000", "9001", "x", "00"])));
            Sometimes(6, () => Pair($"{Key(random, facet)}.order", Pick(Orders)));
            Sometimes(6, () => Pair($"{Key(random, facet)}.find", Value(random, facet, pool) is { Length: > 2 } v ? v[..random.Next(1, 3)] : "m"));
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parameters));
        return string.Join('&', parameters);

        void Sometimes(int oneIn, Func<string> parameter)
        {
            if (random.Next(oneIn) == 0)
                parameters.Add(parameter());
        }

        string Pick(string[] choices) => random.GetItems(choices, 1)[0];
        string Pair(string name, string value) => RandomQuery.Pair(random, name, value);
    }

    /// <summary>Only what narrows.</summary>
    public static string Narrowing(Random random, PlainCatalog catalog, Pool pool)
    {
        var parameters = new List<string> { Clauses(random, catalog.Facets, pool, random.Next(4)) };
        if (random.Next(4) == 0)
            parameters.Add(Pair(random, "q", Query(random, pool)));
        if (random.Next(2) == 0)
            parameters.Add("scope=experiment");
        if (random.Next(4) == 0)
            parameters.Add($"min={random.Next(1, 4)}");
        if (random.Next(6) == 0 && catalog.Facets.Count > 0 && catalog.Facets[random.Next(catalog.Facets.Count)] is var facet)
            parameters.Add(Pair(random, $"{Key(random, facet)}.also", Value(random, facet, pool)));
        return string.Join('&', parameters.Where(p => p.Length > 0));
    }

    /// <summary>Mostly none; else some of what there is, and of what there is not.</summary>
    public static PlainLists Lists(Random random, Pool pool)
    {
        return new PlainLists(random.Next(4) == 0 ? List() : null, random.Next(5) == 0 ? List() : null);

        string[] List() => [.. Enumerable.Range(0, random.Next(8)).Select(i => random.Next(6) == 0 || pool.Accessions.Length == 0 ? $"none{i}"
            : random.GetItems(pool.Accessions, 1)[0] is var accession && random.Next(5) == 0 ? $" {accession.ToLowerInvariant()} " : accession)];
    }

    public static string Clauses(Random random, IReadOnlyList<PlainFacet> facets, Pool pool, int count)
    {
        var parameters = new List<string>();
        while (count-- > 0 && facets.Count > 0)
        {
            var facet = facets[random.Next(facets.Count)];
            var key = Key(random, facet);
            var (name, value) = random.Next(10) switch
            {
                < 4 => (key, Value(random, facet, pool)),
                4 => ($"{key}.all", Value(random, facet, pool)),
                5 or 6 => ($"{key}.not", Value(random, facet, pool)),
                7 => ($"{key}.missing", random.Next(2) == 0 ? "true" : "false"),
                8 => ($"{key}.from", Value(random, facet, pool)),
                _ => ($"{key}.to", Value(random, facet, pool)),
            };
            parameters.Add(Pair(random, name, value));
        }
        return string.Join('&', parameters);
    }

    private static string Key(Random random, PlainFacet facet) =>
        facet.FormerKeys.Length > 0 && random.Next(4) == 0 ? random.GetItems(facet.FormerKeys, 1)[0] : facet.Key;

    private static string Value(Random random, PlainFacet facet, Pool pool)
    {
        var field = random.GetItems(facet.Sources.ToArray(), 1)[0];
        if (random.Next(4) > 0 && pool.Values.TryGetValue(field, out var known) && known.Length > 0)
            return random.GetItems(facet.WithAbove(random.GetItems(known, 1)[0]).ToArray(), 1)[0];
        return random.GetItems(facet.Kind switch { "number" => Numbers, "date" => Dates, "boolean" => Booleans, _ => Texts }, 1)[0];
    }

    private static string Query(Random random, Pool pool)
    {
        if (random.Next(6) == 0 && pool.Accessions.Length > 0)
            return random.GetItems(pool.Accessions, 1)[0] is var accession && random.Next(2) == 0 ? accession : accession.ToLowerInvariant();
        var query = new StringBuilder();
        for (var terms = random.Next(1, 4); terms > 0; terms--)
            query.Append(random.Next(4) == 0 ? "-" : "").Append(Term(random, pool)).Append(' ');
        return query.ToString();
    }

    private static string Term(Random random, Pool pool)
    {
        var value = pool.Values.Count == 0 || random.Next(8) == 0
            ? random.GetItems(["mouse", "the", "!?", "\"", "-", "*", "IL-6"], 1)[0]
            : random.GetItems(pool.Values.Values.ToArray(), 1)[0] is { Length: > 0 } values ? random.GetItems(values, 1)[0] : "liver";
        var words = value.Split([.. Separators.Select(s => s[0])], StringSplitOptions.RemoveEmptyEntries);
        var word = words.Length == 0 ? value : words[random.Next(words.Length)];
        return random.Next(7) switch
        {
            0 => $"\"{value}\"",
            1 => $"\"{value}",
            2 => $"{Beginning(word)}*",
            3 => word.ToUpperInvariant(),
            4 => value,
            5 => $"{word}s",
            _ => word,
        };

        string Beginning(string text) => new([.. text.EnumerateRunes().Take(random.Next(1, 5)).SelectMany(r => r.ToString())]);
    }

    private static string Pair(Random random, string name, string value) => random.Next(3) switch
    {
        0 => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal)}",
        1 => $"{name}={string.Concat(Encoding.UTF8.GetBytes(value).Select(b => b.ToString("'%'x2", CultureInfo.InvariantCulture)))}",
        _ => $"{name}={Uri.EscapeDataString(value)}",
    };
}
