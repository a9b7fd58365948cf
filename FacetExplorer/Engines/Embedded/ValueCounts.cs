using System.Buffers;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>
/// Rule 6: how many unique samples and experiments have each value of all facets. Counting begins with what is known already, of nothing,
/// of everything or of a selection of the same search, whichever differs least, and goes once over the experiments that come or go: each
/// adds its samples to each of its values, or takes them away, and itself, both in one 64-bit number. Then every class that several
/// experiments have is put right where it was added or taken away more than once. Where samples are counted for what they have
/// themselves, cohorts add their sizes; where they are chosen one by one, weights differ, and all is counted from nothing.
/// </summary>
internal sealed class ValueCounts : IDisposable
{
    private const int CancelEvery = 4096;
    private const int SampleBits = 40;
    private const long OneExperiment = 1L << SampleBits;

    private readonly Snapshot _snapshot;
    private readonly Selection _selection;
    private readonly Scope _scope;
    private readonly AskedRanges? _asked;
    private readonly bool _ofExperiments, _ofSamples;
    private readonly int _from;
    private readonly ushort[] _soleValues = [];
    private readonly CodedFacet[] _coded;
    private readonly long[] _counts;
    private readonly int[] _missing;
    private readonly long[] _unrecorded;
    private int[] _marks = [];
    private int _mark;

    private ValueCounts(Snapshot snapshot, Selection selection, Scope scope, AskedRanges? asked, FacetColumn? only)
    {
        (_snapshot, _selection, _scope, _asked) = (snapshot, selection, scope, asked);
        (_ofExperiments, _ofSamples) = (only?.IsOfSamples != true, only?.IsOfSamples != false);
        _from = only?.First ?? 0;
        if (only is not null && asked is null)
            _soleValues = snapshot.SoleValues[Array.IndexOf(snapshot.Columns, only)];
        _coded = only is null ? snapshot.CohortValues.Facets : only.IsOfSamples ? [snapshot.CohortValues.Of(only)] : [];
        _counts = ArrayPool<long>.Shared.Rent(Numbers);
        _missing = snapshot.MissingOfSamples;
        _unrecorded = new long[_missing.Length];
    }

    /// <summary>Counts all facets, or one of them; of others of its level what is counted then means nothing.</summary>
    /// <param name="snapshot">The generation.</param>
    /// <param name="selection">What matches.</param>
    /// <param name="scope">What is counted.</param>
    /// <param name="asked">Ranges to be counted too.</param>
    /// <param name="only">The facet, or null for all.</param>
    /// <param name="known">All facets of other selections of the same scope and ranges.</param>
    /// <param name="cancel">Stops counting.</param>
    public static ValueCounts Of(
        Snapshot snapshot, Selection selection, Scope scope, AskedRanges? asked, FacetColumn? only, IEnumerable<ValueCounts> known, CancellationToken cancel)
    {
        var counts = new ValueCounts(snapshot, selection, scope, asked, only);
        if (selection.ChoosesSamples)
            counts.AddChosen(cancel);
        else
            counts.StepFrom(counts.Nearest(known), cancel);
        return counts;
    }

    /// <summary>The unique samples and the experiments of a value, cell or range, by its number.</summary>
    public (long Samples, long Experiments) this[int number] => (_counts[number] & (OneExperiment - 1), _counts[number] >> SampleBits);

    public bool Any(int number) => _counts[number] != 0;

    /// <summary>How many samples, or experiments on their level, themselves have a value of a facet.</summary>
    public long Recorded(FacetColumn column) => !column.IsOfSamples ? _selection.Count - this[column.Missing].Experiments
        : _selection.Samples - (_scope == Scope.Sample ? this[column.Missing].Samples : _unrecorded[Array.IndexOf(_missing, column.Missing)]);

    /// <summary>Whether no facet was left out.</summary>
    public bool IsOfAllFacets => _ofExperiments && _ofSamples;

