namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>Only servers this was tested with are used.</summary>
internal static class ServerVersionCheck
{
    public static async Task CheckAsync(ElasticsearchClient client, CancellationToken cancel)
    {
        var version = await client.VersionAsync(cancel);
        if (version.Split('.')[0] is not ("8" or "9"))
            throw new ElasticsearchException(
                "The search server's version is not supported.", $"The server is Elasticsearch {version}; 8.x and 9.x are supported.", ElasticsearchException.WrongVersion);
    }
}
