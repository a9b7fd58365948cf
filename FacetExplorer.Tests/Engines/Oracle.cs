namespace FacetExplorer.Tests.Engines;

/// <summary>
/// design.md's counting rules written a second time, as loops over plain records. It shares nothing with the search or an engine
/// and is as slow as it is plain.
/// </summary>
internal sealed partial class Oracle
{
    private readonly PlainCatalog _catalog;
    private readonly List<PlainRecord> _experiments;
    private readonly Dictionary<string, PlainRecord> _samples;
    private readonly Dictionary<PlainRecord, List<PlainRecord>> _counted;
    private readonly Dictionary<(PlainRecord, PlainFacet), List<PlainValue>> _values = [];
    private readonly Dictionary<PlainRecord, List<List<string>>> _texts = [];

    public Oracle(PlainCatalog catalog)
    {
        _catalog = catalog;
        _experiments = [.. catalog.Experiments.Select(PlainRecord.Read)];
        _samples = catalog.Samples.Select(PlainRecord.Read).ToDictionary(s => s.Accession);
        foreach (var listed in _experiments.SelectMany(e => e.Samples))
            _samples.TryAdd(listed, new PlainRecord { Accession = listed });
        var required = new OracleQuestion(catalog.Facets, catalog.Counted ?? "").Clauses;
        _counted = _experiments.ToDictionary(e => e, e => e.Samples.Select(s => _samples[s]).Where(s => required.All(c => Holds(c, s))).ToList());
    }

    public OracleQuestion Read(string query, PlainLists? lists = null) => new(_catalog.Facets, query) { Lists = lists ?? PlainLists.None };

    public Answer Ask(string query, bool ownClausesLeftOut = true, PlainLists? lists = null)
    {
        var question = Read(query, lists);
        var found = Search(question);
        var (x, y) = Match(question, found, question.Clauses, question.ExperimentScope);
        var facets = _catalog.Facets.Select(facet =>
        {
            var clauses = ownClausesLeftOut ? question.Clauses.Where(c => c.Facet != facet) : question.Clauses;
            var match = Match(question, found, [.. clauses], question.ExperimentScope);
            return Count(question, facet, match.X, match.Y);
        });
        return new Answer(
            x.Count, y.Count, Match(question, found, question.Clauses, !question.ExperimentScope).Y.Count,
            x.Sum(e => (long)_counted[e].Count(y.Contains)), SharedAmong(x).Count(y.Contains), [.. facets],
            [.. Hits(question, x, y).Skip((question.Page - 1) * question.Size).Take(question.Size)]);
    }

    /// <summary>Every hit by accession, those named by the text first.</summary>
    public List<(AnswerHit Hit, bool IsNamed)> AllHits(string query, PlainLists? lists = null)
    {
        var question = Read(query, lists);
        var found = Search(question);
        var (x, y) = Match(question, found, question.Clauses, question.ExperimentScope);
        return [.. Hits(question, x, y).Select(hit => (hit, IsNamed(question, _experiments.Single(e => e.Accession == hit.Accession))))];
    }

    /// <summary>X and Y, and how many counted samples each experiment has.</summary>
    public (List<PlainRecord> Experiments, List<PlainRecord> Samples, Func<PlainRecord, int> Counted) Matches(string query, PlainLists? lists = null)
    {
        var question = Read(query, lists);
        var (x, y) = Match(question, Search(question), question.Clauses, question.ExperimentScope);
        return (x, [.. y], e => _counted[e].Count);
    }

    /// <summary>Rules 3 to 5, those of lists, and rules 9 and 10.</summary>
    private (List<PlainRecord> X, HashSet<PlainRecord> Y) Match(OracleQuestion question, List<PlainRecord> found, List<OracleClause> clauses, bool experimentScope)
    {
        var (x, y) = MatchAnyNumber(question, found, clauses, experimentScope);
        if (question.AtLeast is not { } least)
            return (x, y);
        var large = x.Where(e => _counted[e].Count(y.Contains) >= least).ToList();
        return (large, [.. y.Where(s => large.Exists(e => _counted[e].Contains(s)))]);
    }

