using System.Globalization;
using FacetExplorer.Components.Results;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Cite;

/// <summary>A search as it can be cited: what was asked, of which data, what was found, and where to find it again.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Response">What was found.</param>
/// <param name="BaseAddress">Where the application is, with a slash at its end.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Words">What records are called.</param>
/// <param name="Seen">When.</param>
internal sealed record Citation(SearchRequest Request, SearchResponse Response, string BaseAddress, string Site, Words Words, DateTimeOffset Seen)
{
    private string Version => Words.Version(Response.Generation);

    private string Found => Words.UniqueSamplesIn(Response.Samples, Response.Experiments);

    private string? Demo => Response.Generation.IsDemo ? Components.Texts.InventedData + " " : null;

    /// <summary>The search, pinned to the data version that answered.</summary>
    public SearchRequest Pinned => Request with { Generation = Response.Generation.Number, Page = 1 };

    /// <summary>Its address.</summary>
    public string Address => SearchUrl.Link(BaseAddress, Pinned);

    /// <summary>A name for it in file systems: the site and the data version.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Reference.KeyOf(Site).ToLowerInvariant()}-v{Response.Generation.Number}");

    /// <summary>What was asked, in words.</summary>
    public string Query
    {
        get
        {
            string[] asked =
            [
                .. Summary.Of(Request with { Listed = null, NotListed = null }, Words),
                .. Request.Listed is { } listed ? [OfList(Texts.OnList, listed)] : Array.Empty<string>(),
                .. Request.NotListed is { } notListed ? [OfList(Texts.NotOnList, notListed)] : Array.Empty<string>(),
                .. Request.Scope == Scope.Experiment && Request.DependsOnScope ? [Words.Fill(Texts.CountingAll, Words.Nouns.Samples, Words.Nouns.Experiments)] : Array.Empty<string>(),
            ];
            return asked.Length == 0 ? Words.Fill(Texts.AllOf, Words.Nouns.Experiments) : string.Join("; ", asked);
        }
    }

    /// <summary>One paragraph.</summary>
    public string Text => Demo + Words.Fill(Texts.Search, Site, Version, Query, Found, Address, Words.Day(Seen));

    /// <summary>A sentence for the methods of a paper.</summary>
    public string Methods =>
        Demo + Words.Fill(Texts.Methods, Words.Capital(Words.Nouns.Samples), Site, Uncapital(Version), Query, Found, Words.Nouns.Sample, Address);

    /// <summary>For reference managers.</summary>
    public Reference Reference => new(
        string.Create(CultureInfo.InvariantCulture, $"{Name}-{Seen:yyyyMMdd}"),
        $"{Site}: {Query}", [Site], Response.Generation.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Address, $"{Demo}{Version}. {Found}.")
    { Seen = Seen };

    private static string OfList(string text, AccessionList list) => Words.Fill(text, Words.Number(list.Accessions.Length), list.Hash);

    private static string Uncapital(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
