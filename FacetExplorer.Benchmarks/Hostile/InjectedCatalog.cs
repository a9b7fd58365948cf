using System.Globalization;
using System.Text.Json;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>A catalog whose records have payloads in every field, in the fields' names, and in their accessions.</summary>
internal static class InjectedCatalog
{
    /// <summary>The source that it says it is of.</summary>
    public const string Source = "<img src=x onerror=pwn(0)>";

    private static readonly string[] OfExperiments =
    [
        "title", "description", "published", "technology", "submitter", "submitter_institution", "publication_title", "publication_doi", "publication_authors", "pubmed_id", "doi", "protocol", "has_publication", "platform", "note",
    ];

    private static readonly string[] OfSamples = ["title", "organism", "tissue", "disease", "sex", "platform", "age", "treatment", "cell_line", "genotype", "note"];

    /// <summary>Writes JSON Lines until each payload stands in some field.</summary>
    /// <returns>The accessions of the experiments and of the samples.</returns>
    public static (IReadOnlyList<string> Experiments, IReadOnlyList<string> Samples) Write(string folder, IReadOnlyList<string> payloads)
    {
        Directory.CreateDirectory(folder);
        var (experiments, samples) = (new List<string>(), new List<string>());
        using var ofExperiments = new StreamWriter(Path.Combine(folder, "experiments.jsonl"));
        using var ofSamples = new StreamWriter(Path.Combine(folder, "samples.jsonl"));
        var next = 0;
        while (next < payloads.Count)
        {
            var members = Enumerable.Range(0, 2).Select(_ => Write(ofSamples, "S", samples, OfSamples, Take, [])).ToList();
            if (experiments.Count % 3 > 0)
                members.Add(samples[0]);
            Write(ofExperiments, "E", experiments, OfExperiments, Take, members);
        }
        return (experiments, samples);

        string Take() => payloads[next++ % payloads.Count];
    }

    private static string Write(StreamWriter file, string prefix, List<string> accessions, string[] fields, Func<string> take, List<string> members)
    {
        // A slash would make it another path, which is what it is then, and no accession.
        var accession = string.Create(CultureInfo.InvariantCulture, $"{prefix}{accessions.Count:0000}{take()}").Replace('/', '∕').Trim();
        accessions.Add(accession);
        var record = new Dictionary<string, object> { ["accession"] = accession, ["alternate_accessions"] = new[] { $"ALT-{accession}" } };
        if (prefix == "E")
            record["sample_accession_codes"] = members;
        foreach (var field in fields)
            record[field] = field is "organism" or "tissue" ? [take(), "mouse"] : new[] { take() };
        record[$"field {take()}"] = take();
        file.WriteLine(JsonSerializer.Serialize(record));
        return accession;
    }
}