    /// <summary>Likewise without rule 10.</summary>
    private (List<PlainRecord> X, HashSet<PlainRecord> Y) MatchAnyNumber(OracleQuestion question, List<PlainRecord> found, List<OracleClause> clauses, bool experimentScope)
    {
        var (listed, notListed) = (question.Lists.Listed, question.Lists.NotListed);
        var ofSamples = clauses.Where(c => c.Facet.OfSamples).ToList();
        var x0 = found.Where(e => clauses.Where(c => !c.Facet.OfSamples).All(c => Holds(c, e))
            && question.Also.All(c => HoldsForExperiment(c, e))
            && (listed is null || HasOnList(listed, e))
            && (!experimentScope || (ofSamples.All(c => HoldsForExperiment(c, e)) && (notListed is null || !HasOnList(notListed, e))))).ToList();
        var y = x0.SelectMany(e => _counted[e]).Where(s => experimentScope
            || (ofSamples.All(c => Holds(c, s)) && (listed is null || IsOnList(listed, s)) && (notListed is null || !IsOnList(notListed, s)))).ToHashSet();
        return (experimentScope || (ofSamples.Count == 0 && notListed is null) ? x0 : [.. x0.Where(e => _counted[e].Any(y.Contains))], y);
    }

    /// <summary>A sample is on a list that has one of its accessions, or one of an experiment it belongs to.</summary>
    private bool IsOnList(IReadOnlyList<string> list, PlainRecord sample) =>
        Has(list, sample) || _experiments.Any(e => e.Samples.Contains(sample.Accession) && Has(list, e));

    /// <summary>An experiment is on a list that has one of its accessions, or one of its counted samples'.</summary>
    private bool HasOnList(IReadOnlyList<string> list, PlainRecord experiment) =>
        Has(list, experiment) || _counted[experiment].Exists(s => Has(list, s));

    private static bool Has(IReadOnlyList<string> list, PlainRecord record) => record.Alternates.Prepend(record.Accession)
        .Any(list.SelectMany(l => new[] { PlainRecord.Clean(l), PlainRecord.Clean(l).ToUpperInvariant() }).Contains);

    /// <summary>Rule 1.</summary>
    private bool Holds(OracleClause clause, PlainRecord record) =>
        clause.Mode == "not" ? !clause.Lists(ValuesOf(record, clause.Facet)) : clause.Lists(ValuesOf(record, clause.Facet));

    /// <summary>Rule 2.</summary>
    private bool HoldsForExperiment(OracleClause clause, PlainRecord experiment)
    {
        var some = _counted[experiment].Any(s => clause.Lists(ValuesOf(s, clause.Facet)));
        return clause.Mode == "not" ? !some : some;
    }

    /// <summary>Rules 6 and 7 for one facet, from an X and Y without its own clauses (or with them, if so asked).</summary>
    private AnswerFacet Count(OracleQuestion question, PlainFacet facet, List<PlainRecord> x, HashSet<PlainRecord> y)
    {
        var own = question.Clauses.Where(c => c.Facet == facet).ToList();
        var named = own.SelectMany(c => c.Alternatives).Select(a => a.Value).OfType<PlainValue>().DistinctBy(v => v.Text).ToList();
        var all = (facet.OfSamples ? _counted.Values.SelectMany(s => s).Distinct() : _experiments)
            .SelectMany(r => ValuesOf(r, facet)).Select(v => v.Bucket(facet)).OfType<PlainValue>().Concat(named).DistinctBy(v => v.Text);

        var find = OracleText.Folded(question.Finds.GetValueOrDefault(facet) ?? (facet.Kind is "terms" or "tree" ? question.FindInAll : null) ?? "");
        var order = question.BucketOrders.GetValueOrDefault(facet, facet.Kind is "number" or "date" ? "value" : "-samples");
        var buckets = all.Select(v => (Value: v, Bucket: CountOne(v)))
            .Where(b => b.Bucket.Selected || b.Bucket.Excluded
                || (b.Bucket.Experiments > 0 && OracleText.Folded(b.Value.Text).Contains(find, StringComparison.Ordinal)))
            .OrderBy(b => b, Comparer<(PlainValue Value, AnswerBucket Bucket)>.Create((a, b) => Compare(order, a, b)))
            .Select(b => b.Bucket).ToList();
        var limit = question.Limits.GetValueOrDefault(facet, facet.Limit);
        var skip = question.Skips.GetValueOrDefault(facet);
        var shown = buckets.Where((b, i) => (i >= skip && i < skip + limit) || b.Selected || b.Excluded).ToList();

        var whole = facet.OfSamples ? y : (IReadOnlyCollection<PlainRecord>)x;
        return new AnswerFacet(facet.Key, whole.Count(r => ValuesOf(r, facet).Count > 0), whole.Count, shown, CountOne(null), buckets.Count - shown.Count);

        AnswerBucket CountOne(PlainValue? value)
        {
            var (samples, experiments) = CountValue(question, facet, value, x, y);
            return new AnswerBucket(value?.Text, samples, experiments,
                own.Any(c => c.Mode != "not" && c.Alternatives.Any(Names)), own.Any(c => c.Mode == "not" && c.Alternatives.Any(Names)));

            bool Names(Alternative a) => value is null ? a.IsMissing : a.Value?.Text == value.Text;
        }
    }

