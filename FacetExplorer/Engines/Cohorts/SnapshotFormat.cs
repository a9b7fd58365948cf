using System.Runtime.InteropServices;
using System.Text;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// A <see cref="Snapshot"/> as bytes: its arrays one after the other, each with its length before it and as it lies in memory, so that
/// reading takes no longer than the disk does. Of a facet's values there are the texts, which are read again as the catalog's were.
/// </summary>
internal static class SnapshotFormat
{
    /// <summary>Goes up with every change of this layout, of what a snapshot holds, and of how values are read, numbered or ordered.</summary>
    public const int Version = 3;

    public static void Write(Snapshot snapshot, Stream to)
    {
        foreach (var column in snapshot.Columns)
            Write(to, column.Values);
        Write(to, snapshot.ExperimentIds);
        Write(to, snapshot.TitleRanks);
        Write(to, snapshot.PublishedRanks);
        Write(to, snapshot.ExperimentSizes);
        Write(to, snapshot.ClassExperiments);
        Write(to, snapshot.ExperimentClasses);
        Write(to, [snapshot.OwnClasses]);
        Write(to, snapshot.ClassSizes);
        Write(to, snapshot.FirstCohorts);
        Write(to, snapshot.CohortSizes);
        Write(to, [snapshot.SampleCohorts.Count, snapshot.SampleCohorts.Bits]);
        Write(to, snapshot.SampleCohorts.Words);
        Write(to, snapshot.ExperimentValues);
        foreach (var values in snapshot.SoleValues)
            Write(to, values);
        foreach (var facet in snapshot.CohortValues.Facets)
            Write(to, facet.Sets);
        Write(to, snapshot.CohortValues.Units);
        Write(to, snapshot.PairValues);
        Write(to, snapshot.PartlyRecorded);
        Write(to, snapshot.SharedUnrecorded);
        Write(to, snapshot.ExperimentsWith.Frequent);
        Write(to, snapshot.ExperimentsWith.Bits);
        Write(to, snapshot.ExperimentsWith.Whole);
        Write(to, snapshot.ExperimentsWith.Rare);
    }

    /// <summary>Reads what was written of a snapshot of the same facets.</summary>
    public static Snapshot Read(Stream from, FacetRegistry facets)
    {
        var columns = ReadColumns(from, facets);
        return new Snapshot
        {
            ExperimentIds = Read<int>(from),
            TitleRanks = Read<int>(from),
            PublishedRanks = Read<int>(from),
            ExperimentSizes = Read<int>(from),
            ClassExperiments = ReadRows(from),
            ExperimentClasses = ReadRows(from),
            OwnClasses = Read<int>(from) is [var own] ? own : throw new InvalidDataException("It is not said how many classes are of one experiment."),
            ClassSizes = Read<int>(from),
            FirstCohorts = Read<int>(from),
            CohortSizes = Read<int>(from),
            SampleCohorts = Read<int>(from) is [var count, var bits] ? new PackedNumbers(count, bits, Read<ulong>(from)) : throw new InvalidDataException("The numbers of cohorts have no length."),
            Columns = columns,
            ExperimentValues = ReadValueRows(from),
            SoleValues = [.. facets.All.Select(_ => Read<ushort>(from))],
            CohortValues = new CohortValues([.. columns.Where(c => c.IsOfSamples).Select(c => new CodedFacet(c, ReadRows(from)))], Read<ushort>(from)),
            PairValues = ReadValueRows(from),
            PartlyRecorded = ReadRows(from),
            SharedUnrecorded = ReadRows(from),
            ExperimentsWith = new ValueExperiments(Read<int>(from), Read<ulong>(from), Read<ulong>(from), ReadRows(from)),
        };
    }

    private static void Write<T>(Stream to, T[] array) where T : unmanaged
    {
        to.Write(MemoryMarshal.AsBytes([array.Length]));
        to.Write(MemoryMarshal.AsBytes(array.AsSpan()));
    }

    private static T[] Read<T>(Stream from) where T : unmanaged
    {
        Span<int> length = stackalloc int[1];
        from.ReadExactly(MemoryMarshal.AsBytes(length));
        var array = GC.AllocateUninitializedArray<T>(length[0]);
        from.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }

    private static void Write(Stream to, Rows rows)
    {
        Write(to, rows.Starts);
        Write(to, rows.Items);
    }

    private static void Write(Stream to, ValueRows rows)
    {
        Write(to, rows.Starts);
        Write(to, rows.Units);
    }

    private static ValueRows ReadValueRows(Stream from) => new(Read<int>(from), Read<ushort>(from));

    private static Rows ReadRows(Stream from) => new(Read<int>(from), Read<int>(from));

    private static void Write(Stream to, FacetValue[] values)
    {
        Write(to, Array.ConvertAll(values, value => Encoding.UTF8.GetByteCount(value.Text)));
        Write(to, Encoding.UTF8.GetBytes(string.Concat(values.Select(value => value.Text))));
    }

    private static FacetColumn[] ReadColumns(Stream from, FacetRegistry facets)
    {
        var columns = new List<FacetColumn>();
        foreach (var facet in facets.All)
            columns.Add(FacetColumn.Of(facet, columns.Count == 0 ? 0 : columns[^1].End, ReadValues(from, facet.Kind)));
        return [.. columns];
    }

    private static FacetValue[] ReadValues(Stream from, FacetKind kind)
    {
        var (lengths, texts) = (Read<int>(from), Read<byte>(from));
        var start = 0;
        return Array.ConvertAll(lengths, length =>
        {
            var text = Encoding.UTF8.GetString(texts, start, length);
            start += length;
            return FacetValue.Read(kind, text) ?? throw new InvalidDataException($"'{text}' is no value of the kind {kind}.");
        });
    }
}