    /// <summary>Whether facets of samples are counted, by what some sample of an experiment has.</summary>
    private bool SamplesByExperiment => _scope == Scope.Experiment && _ofSamples;

    /// <summary>Whether facets of samples are counted, by what samples themselves have.</summary>
    private bool SamplesByCohort => _scope == Scope.Sample && _ofSamples;

    private int Numbers => _snapshot.ValueCount + (_asked?.Count ?? 0);

    /// <summary>Those of which all experiments are in the selection, or the other way round, and the fewest are not in both; null for none.</summary>
    private ValueCounts? Nearest(IEnumerable<ValueCounts> known)
    {
        var (nearest, least) = ((ValueCounts?)null, _selection.Count);
        foreach (var other in known.Where(other => !other._selection.ChoosesSamples))
        {
            var (smaller, larger) = (Math.Min(_selection.Count, other._selection.Count), Math.Max(_selection.Count, other._selection.Count));
            if (larger - smaller < least && _selection.Set.InCommonWith(other._selection.Set) == smaller)
                (nearest, least) = (other, larger - smaller);
        }
        return nearest;
    }

    private void StepFrom(ValueCounts? start, CancellationToken cancel)
    {
        if (start is null)
            _counts.AsSpan(0, Numbers).Clear();
        else
            start._counts.AsSpan(0, Numbers).CopyTo(_counts);
        start?._unrecorded.CopyTo(_unrecorded, 0);
        using var changed = _selection.Set.Copy();
        if (start is not null)
            changed.LeaveDifferent(start._selection.Set);
        var step = start is null ? new Step(changed, null, 1)
            : start._selection.Count < _selection.Count ? new Step(changed, start._selection.Set, 1)
            : new Step(changed, _selection.Set, -1);

        var before = Array.ConvertAll(_missing, none => _counts[none]);
        foreach (var e in changed)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            if (!ChangeSole(e, step.Sign))
                Change(e, step.Sign);
        }
        for (var i = 0; i < before.Length; i++)
            _unrecorded[i] += step.Sign * (step.Sign * (_counts[_missing[i]] - before[i]) & (OneExperiment - 1));
        foreach (var e in changed.Among(_snapshot.Sharing))
            foreach (var c in _snapshot.SharedClasses(e))
                if (step.Meets(e, _snapshot.ClassExperiments[c], out var changing, out var kept))
                {
                    if (SamplesByCohort && kept == 0)
                        AddCohorts(c, step.Sign);
                    PutRight(c, _snapshot.ClassSizes[c], step, changing, kept);
                }
    }

    /// <summary>Adds an experiment and all its samples, or takes them away; of what it shares in scope <c>sample</c> no cohorts yet.</summary>
    private void Change(int e, int sign)
    {
        var whole = sign * (OneExperiment + _snapshot.ExperimentSizes[e]);
        if (SamplesByExperiment)
        {
            Add(RowOf(_snapshot.ExperimentValues, e), whole);
            var partly = _snapshot.PartlyRecorded[e];
            for (var i = 0; i < partly.Length; i += 2)
                _unrecorded[partly[i]] -= sign * partly[i + 1];
            return;
        }
        if (_ofExperiments)
            Add(_snapshot.OwnValues(e), whole);
        if (!_ofSamples)
            return;
        Add(_snapshot.SampleValues(e), sign * OneExperiment);
        if (_snapshot.OwnClass(e) is { } own)
            AddCohorts(own, sign);
    }

    /// <summary>Likewise for the one facet that is counted, where the experiment and all its samples have the same one thing of it.</summary>
    private bool ChangeSole(int e, int sign)
    {
        if (_soleValues.Length == 0 || _soleValues[e] == Snapshot.Several)
            return false;
        var samples = _snapshot.ExperimentSizes[e];
        if (SamplesByCohort)
            foreach (var c in _snapshot.SharedClasses(e))
                samples -= _snapshot.ClassSizes[c];
        _counts[_from + _soleValues[e]] += sign * (OneExperiment + samples);
        return true;
    }

    /// <summary>
    /// A class was added once for each of its experiments that came, or taken away for each that went: puts right each value that others
    /// of its experiments have as well.
    /// </summary>
    private void PutRight(int c, int weight, Step step, int changing, int kept)
    {
        if (changing + kept == 1 || !(SamplesByExperiment || _ofExperiments))
            return;
        if (_asked is null && _snapshot.ClassExperiments[c].Length == 2)
            Add(RowOf(_snapshot.PairValues, c - _snapshot.OwnClasses), -step.Sign * weight);
        else
            PutRightEach(c, step.Sign * weight, step);
        var unrecorded = _snapshot.SharedUnrecorded[c - _snapshot.OwnClasses];
        var times = step.Sign * (changing - (kept == 0 ? 1 : 0));
        for (var i = 0; SamplesByExperiment && i < unrecorded.Length; i += 2)
            _unrecorded[unrecorded[i]] -= (long)times * unrecorded[i + 1];
    }

    /// <summary>Likewise for a class of any number of experiments.</summary>
    private void PutRightEach(int c, int samples, Step step)
    {
        if (_marks.Length == 0)
        {
            _marks = ArrayPool<int>.Shared.Rent(Numbers);
            _marks.AsSpan(0, Numbers).Clear();
        }
        _mark++;
        foreach (var e in _snapshot.ClassExperiments[c])
            if (step.Kept?.Contains(e) == true)
                Mark(RowOf(_snapshot.ExperimentValues, e), 0);
        foreach (var e in _snapshot.ClassExperiments[c])
            if (step.Changed.Contains(e))
                Mark(RowOf(_snapshot.ExperimentValues, e), samples);
    }

    /// <summary>Of a pair of rows, facets of experiments and of samples, that what is added up by experiments.</summary>
    private ValueRows.ValueRow RowOf(ValueRows pairs, int number) =>
        !SamplesByExperiment ? pairs[number * 2] : _ofExperiments ? pairs.Together(number * 2, 2) : pairs[number * 2 + 1];

    /// <summary>Marks each value of a row, and takes samples back from those that were marked before.</summary>
    private void Mark(ValueRows.ValueRow row, long samples)
    {
        if (_asked is not null)
            foreach (var value in _asked.Widen(row))
                Mark(value, samples);
        else
            foreach (var value in row)
                Mark(value, samples);
    }

    private void Mark(int value, long samples)
    {
        if (_marks[value] == _mark)
            _counts[value] -= samples;
        else
            _marks[value] = _mark;
    }

    private void AddCohorts(int c, int sign)
    {
        var (values, sizes, counts) = (_snapshot.CohortValues, _snapshot.CohortSizes, _counts);
        var (first, end) = (_snapshot.FirstCohorts[c], _snapshot.FirstCohorts[c + 1]);
        foreach (var facet in _coded)
            for (var cohort = first; cohort < end; cohort++)
                if (values[cohort, facet] is var code && code < facet.Singles)
                    counts[facet.First + code] += sign * sizes[cohort];
                else
                    foreach (var value in SetOf(facet, code))
                        counts[value] += sign * sizes[cohort];
    }

    /// <summary>The numbers that a code stands for, and the ranges they lie in. Good until the next.</summary>
    private ReadOnlySpan<int> SetOf(CodedFacet facet, int code) => _asked is null ? facet.Set(code) : _asked.Widen(facet.Set(code));

    private void Add(ValueRows.ValueRow row, long amount)
    {
        var counts = _counts;
        if (_asked is not null)
            foreach (var value in _asked.Widen(row))
                counts[value] += amount;
        else
            foreach (var value in row)
                counts[value] += amount;
    }

    /// <summary>Counts where samples are chosen for what they have: every cohort by what of it matches, every experiment once a value.</summary>
    private void AddChosen(CancellationToken cancel)
    {
        _counts.AsSpan(0, Numbers).Clear();
        var step = new Step(_selection.Set, null, 1);
        var seen = _ofSamples ? ArrayPool<int>.Shared.Rent(Numbers) : [];
        seen.AsSpan(0, Math.Min(seen.Length, Numbers)).Fill(-1);
        foreach (var e in _selection.Set)
        {
            if (e % CancelEvery == 0)
                cancel.ThrowIfCancellationRequested();
            var isWhole = _selection.Matching(e) == _snapshot.ExperimentSizes[e];
            if (!isWhole)
                AddPartly(e, seen);
            else if (!ChangeSole(e, 1))
                Change(e, 1);
            foreach (var c in _snapshot.SharedClasses(e))
                if (_selection.IsFirst(e, c, out var matched))
                {
                    if (isWhole && _ofSamples)
                        AddCohorts(c, 1);
                    PutRight(c, _selection.Weight(e, c), step, matched, 0);
                }
        }
        if (_ofSamples)
            ArrayPool<int>.Shared.Return(seen);
    }

    /// <summary>Adds an experiment of which only some samples match, and of these those that it is the first one to have.</summary>
    private void AddPartly(int e, int[] seen)
    {
        if (_soleValues.Length > 0 && _soleValues[e] != Snapshot.Several && _selection.Matching(e) > 0)
        {
            _counts[_from + _soleValues[e]] += OneExperiment + (_ofSamples ? _selection.FirstOf(e) : _selection.Matching(e));
            return;
        }
        if (_ofExperiments)
            Add(_snapshot.OwnValues(e), OneExperiment + _selection.Matching(e));
        if (!_ofSamples)
            return;
        foreach (var c in _snapshot.ExperimentClasses[e])
        {
            var isFirst = _selection.IsFirst(e, c, out _);
            for (var cohort = _snapshot.FirstCohorts[c]; cohort < _snapshot.FirstCohorts[c + 1]; cohort++)
                if (_selection.SizeOf(e, cohort) is > 0 and var size)
                    AddChosen(cohort, isFirst ? size : 0, e, seen);
        }
    }

    /// <summary>Adds samples to each value of a cohort, and their experiment where it was not yet seen with it.</summary>
    private void AddChosen(int cohort, long size, int experiment, int[] seen)
    {
        foreach (var facet in _coded)
            if (_snapshot.CohortValues[cohort, facet] is var code && code < facet.Singles)
                AddChosenValue(facet.First + code, size, experiment, seen);
            else
                foreach (var value in SetOf(facet, code))
                    AddChosenValue(value, size, experiment, seen);
    }

    private void AddChosenValue(int value, long size, int experiment, int[] seen)
    {
        _counts[value] += seen[value] == experiment ? size : OneExperiment + size;
        seen[value] = experiment;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(_counts);
        if (_marks.Length > 0)
            ArrayPool<int>.Shared.Return(_marks);
    }

    /// <summary>From what is known to what is asked.</summary>
    /// <param name="Changed">The experiments that come, or go.</param>
    /// <param name="Kept">Those that are in both; null for none.</param>
    /// <param name="Sign">1 where they come, -1 where they go.</param>
    private readonly record struct Step(ExperimentSet Changed, ExperimentSet? Kept, int Sign)
    {
        /// <summary>Whether an experiment is the first one changed of a class, so that the class is seen to once.</summary>
        /// <param name="experiment">A changed experiment.</param>
        /// <param name="ofClass">The experiments of one of its classes.</param>
        /// <param name="changing">How many of them change.</param>
        /// <param name="kept">How many of them are kept.</param>
        public bool Meets(int experiment, ReadOnlySpan<int> ofClass, out int changing, out int kept)
        {
            (changing, kept) = (0, 0);
            var first = -1;
            foreach (var e in ofClass)
                if (Changed.Contains(e))
                    first = changing++ == 0 ? e : first;
                else if (Kept?.Contains(e) == true)
                    kept++;
            return first == experiment;
        }
    }
}
