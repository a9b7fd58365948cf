using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// Rule 6 for one facet: what is asked of both indexes, and how the answers are read. Experiments are counted in the experiments' index;
/// samples are sums over cohorts, or, where refine.bio's way of counting is wanted, the cardinality of their accessions.
/// </summary>
internal sealed class FacetQuestion
{
    /// <summary>Five standard errors of the server's algorithm at its highest precision (2^18 registers: 1.04 / 2^9 = 0.2%).</summary>
    public const double RelativeError = 0.01;

    private const string Buckets = "counted", Back = "back", Missing = "missing", Shared = "shared", Distinct = "distinct", Values = "values";

    private readonly SearchRequest _request;
    private readonly FacetDefinition _facet;
    private readonly BucketList _list;
    private readonly Narrowing _narrowing;

    /// <summary>Whether samples themselves have the values, and not experiments.</summary>
    private readonly bool _ofCohorts;
    private readonly bool _byCardinality;

    public FacetQuestion(SearchRequest request, Func<SearchRequest, Narrowing> narrow, Counting counting, FacetDefinition facet, BucketList list)
    {
        (_request, _facet, _list) = (request, facet, list);
        _narrowing = narrow(request.CountedFor(facet));
        _ofCohorts = request.Scope == Scope.Sample && facet.Level == FacetLevel.Sample;
        _byCardinality = counting == Counting.Cardinality && request.Scope == Scope.Experiment;
    }

    /// <summary>The values of a long list are chosen where they are ordered.</summary>
    private bool ChoosesByCohorts => _list.Order.Key == BucketOrderKey.Samples;

    public FacetDefinition Facet => _facet;

    public bool IsLong => _list.IsLong;

    public Aggregation? OnExperiments()
    {
        if (IsLong && ChoosesByCohorts)
            return null;
        var aggs = _ofCohorts
            ? new() { [Narrowing.Cohorts] = _narrowing.InCohorts(Counted(f => IndexFields.In(IndexFields.Cohorts, f), new() { [Back] = Reversed(null) }, Back)) }
            : Counted(field => field, _byCardinality ? ByCardinality() : null, null);
        return new Aggregation { Filter = _narrowing.Experiments, Aggs = aggs };
    }

    public Aggregation? OnCohorts()
    {
        if (IsLong && !ChoosesByCohorts)
            return null;
        return new Aggregation { Filter = _narrowing.Classes, Aggs = new(SampleBuckets().Concat(Whole())) };
    }

    private IEnumerable<KeyValuePair<string, Aggregation>> SampleBuckets()
    {
        if (_ofCohorts)
        {
            var counted = Counted(f => IndexFields.In(IndexFields.Cohorts, f), _narrowing.SizeOfCohort, _narrowing.PathOfSize);
            foreach (var (name, size) in _narrowing.SizeOfCohort)
                counted.Add(name, size);
            yield return new(Narrowing.Cohorts, _narrowing.InCohorts(counted));
        }
        else if (!_byCardinality || IsLong)
        {
            var samples = _narrowing.CountSamples(IndexFields.Size);
            var path = samples.ContainsKey(Narrowing.Sum) ? Narrowing.Sum : $"{Narrowing.Cohorts}>{Narrowing.Matching}>{_narrowing.PathOfSize}";
            var counted = Counted(f => IndexFields.In(IndexFields.Experiments, f), new() { [Back] = Reversed(samples) }, $"{Back}>{path}");
            yield return new(IndexFields.Experiments, _narrowing.InExperiments(counted));
        }
    }

    /// <summary>For a sample-level facet in scope <c>experiment</c>: all samples, and those without a value of their own.</summary>
    private IEnumerable<KeyValuePair<string, Aggregation>> Whole()
    {
        if (_ofCohorts || _facet.Level == FacetLevel.Experiment)
            yield break;
        var none = Query.OneOf(IndexFields.In(IndexFields.Cohorts, IndexFields.Values(_facet)), [IndexFields.Missing]);
        yield return new(Narrowing.Sum, Aggregation.SumOf(IndexFields.Size));
        yield return new(Missing, new Aggregation
        {
            Nested = new NestedAggregation(IndexFields.Cohorts),
            Aggs = new()
            {
                [Narrowing.Matching] = new Aggregation
                {
                    Filter = none,
                    Aggs = new() { [Narrowing.Sum] = Aggregation.SumOf(IndexFields.In(IndexFields.Cohorts, IndexFields.Size)) },
                },
            },
        });
    }

    private Dictionary<string, Aggregation> Counted(Func<string, string> place, Dictionary<string, Aggregation>? aggs, string? metric)
    {
        var counted = new Dictionary<string, Aggregation> { [Buckets] = _list.Ask(place, aggs, metric) };
        if (IsLong && !_narrowing.IsOfAll && _list.AskNumber(place) is { } number)
            counted.Add(Values, number);
        return counted;
    }

