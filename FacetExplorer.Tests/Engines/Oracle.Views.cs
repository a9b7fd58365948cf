using System.Globalization;

namespace FacetExplorer.Tests.Engines;

/// <summary>What the views show, from the rules: every cell is a search of its own, among the experiments of the whole.</summary>
internal sealed partial class Oracle
{
    private const int UsualRows = 25, UsualColumns = 10, MostRows = 100, MostColumns = 50, MostParts = 7;

    private (OracleQuestion? Question, List<PlainRecord> Experiments) _own;

    /// <summary>A line a cell: row, column, samples. Rows and columns without samples are none.</summary>
    public List<string> Cross(string query, PlainLists lists)
    {
        var question = Read(query, lists);
        var rows = Filled(Axis(question, question.Rows!, UsualRows, MostRows));
        var columns = Filled(Axis(question, question.Columns!, UsualColumns, MostColumns));
        return [.. from row in rows
                   from column in columns
                   select $"{row.Name} x {column.Name}: {Samples(question, row.Clauses, column.Clauses)}"];

        List<(string Name, List<OracleClause> Clauses)> Filled(List<(string Name, List<OracleClause> Clauses)> axis) =>
            [.. axis.Where(a => a.Name == "(all)" || Samples(question, a.Clauses) > 0)];
    }

    /// <summary>A line a year: year, samples, samples of each part.</summary>
    public List<string> Timeline(string query, PlainLists lists)
    {
        var question = Read(query, lists);
        var dates = question.Rows!;
        var parts = question.By is { } by ? Axis(question, by, MostParts, MostParts, "-samples") : [];
        parts = [.. parts.Where(p => p.Name != "(all)" && Samples(question, p.Clauses) > 0)];
        var years = YearsOf(question, dates, []).SelectMany(y => y.Value).ToList();
        var lines = new List<string>();
        for (var year = years.DefaultIfEmpty(1).Min(); year <= years.DefaultIfEmpty(0).Max(); year++)
            lines.Add(Line(year.ToString("0000", CultureInfo.InvariantCulture), clauses => InYear(question, dates, clauses, year)));
        if (InYear(question, dates, [], null) > 0)
            lines.Add(Line("(missing)", clauses => InYear(question, dates, clauses, null)));
        return lines;

        string Line(string name, Func<List<OracleClause>, int> count) => $"{name}: {string.Join(' ', parts.Select(p => p.Clauses).Prepend([]).Select(count))}";
    }

