using System.Text;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>The present search as programs that ask the API for it: its counts, and its samples as a table.</summary>
internal static class CopyAs
{
    /// <summary>For each language an id, its name, and the program.</summary>
    public static IEnumerable<(string Id, string Name, string Code)> Of(SearchRequest request, string baseAddress)
    {
        var search = SearchUrl.Link(baseAddress + "api/experiments", request);
        var samples = Csv(baseAddress + "api/samples", request.Narrowing());
        yield return ("copy-curl", "curl", $"curl {Shell(search)}\ncurl -o samples.csv {Shell(samples)}");
        yield return ("copy-python", "Python", $"""
            import pandas as pd, requests
            search = requests.get({Quoted(search)}, timeout=60)
            search.raise_for_status()
            print(search.json()["samples"]["value"], search.json()["experiments"])
            samples = pd.read_csv({Quoted(samples)}, dtype=str, keep_default_na=False)
            """);
        yield return ("copy-r", "R", $"""
            library(httr2)
            search <- request({Quoted(search)}) |> req_perform() |> resp_body_json()
            c(search$samples$value, search$experiments)
            samples <- readr::read_csv({Quoted(samples)}, col_types = readr::cols(.default = "c"), na = "")
            """);
    }

    private static string Csv(string address, SearchRequest request) =>
        SearchUrl.Link(address, request) is var link && link.Contains('?', StringComparison.Ordinal) ? $"{link}&format=csv" : $"{link}?format=csv";

    private static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A string of Python and of R, both of which write these alike.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' ? "\\" : "").Append(c);
        return quoted.Append('"').ToString();
    }
}
