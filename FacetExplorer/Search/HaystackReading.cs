using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using static FacetExplorer.Search.HaystackUrl;

namespace FacetExplorer.Search;

/// <summary>One query string being read.</summary>
internal sealed class HaystackReading(HaystackUrl dialect, IReadOnlyList<(string Name, string Value)> parameters)
{
    private readonly List<UrlProblem> _problems = [];
    private readonly List<(string Name, string Value)> _passedOn = [];
    private readonly Dictionary<string, string> _writtenAs = new(StringComparer.Ordinal);
    private readonly Dictionary<FacetDefinition, Dictionary<string, string>> _options = [];
    private readonly List<(string Entry, string Key, string Value)> _entries = [];
    private readonly Dictionary<string, string> _once = new(StringComparer.Ordinal);
    private int _values;

    public IReadOnlyList<(string Name, string Value)> Parameters { get; } = parameters;

    public void Problem(string name, string value, string allowed) => _problems.Add(new UrlProblem(name, SearchUrl.Shortened(value), allowed));

    /// <summary>An entry <c>key_exact:value</c>; without a colon or a value it is passed over.</summary>
    public void Select(string entry)
    {
        if (entry.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon) || Value.OfTyped(entry[(colon + 1)..]) is not { Length: > 0 } value)
            return;
        var name = entry[..colon];
        var key = name.EndsWith(Exact, StringComparison.Ordinal) ? name[..^Exact.Length] : "";
        if (!dialect.Registry.TryGet(key, out _) && !dialect.QueryFacets.ContainsKey(key))
            Problem(dialect.Selected, entry, $"{name} is no facet here; a facet's key followed by {Exact} is expected: {string.Join(", ", dialect.Registry.All.Select(f => f.Key + Exact))}");
        else if (++_values > SearchUrl.MaximumValues)
            Problem(dialect.Selected, entry, $"at most {SearchUrl.MaximumValues} values in one URL");
        else
            _entries.Add((entry, key, value));
    }

    /// <summary>Options <c>name:value</c> of a facet for this request.</summary>
    public void Options(FacetDefinition facet, string name, string text)
    {
        var options = _options.TryGetValue(facet, out var known) ? known : _options[facet] = new(StringComparer.Ordinal);
        foreach (var option in text.Split(dialect.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = option.IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? option : option[..colon].Trim();
            if (colon < 0 || !OtherOptions.Concat(DateOptions).Contains(key))
                Problem(name, option, $"options are written name:value, separated by {dialect.Separator} and are {string.Join(", ", DateOptions.Concat(OtherOptions))}");
            else if (DateOptions.Contains(key) && facet.Kind != FacetKind.Date)
                Problem(name, option, $"{facet.Key} is no date facet; its options are {string.Join(", ", OtherOptions)}");
            else
                options[key] = option[(colon + 1)..].Trim();
        }
    }

    public Dictionary<string, string> OptionsOf(FacetDefinition facet) => _options[facet];

    /// <summary>Paging and the form of the answer.</summary>
    public bool Common(string name, string value, bool asFacets)
    {
        if (!(name is Page or PageSize or Limit or Offset or Cursor or Highlight or Format || (asFacets ? name is SerializeObjects or ObjectsFields : name is Ordering)))
            return false;
        if (!_once.TryAdd(name, value))
            Problem(name, value, "only once");
        return true;
    }

    /// <summary>What the page's dialect reads under the same name; <c>text</c> is <c>q</c>.</summary>
    public bool PassOn(string name, string value)
    {
        if (name == TextAlias)
            return Pass(name, SearchUrl.TextParameter, value);
        if (PassedOn.Contains(name))
            return Pass(name, name, value);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dialect.Registry.TryGet(name[..dot], out _) && PassedOnSuffixes.Contains(name[(dot + 1)..]) && Pass(name, name, value);
    }

    /// <summary>A filter of the list: <c>field</c>, <c>field__in</c>, <c>field__not</c>, <c>field__range</c>.</summary>
    public bool Lookup(string name, string value)
    {
        var cut = name.IndexOf("__", StringComparison.Ordinal);
        if (!dialect.Registry.TryGet(cut < 0 ? name : name[..cut], out var facet))
            return false;
        var lookup = cut < 0 ? "in" : name[(cut + 2)..];
        var values = Split(value).ToList();
        if (!Lookups.Contains(lookup))
            Problem(name, value, $"{facet.Key} can be followed by {string.Join(", ", Lookups.Select(l => "__" + l))}");
        else if (lookup != "range")
            values.ForEach(v => Pass(name, lookup == "not" ? $"{facet.Key}.not" : facet.Key, Lenient(facet, v)));
        else if (values.Count != 2)
            Problem(name, value, $"a start and an end, separated by {dialect.Separator}");
        else
        {
            Pass(name, SearchUrl.FromParameter(facet), Lenient(facet, values[0]));
            Pass(name, SearchUrl.ToParameter(facet), Lenient(facet, values[1]));
        }
        return true;
    }

    public HaystackQuery Facets()
    {
        foreach (var facet in dialect.Registry.All)
            foreach (var (option, value) in InForce(facet).Where(o => OtherOptions.Contains(o.Key)))
                Pass(facet.Key, $"{facet.Key}.{option}", value);
        var request = Filtered() with { OwnClausesLeftOut = false };
        var gaps = ReadGaps();
        var asked = dialect.Configured.Count == 0 ? dialect.Registry.All : [.. dialect.Registry.All.Where(f => dialect.Configured.ContainsKey(f) || _options.ContainsKey(f))];
        var selected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (entry, key, value) in _entries)
            request = Narrow(request, entry, key, value, gaps, selected);
        return Answer(request with { Facets = [.. asked] }) with
        {
            Gaps = gaps,
            Options = _options,
            Selected = selected,
            WithObjects = Flag(SerializeObjects, dialect.Options.SerializeObjects),
            ObjectFields = ReadObjectFields(),
        };
    }

    public HaystackQuery List()
    {
        var request = Filtered();
        if (_once.GetValueOrDefault(Ordering) is { } ordering)
            request = SearchUrl.ReadSort(ordering, request.Text is not null) is { } sort
                ? request with { Sort = sort }
                : Ignored(request, Ordering, ordering, $"one of {string.Join(", ", SearchUrl.SortNames(request.Text is not null))}");
        return Answer(request with { Facets = [] });
    }

    private HaystackQuery Answer(SearchRequest request)
    {
        if (_once.GetValueOrDefault(Format) is { } format && format != "json")
            Problem(Format, format, "only json here");
        request = ReadPage(request);
        return new HaystackQuery(dialect, request, Parameters, _problems) { Highlight = Flag(Highlight, false), IsByOffset = _once.ContainsKey(Offset) || _once.ContainsKey(Limit) };
    }

    private SearchRequest Filtered()
    {
        var (request, problems) = dialect.Url.Parse(_passedOn);
        _problems.AddRange(problems.Select(p => p with { Parameter = _writtenAs.GetValueOrDefault(p.Parameter, p.Parameter) }));
        var text = dialect.Within.Text is { } within ? TextQuery.Parse($"{within.Source} {request.Text?.Source}") : request.Text;
        return request.And(dialect.Within) with { Text = text, Clauses = dialect.Within.Clauses.AddRange(request.Clauses) };
    }

    private SearchRequest ReadPage(SearchRequest request)
    {
        var size = Whole(PageSize, 1, MaximumPageSize) ?? Whole(Limit, 1, MaximumPageSize) ?? dialect.Options.PageSize;
        var page = Whole(Page, 1, int.MaxValue) ?? 1;
        if (Whole(Offset, 0, int.MaxValue) is { } offset)
            page = offset % size == 0 ? offset / size + 1 : Whole(Offset, 0, -1, $"a multiple of {Limit}, here of {size}") ?? 1;
        if (_once.GetValueOrDefault(Cursor) is { } cursor)
            Problem(Cursor, cursor, $"{Page} and {PageSize}, or {Offset} and {Limit}, instead");
        if ((long)page * size > SearchRequest.DeepestHit)
        {
            Problem(_once.ContainsKey(Offset) ? Offset : Page, _once.GetValueOrDefault(Offset) ?? _once[Page], $"pages reach the first {SearchRequest.DeepestHit} results; narrow the search or download it");
            page = 1;
        }
        return request with { Page = page, Size = size };
    }

    private Dictionary<FacetDefinition, DateGaps> ReadGaps()
    {
        var gaps = new Dictionary<FacetDefinition, DateGaps>();
        foreach (var facet in dialect.Registry.All.Where(f => f.Kind == FacetKind.Date))
        {
            var options = InForce(facet);
            var by = options.GetValueOrDefault(GapBy, facet.Interval!);
            if (!DateGaps.Units.Contains(by))
                Problem(facet.Key, $"{GapBy}:{by}", $"{GapBy} is one of {string.Join(", ", DateGaps.Units)}");
            else if (ReadAmount(facet, options) is { } amount)
                gaps[facet] = new DateGaps(by, amount, ReadDate(facet, options, StartDate) is { } start ? DateGaps.StartOf(start) : null,
                    ReadDate(facet, options, EndDate) is { } end ? DateGaps.EndOf(end) : null);
            if (gaps.TryGetValue(facet, out var read) && read.Start >= read.End)
                Problem(facet.Key, $"{StartDate}:{options[StartDate]}", $"{StartDate} must come before {EndDate}");
        }
        return gaps;
    }

    private int? ReadAmount(FacetDefinition facet, Dictionary<string, string> options)
    {
        const int most = 10_000;
        var text = options.GetValueOrDefault(GapAmount, "1");
        if (SearchUrl.WholeNumber(text) is >= 1 and <= most and var amount)
            return amount;
        Problem(facet.Key, $"{GapAmount}:{text}", $"{GapAmount} is a whole number from 1 to {most}");
        return null;
    }

    private ValueRange? ReadDate(FacetDefinition facet, Dictionary<string, string> options, string option)
    {
        if (!options.TryGetValue(option, out var text))
            return null;
        var date = DateGaps.Read(text);
        if (date is null)
            Problem(facet.Key, $"{option}:{text}", $"{option} is {DateGaps.Allowed}");
        return date;
    }

    /// <summary>The options configured, those of the request in their place one by one.</summary>
    private Dictionary<string, string> InForce(FacetDefinition facet)
    {
        var options = new Dictionary<string, string>(dialect.Configured.GetValueOrDefault(facet) ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in _options.GetValueOrDefault(facet) ?? [])
            options[name] = value;
        return options;
    }

    private SearchRequest Narrow(
        SearchRequest request, string entry, string key, string value, Dictionary<FacetDefinition, DateGaps> gaps, Dictionary<string, string> selected)
    {
        if (dialect.QueryFacets.TryGetValue(key, out var query))
        {
            if (value != "true")
                return Ignored(request, dialect.Selected, entry, $"{key}{Exact}:true");
            selected[entry] = HaystackEntry.IdentityOf(key, value);
            return request.And(query.Request);
        }
        dialect.Registry.TryGet(key, out var facet);
        var read = facet!.Kind == FacetKind.Date
            ? DateGaps.Read(value) is { } date && gaps.TryGetValue(facet, out var gap) ? gap.PeriodFrom(DateGaps.StartOf(date)) : null
            : FacetValue.ReadAsked(facet.Kind, value);
        if (read is null)
            return Ignored(request, dialect.Selected, entry, facet.Kind == FacetKind.Date ? DateGaps.Allowed : FacetValue.Allowed(facet.Kind));
        selected[entry] = HaystackEntry.IdentityOf(facet.Key, read.Text);
        return request.On(facet).Any(c => c.Mode == ClauseMode.All && c.Names(read.Text))
            ? request
            : request with { Clauses = request.Clauses.Add(new Clause(facet, ClauseMode.All) { Values = [read] }) };
    }

    private HashSet<string>? ReadObjectFields()
    {
        if (_once.GetValueOrDefault(ObjectsFields) is not { } text)
            return null;
        var fields = Split(text).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in fields.Where(f => !HaystackQuery.OwnObjectFields.Contains(f) && !dialect.Registry.TryGet(f, out _)))
            Problem(ObjectsFields, unknown, $"one of {string.Join(", ", HaystackQuery.OwnObjectFields.Concat(dialect.Registry.All.Select(f => f.Key)))}");
        return fields;
    }

    private bool Flag(string name, bool unless)
    {
        if (_once.GetValueOrDefault(name) is not { } text)
            return unless;
        if (bool.TryParse(text, out var flag))
            return flag;
        Problem(name, text, "true or false");
        return unless;
    }

    private int? Whole(string name, int low, int high, string? allowed = null)
    {
        if (_once.GetValueOrDefault(name) is not { } text)
            return null;
        if (SearchUrl.WholeNumber(text) is { } number && number >= low && number <= high)
            return number;
        Problem(name, text, allowed ?? (high == int.MaxValue ? $"a whole number from {low}" : $"a whole number from {low} to {high}"));
        return null;
    }

    private SearchRequest Ignored(SearchRequest request, string name, string value, string allowed)
    {
        Problem(name, value, allowed);
        return request;
    }

    private bool Pass(string written, string name, string value)
    {
        _writtenAs[name] = written;
        _passedOn.Add((name, value));
        return true;
    }

    /// <summary>Values between separators; a separator after a backslash belongs to the value.</summary>
    private IEnumerable<string> Split(string text)
    {
        var parts = text.Split(dialect.Separator);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            while (part.EndsWith('\\') && i + 1 < parts.Length)
                part = part[..^1] + dialect.Separator + parts[++i];
            if (part.Trim() is { Length: > 0 } value)
                yield return value;
        }
    }

    private static string Lenient(FacetDefinition facet, string value) =>
        facet.Kind == FacetKind.Date && Dates.Read(value) is null && DateGaps.Read(value) is { } date ? DateGaps.WritePrefix(date) : value;
}