    /// <summary>A line an experiment listed, then one a pair; first how many are contained in another.</summary>
    public List<string> Overlap(string query, PlainLists lists)
    {
        var question = Read(query, lists);
        var (x, y) = Match(question, Search(question), question.Clauses, question.ExperimentScope);
        var own = x.ToDictionary(e => e, e => _counted[e].Where(y.Contains).ToHashSet());
        var contained = x.Where(e => own[e].Count > 0 && x.Any(other => other != e && own[e].IsSubsetOf(own[other])
            && (own[other].Count > own[e].Count || PlainValue.CompareCodePoints(other.Accession, e.Accession) < 0))).ToHashSet();
        var listed = x.Where(e => !question.HidesContained || !contained.Contains(e)).ToList();
        var shared = x.ToDictionary(e => e, e => own[e].Count(s => x.Exists(other => other != e && own[other].Contains(s))));
        var pairs = from a in listed
                    from b in listed
                    where PlainValue.CompareCodePoints(a.Accession, b.Accession) < 0 && own[a].Overlaps(own[b])
                    select string.Join(" + ", new[] { a, b }.OrderByDescending(e => own[e].Count).Select(e => $"{e.Accession} ({own[e].Count})")) + $": {own[a].Intersect(own[b]).Count()}";
        return
        [
            $"{contained.Count} contained, {x.Count(e => shared[e] > 0)} of {x.Count} share, {listed.Count} listed",
            .. listed.OrderByDescending(e => shared[e]).ThenBy(e => e.Accession, Comparer<string>.Create(PlainValue.CompareCodePoints))
                .Skip((question.Page - 1) * question.Size).Take(question.Size).Select(e => $"{e.Accession}: {own[e].Count}, {shared[e]} shared{(contained.Contains(e) ? ", contained" : "")}"),
            .. pairs.Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The samples of the page, each with its experiments.</summary>
    public List<string> SamplePage(string query, PlainLists lists)
    {
        var question = Read(query, lists);
        var (x, y) = Match(question, Search(question), question.Clauses, question.ExperimentScope);
        var byAccession = Comparer<string>.Create(PlainValue.CompareCodePoints);
        return [.. y.OrderBy(s => s.Accession, byAccession).Skip((question.Page - 1) * question.Size).Take(question.Size).Select(s =>
            $"{s.Accession}: {string.Join(' ', x.Where(e => _counted[e].Contains(s)).Select(e => e.Accession).Order(byAccession))}")];
    }

    private int Samples(OracleQuestion question, params List<OracleClause>[] more) =>
        MatchAnyNumber(question, Own(question), [.. question.Clauses, .. more.SelectMany(c => c)], question.ExperimentScope).Y.Count;

    /// <summary>The experiments of a search. The last one is not searched for again.</summary>
    private List<PlainRecord> Own(OracleQuestion question)
    {
        if (_own.Question != question)
            _own = (question, Match(question, Search(question), question.Clauses, question.ExperimentScope).X);
        return _own.Experiments;
    }

    /// <summary>The values listed for a facet, its own clauses kept; then all others, missing, all.</summary>
    private List<(string Name, List<OracleClause> Clauses)> Axis(OracleQuestion question, PlainFacet facet, int usual, int most, string? order = null)
    {
        var (x, y) = Match(question, Search(question), question.Clauses, question.ExperimentScope);
        var ranged = facet.Kind is "number" or "date";
        var asked = question.Limits.GetValueOrDefault(facet, facet.Limit);
        if (order is not null || asked == facet.Limit) // what is usual is not asked for
            asked = ranged && order is null ? most : usual;
        question.Limits[facet] = Math.Min(asked, most);
        if (order is not null)
            question.BucketOrders[facet] = order;
        var values = Count(question, facet, x, y).Buckets.Where(b => b.Samples > 0).Select(b => PlainValue.ReadAsked(facet.Kind, b.Value!)!).ToList();
        if (order is not null)
            values = [.. values.Take(most)];
        if (order is not null && ranged)
            values.Sort(PlainValue.Compare);
        var one = values.Select(v => (v.Text, new List<OracleClause> { new(facet, "any", [new Alternative(v)]) }));
        var others = values.Select(v => new Alternative(v)).Append(Alternative.Missing).Select(a => new OracleClause(facet, "not", [a])).ToList();
        return [.. one, ("(others)", others), ("(missing)", [new(facet, "any", [Alternative.Missing])]), ("(all)", [])];
    }

    /// <summary>How many samples are in a year, or have none.</summary>
    private int InYear(OracleQuestion question, PlainFacet dates, List<OracleClause> clauses, int? year)
    {
        if (!question.EarliestOnly)
            return Samples(question, clauses, [new(dates, "any", [year is { } y ? new Alternative(PlainValue.Read("date", y.ToString("0000", CultureInfo.InvariantCulture))) : Alternative.Missing])]);
        return YearsOf(question, dates, clauses).Values.Count(years => year is null ? years.Count == 0 : years.Count > 0 && years.Min() == year);
    }

    /// <summary>The years of each matching sample: its own, or those of its matching experiments.</summary>
    private Dictionary<PlainRecord, List<int>> YearsOf(OracleQuestion question, PlainFacet dates, List<OracleClause> clauses)
    {
        var (x, y) = MatchAnyNumber(question, Own(question), [.. question.Clauses, .. clauses], question.ExperimentScope);
        return y.ToDictionary(s => s, s => (dates.OfSamples && !question.ExperimentScope ? [s] : x.Where(e => _counted[e].Contains(s)).SelectMany(e => dates.OfSamples ? _counted[e] : [e]))
            .SelectMany(r => ValuesOf(r, dates)).Select(v => int.Parse(v.Text[..4], CultureInfo.InvariantCulture)).ToList());
    }
}