    private (int Samples, int Experiments) CountValue(
        OracleQuestion question, PlainFacet facet, PlainValue? value, List<PlainRecord> x, HashSet<PlainRecord> y)
    {
        if (facet.OfSamples && !question.ExperimentScope)
        {
            var samples = y.Where(Has).ToHashSet();
            return (samples.Count, x.Count(e => _counted[e].Any(samples.Contains)));
        }
        var experiments = x.Where(e => facet.OfSamples ? _counted[e].Any(Has) : Has(e)).ToList();
        return (experiments.SelectMany(e => _counted[e]).Where(y.Contains).Distinct().Count(), experiments.Count);

        bool Has(PlainRecord record) =>
            ValuesOf(record, facet) is var values && (value is null ? values.Count == 0 : values.Any(value.Takes));
    }

    private static int Compare(string order, (PlainValue Value, AnswerBucket Bucket) a, (PlainValue Value, AnswerBucket Bucket) b)
    {
        var ascending = order.TrimStart('-') switch
        {
            "samples" => a.Bucket.Samples.CompareTo(b.Bucket.Samples),
            "experiments" => a.Bucket.Experiments.CompareTo(b.Bucket.Experiments),
            _ => PlainValue.Compare(a.Value, b.Value),
        };
        var asked = order[0] == '-' ? -ascending : ascending;
        return asked != 0 ? asked : PlainValue.Compare(a.Value, b.Value);
    }

    /// <summary>The samples that more than one of these experiments has.</summary>
    private HashSet<PlainRecord> SharedAmong(List<PlainRecord> experiments) =>
        [.. experiments.SelectMany(e => _counted[e]).GroupBy(s => s).Where(g => g.Count() > 1).Select(g => g.Key)];

    /// <summary>In the order asked for. How well a text matches is the engine's to say: relevance is only the order of those named.</summary>
    private IEnumerable<AnswerHit> Hits(OracleQuestion question, List<PlainRecord> x, HashSet<PlainRecord> y)
    {
        var sort = question.Sort is { } asked and not "-relevance" ? asked : IsAbsent(question) ? "-samples" : "-relevance";
        var shared = SharedAmong(x);
        return x.Order(Comparer<PlainRecord>.Create(Compare))
            .Select(e => new AnswerHit(e.Accession, Title(e), _counted[e].Count, _counted[e].Count(y.Contains), _counted[e].Count(s => y.Contains(s) && shared.Contains(s)), [.. _catalog.Facets.Select(f => AllValues(e, f))], Breakdown(e)));

        int Compare(PlainRecord a, PlainRecord b)
        {
            var byKey = sort.TrimStart('-') switch
            {
                "relevance" => IsNamed(question, a).CompareTo(IsNamed(question, b)),
                "samples" => _counted[a].Count(y.Contains).CompareTo(_counted[b].Count(y.Contains)),
                "published" => WithLast(Published(a), Published(b), sort),
                "title" => WithLast(FoldedTitle(a), FoldedTitle(b), sort),
                _ => PlainValue.CompareCodePoints(a.Accession, b.Accession),
            };
            return byKey != 0 ? (sort[0] == '-' ? -byKey : byKey) : PlainValue.CompareCodePoints(a.Accession, b.Accession);
        }

        List<AnswerShare>? Breakdown(PlainRecord experiment)
        {
            if (question.By is not { } by || question.View != "experiments")
                return null;
            var matching = _counted[experiment].Where(y.Contains).ToList();
            var buckets = matching.SelectMany(s => ValuesOf(s, by)).Select(v => v.Bucket(by)).OfType<PlainValue>().DistinctBy(v => v.Text)
                .OrderByDescending(v => Size(v)).ThenBy(v => v, Comparer<PlainValue>.Create(PlainValue.Compare))
                .Select(v => new AnswerShare(v.Text, Size(v))).ToList();
            var missing = matching.Count(s => ValuesOf(s, by).Count == 0);
            return missing == 0 ? buckets : [.. buckets, new AnswerShare(null, missing)];

            int Size(PlainValue value) => matching.Count(s => ValuesOf(s, by).Any(value.Takes));
        }
    }

