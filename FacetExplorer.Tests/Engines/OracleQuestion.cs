using System.Globalization;

namespace FacetExplorer.Tests.Engines;

/// <summary>A query string as design.md's table of parameters reads, and what of it was not understood.</summary>
internal sealed class OracleQuestion
{
    private static readonly string[] Sorts =
        ["-relevance", "samples", "-samples", "published", "-published", "title", "-title", "accession", "-accession"];

    private static readonly string[] Orders = ["samples", "-samples", "experiments", "-experiments", "value", "-value"];

    private readonly IReadOnlyList<PlainFacet> _facets;
    private readonly Dictionary<PlainFacet, List<Alternative>> _anyOf = [];
    private readonly Dictionary<PlainFacet, (PlainValue? From, PlainValue? To)> _ranges = [];

    public OracleQuestion(IReadOnlyList<PlainFacet> facets, string query)
    {
        _facets = facets;
        var parameters = query.TrimStart('?').Split('&').Select(Pair).Where(p => p.Value.Length > 0).GroupBy(p => Current(p.Name), p => p.Value);
        foreach (var parameter in parameters.OrderBy(p => p.Key != "view"))
            if (!Read(parameter.Key, [.. parameter.Distinct()], parameter.Count() > 1))
                Ignored.Add(parameter.Key);
        foreach (var (facet, (from, to)) in _ranges)
            if (from is not null && to is not null && IsBackwards(from, to))
                Ignored.Add($"{facet.Key}.from");
            else
                AnyOf(facet).Add(new Alternative(null, from, to));
        Clauses.AddRange(_anyOf.Select(any => new OracleClause(any.Key, "any", any.Value)));
        if (Skips.Where(s => s.Value > 0).ToList() is { Count: > 1 } several)
            foreach (var (facet, _) in several)
            {
                Ignored.Add($"{facet.Key}.skip");
                Skips.Remove(facet);
            }
        if (Sort == "-relevance" && Text is null)
        {
            Ignored.Add("sort");
            Sort = null;
        }
        LeaveOutWhatTheViewDoesNotUse();
        if ((long)Page * Size > 10_000)
        {
            Ignored.Add("page");
            Page = 1;
        }
    }

    /// <summary>What the lists of accessions are made of, which a query string only names.</summary>
    public PlainLists Lists { get; init; } = PlainLists.None;

    public string? Text { get; private set; }
    public int? AtLeast { get; private set; }
    public bool ExperimentScope { get; private set; }
    public string? Sort { get; private set; }
    public int Page { get; private set; } = 1;
    public int Size { get; private set; } = 25;
    public PlainFacet? By { get; private set; }
    public string View { get; private set; } = "experiments";
    public PlainFacet? Rows { get; private set; }
    public PlainFacet? Columns { get; private set; }
    public List<string> SampleColumns { get; private set; } = [];
    public bool EarliestOnly { get; private set; }
    public bool HidesContained { get; private set; }
    public List<OracleClause> Clauses { get; } = [];

    /// <summary>What each experiment must also contain.</summary>
    public List<OracleClause> Also { get; } = [];
    public Dictionary<PlainFacet, int> Limits { get; } = [];
    public Dictionary<PlainFacet, string> Finds { get; } = [];
    public Dictionary<PlainFacet, int> Skips { get; } = [];

    /// <summary>What is looked for in every list of texts that is not looked through for something else.</summary>
    public string? FindInAll { get; private set; }

    public Dictionary<PlainFacet, string> BucketOrders { get; } = [];

    /// <summary>The names of the parameters left out.</summary>
    public SortedSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    private string Current(string name)
    {
        var key = name.Split('.')[0];
        return (_facets.FirstOrDefault(f => f.FormerKeys.Contains(key))?.Key ?? key) + name[key.Length..];
    }

    private static (string Name, string Value) Pair(string pair)
    {
        var parts = pair.Replace('+', ' ').Split('=', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length < 2 ? "" : PlainRecord.Clean(Uri.UnescapeDataString(parts[1])));
    }

    private static bool IsBackwards(PlainValue from, PlainValue to) =>
        from.Date is { } date ? string.CompareOrdinal(date.First, to.Date!.Last) > 0 : from.Number!.Value.CompareTo(to.Number!.Value) > 0;

    private List<Alternative> AnyOf(PlainFacet facet) => _anyOf.TryGetValue(facet, out var list) ? list : _anyOf[facet] = [];

    private bool Read(string name, List<string> values, bool repeated)
    {
        var parts = name.Split('.', 2);
        if (_facets.FirstOrDefault(f => f.Key == parts[0]) is { } facet)
            return ReadFacet(facet, parts.Length > 1 ? parts[1] : "", values, repeated);
        if (name != "cols" || View != "samples")
            return !repeated && (ReadSingle(name, values[0]) || ReadOfView(name, values[0]));
        SampleColumns = [.. values.Select(v => Facet(v)?.Key ?? v).Distinct()];
        return true;
    }

    private PlainFacet? Facet(string key) => _facets.FirstOrDefault(f => f.Key == key || f.FormerKeys.Contains(key));

