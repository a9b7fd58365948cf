using System.Text;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>The present search as programs that ask the API for it: its counts, and a table of its samples or of what else its view shows.</summary>
internal static class CopyAs
{
    /// <summary>For each language an id, its name, and the program.</summary>
    public static IEnumerable<(string Id, string Name, string Code)> Of(SearchRequest request, string baseAddress)
    {
        var (counts, table, name) = request.View switch
        {
            View.Experiments => (request, request.Narrowing() with { View = View.Samples }, "samples"),
            View.Samples => (request.In(View.Experiments), request, "samples"),
            _ => (request, request, SearchUrl.Name(request.View)),
        };
        var search = baseAddress + Links.Json(counts);
        var csv = baseAddress + Links.Table(table, "csv");
        yield return ("copy-curl", "curl", $"curl {Shell(search)}\ncurl -o {name}.csv {Shell(csv)}");
        yield return ("copy-python", "Python", $"""
            import pandas as pd, requests
            search = requests.get({Quoted(search)}, timeout=60)
            search.raise_for_status()
            print(search.json()["samples"]["value"], search.json()["experiments"])
            {name} = pd.read_csv({Quoted(csv)}, dtype=str, keep_default_na=False)
            """);
        yield return ("copy-r", "R", $"""
            library(httr2)
            search <- request({Quoted(search)}) |> req_perform() |> resp_body_json()
            c(search$samples$value, search$experiments)
            {name} <- readr::read_csv({Quoted(csv)}, col_types = readr::cols(.default = "c"), na = "")
            """);
    }

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