    /// <summary>Compares so that null is last once the sort's sign is applied.</summary>
    private static int WithLast(string? a, string? b, string sort)
    {
        var last = sort[0] == '-' ? -1 : 1;
        return a is null || b is null ? ((a is null ? 1 : 0) - (b is null ? 1 : 0)) * last : PlainValue.CompareCodePoints(a, b);
    }

    private static string? Published(PlainRecord experiment)
    {
        foreach (var field in new[] { "published", "source_first_published", "year" })
            if (experiment.Fields.GetValueOrDefault(field, []).Select(PlainDate.Read).FirstOrDefault(d => d is not null) is { } date)
                return date.First;
        return null;
    }

    private static string? Title(PlainRecord experiment) => experiment.Fields.GetValueOrDefault("title", []).FirstOrDefault();

    private static string? FoldedTitle(PlainRecord experiment) => Title(experiment) is { } title ? OracleText.Folded(title) : null;

    private AnswerValues AllValues(PlainRecord experiment, PlainFacet facet)
    {
        var records = facet.OfSamples ? _counted[experiment] : [experiment];
        var values = records.SelectMany(r => ValuesOf(r, facet)).DistinctBy(v => v.Text);
        return new AnswerValues(facet.Key, [.. values.Order(Comparer<PlainValue>.Create(PlainValue.Compare)).Select(v => v.Text)]);
    }

    public bool IsByRelevance(string query) => Read(query) is var question && question.Sort is null or "-relevance" && !IsAbsent(question);

    private List<PlainValue> ValuesOf(PlainRecord record, PlainFacet facet)
    {
        if (_values.TryGetValue((record, facet), out var known))
            return known;
        var values = facet.Sources
            .Select(field => record.Fields.GetValueOrDefault(field, []).Select(v => PlainValue.Read(facet.Kind, v)).OfType<PlainValue>().DistinctBy(v => v.Text).ToList())
            .FirstOrDefault(list => list.Count > 0, []);
        if (facet.Kind == "tree")
            values = [.. values.SelectMany(v => facet.WithAbove(v.Text)).Distinct().Where(PlainValue.IsShort).Select(text => new PlainValue(text))];
        return _values[(record, facet)] = values;
    }

    private List<PlainRecord> Search(OracleQuestion question)
    {
        if (IsAbsent(question))
            return _experiments;
        var terms = OracleText.Terms(question.Text!);
        return [.. _experiments.Where(e => IsNamed(question, e) || (terms.Count > 0 && OracleText.Matches(terms, TextOf(e))))];
    }

    /// <summary>A text without letter or digit that is no accession is none.</summary>
    private bool IsAbsent(OracleQuestion question) =>
        question.Text is null || (OracleText.Terms(question.Text).Count == 0 && !_experiments.Any(e => IsNamed(question, e)));

    private bool IsNamed(OracleQuestion question, PlainRecord experiment) =>
        question.Text is { } text && AccessionsOf(experiment).Intersect([text, text.ToUpperInvariant()]).Any();

    private IEnumerable<string> AccessionsOf(PlainRecord experiment) =>
        experiment.Samples.Select(s => _samples[s]).Prepend(experiment).SelectMany(r => r.Alternates.Prepend(r.Accession));

    /// <summary>All its samples count here, whether they are counted elsewhere or not.</summary>
    private List<List<string>> TextOf(PlainRecord experiment)
    {
        if (_texts.TryGetValue(experiment, out var known))
            return known;
        var values = experiment.Samples.Select(s => _samples[s]).Prepend(experiment).SelectMany(r => r.Fields.Values.SelectMany(v => v));
        return _texts[experiment] = [.. AccessionsOf(experiment).Concat(values).Distinct().Select(OracleText.Tokens)];
    }
}