    private bool ReadOfView(string name, string value)
    {
        switch (name, value)
        {
            case ("view", "experiments" or "samples" or "matrix" or "overlap" or "timeline"):
                View = value;
                return true;
            case ("view.hide", "contained"):
                HidesContained = true;
                return true;
            case ("view.shared", "each" or "earliest"):
                EarliestOnly = value == "earliest";
                return true;
            case ("rows", _) when Facet(value) is { } rows && (View != "timeline" || rows.Kind == "date"):
                Rows = rows;
                return true;
            case ("cols", _) when Facet(value) is { } columns:
                Columns = columns;
                return true;
            default:
                return false;
        }
    }

    private void LeaveOutWhatTheViewDoesNotUse()
    {
        if (View == "matrix" && Columns is not null && Columns == Rows)
        {
            Ignored.Add("cols");
            Columns = null;
        }
        if (View is not ("experiments" or "timeline"))
            By = null;
        if (View is "matrix" or "timeline")
            Page = 1;
    }

    private bool ReadSingle(string name, string value)
    {
        switch (name)
        {
            case "q" when value.Length <= 1000:
                Text = value;
                return true;
            case "find" when PlainValue.IsShort(value):
                FindInAll = value;
                return true;
            case "min" when Whole(value) is <= 1_000_000 and var least:
                AtLeast = least;
                return true;
            case "scope" when value is "sample" or "experiment":
                ExperimentScope = value == "experiment";
                return true;
            case "sort" when Sorts.Contains(value):
                Sort = value;
                return true;
            case "page" when Whole(value) is { } page:
                Page = page;
                return true;
            case "size" when value is "10" or "25" or "50" or "100":
                Size = Whole(value)!.Value;
                return true;
            case "by" when Facet(value) is { } by && (by.OfSamples || View == "timeline"):
                By = by;
                return true;
            default:
                return false;
        }
    }

    private bool ReadFacet(PlainFacet facet, string suffix, List<string> values, bool repeated)
    {
        if (suffix is "" or "all" or "not" || (suffix == "also" && facet.OfSamples))
        {
            var asked = values.Select(v => PlainValue.ReadAsked(facet.Kind, v)).ToList();
            foreach (var value in asked.OfType<PlainValue>())
                if (suffix == "")
                    AnyOf(facet).Add(new Alternative(value));
                else if (suffix == "also")
                    Also.Add(new OracleClause(facet, "any", [new Alternative(value)]));
                else
                    Clauses.Add(new OracleClause(facet, suffix, [new Alternative(value)]));
            return !asked.Contains(null);
        }
        return !repeated && ReadFacetSingle(facet, suffix, values[0]);
    }

    private bool ReadFacetSingle(PlainFacet facet, string suffix, string value)
    {
        switch (suffix)
        {
            case "missing" when value == "true":
                AnyOf(facet).Add(Alternative.Missing);
                return true;
            case "missing" when value == "false":
                Clauses.Add(new OracleClause(facet, "not", [Alternative.Missing]));
                return true;
            case "from" or "to" when facet.Kind is "number" or "date" && PlainValue.Read(facet.Kind, value) is { } end:
                var range = _ranges.GetValueOrDefault(facet);
                _ranges[facet] = suffix == "from" ? range with { From = end } : range with { To = end };
                return true;
            case "limit" when Whole(value) is <= 1000 and var limit:
                Limits[facet] = limit;
                return true;
            case "find" when PlainValue.IsShort(value):
                Finds[facet] = value;
                return true;
            case "skip" when value.All(char.IsAsciiDigit) && (Whole(value) ?? (value.Trim('0').Length == 0 ? 0 : null)) is <= 9000 and var skip:
                Skips[facet] = skip;
                return true;
            case "order" when Orders.Contains(value):
                BucketOrders[facet] = value;
                return true;
            default:
                return false;
        }
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}

/// <summary>One thing a clause lists: a value or bucket, a typed range, or (all three null) "missing".</summary>
internal sealed record Alternative(PlainValue? Value, PlainValue? From = null, PlainValue? To = null)
{
    public static readonly Alternative Missing = new((PlainValue?)null);

    public bool IsMissing => this == Missing;

    public bool Takes(PlainValue value)
    {
        if (IsMissing || Value is not null)
            return Value?.Takes(value) == true;
        return value.Date is { } date
            ? date.Within(From?.Date, To?.Date)
            : (From is null || value.Number!.Value.CompareTo(From.Number!.Value) >= 0) && (To is null || value.Number!.Value.CompareTo(To.Number!.Value) <= 0);
    }
}

internal sealed record OracleClause(PlainFacet Facet, string Mode, List<Alternative> Alternatives)
{
    /// <summary>"Any of" what is listed, whether the clause asks for or excludes it.</summary>
    public bool Lists(List<PlainValue> values) =>
        values.Count == 0 ? Alternatives.Any(a => a.IsMissing) : values.Any(v => Alternatives.Any(a => a.Takes(v)));
}