    private static Dictionary<string, Aggregation> ByCardinality() => new()
    {
        [Narrowing.Sum] = Aggregation.SumOf(IndexFields.Samples),
        [Shared] = Aggregation.SumOf(IndexFields.Shared),
        [Distinct] = new Aggregation { Cardinality = new FieldAggregation(IndexFields.DownloadableSamples) { PrecisionThreshold = FieldAggregation.HighestPrecision } },
    };

    private static Aggregation Reversed(Dictionary<string, Aggregation>? aggs) => new() { ReverseNested = new Nothing(), Aggs = aggs };

    /// <summary>The values a long list is made of, and how many there are in all, depending on whether "missing" is counted.</summary>
    public (IReadOnlyList<FacetValue> Top, Func<bool, Count> Number) ReadTop(Aggregate? onExperiments, Aggregate? onCohorts)
    {
        var inner = _ofCohorts
            ? (onCohorts ?? onExperiments)![Narrowing.Cohorts, Narrowing.Matching]
            : onCohorts?[IndexFields.Experiments, Narrowing.Matching] ?? onExperiments!;
        return ([.. inner[Buckets].Buckets.Select(_list.Read).OfType<FacetValue>()],
            missing => _narrowing.IsOfAll ? new Count(_list.Length) : _list.ReadNumber(inner.Inner.GetValueOrDefault(Values), missing));
    }

    /// <summary>The facet's counts.</summary>
    /// <param name="onExperiments">The answer to <see cref="OnExperiments"/>.</param>
    /// <param name="onCohorts">The answer to <see cref="OnCohorts"/>.</param>
    /// <param name="number">How many values a long list has in all.</param>
    public FacetCounts Read(Aggregate onExperiments, Aggregate onCohorts, Func<bool, Count>? number)
    {
        var (samples, experiments) = _ofCohorts
            ? (ReadBuckets(onCohorts[Narrowing.Cohorts, Narrowing.Matching], b => new Count(Narrowing.SizeIn(b))),
                ReadBuckets(onExperiments[Narrowing.Cohorts, Narrowing.Matching], b => b[Back].Documents))
            : (_byCardinality
                ? ReadBuckets(onExperiments, ReadCardinality)
                : ReadBuckets(onCohorts[IndexFields.Experiments, Narrowing.Matching], b => new Count(Narrowing.SamplesIn(b[Back]))),
                ReadBuckets(onExperiments, b => b.Documents));
        var all = samples.Keys.Union(experiments.Keys).Union(_list.Known.Select(v => v?.Text ?? IndexFields.Missing))
            .Select(text => new Bucket(Value(text), samples.GetValueOrDefault(text, new Count(0)), experiments.GetValueOrDefault(text))).ToList();
        var missing = all.Single(b => b.Value is null);
        var (recorded, of) = ReadWhole(onExperiments, onCohorts, missing);
        var shown = FacetLists.Arrange(_request, _facet, all.Where(b => b.Value is not null), out var more);
        var inAll = number?.Invoke(missing.Experiments > 0) ?? new Count(0);
        var contains = FacetLists.Containing(_list.List);
        return new FacetCounts(_facet, new Count(recorded), new Count(of), shown, FacetLists.Mark(_request, _facet, missing),
            Math.Max(more, (int)inAll.Value - shown.Count(b => b.Experiments > 0 && contains(b.Value!))))
        { IsMoreExact = inAll.Exact };

        Dictionary<string, T> ReadBuckets<T>(Aggregate inner, Func<Aggregate, T> read) =>
            inner[Buckets].Buckets.ToDictionary(b => _list.Read(b) is { } value ? Keep(value) : IndexFields.Missing, read);
    }

    private readonly Dictionary<string, FacetValue> _read = new(StringComparer.Ordinal);

    private string Keep(FacetValue value)
    {
        _read[value.Text] = value;
        return value.Text;
    }

    private FacetValue? Value(string text) =>
        text == IndexFields.Missing ? null : _read.GetValueOrDefault(text) ?? _list.Known.First(v => v?.Text == text);

    private (long Recorded, long Of) ReadWhole(Aggregate onExperiments, Aggregate onCohorts, Bucket missing)
    {
        if (_facet.Level == FacetLevel.Experiment)
            return (onExperiments.Documents - missing.Experiments, onExperiments.Documents);
        if (!_ofCohorts)
            return (onCohorts[Narrowing.Sum].Value - onCohorts[Missing, Narrowing.Matching, Narrowing.Sum].Value, onCohorts[Narrowing.Sum].Value);
        var samples = Narrowing.SizeIn(onCohorts[Narrowing.Cohorts, Narrowing.Matching]);
        return (samples - missing.Samples.Value, samples);
    }

    /// <summary>
    /// Exact where it must be: without a sample that also belongs to another experiment, or in one experiment only, adding up is right.
    /// Otherwise the server's estimate, within what is certain.
    /// </summary>
    private static Count ReadCardinality(Aggregate bucket)
    {
        var (sum, shared) = (bucket[Narrowing.Sum].Value, bucket[Shared].Value);
        return shared == 0 || bucket.Documents == 1
            ? new Count(sum)
            : new Count(Math.Clamp(bucket[Distinct].Value, sum - shared, sum), Exact: false, RelativeError);
    }
}
