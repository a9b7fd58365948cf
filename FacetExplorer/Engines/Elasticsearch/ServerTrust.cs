using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>Whose certificate is taken: what this machine trusts, one authority, or one fingerprint.</summary>
internal static class ServerTrust
{
    public static SocketsHttpHandler Handler(ElasticsearchOptions options) => new()
    {
        AllowAutoRedirect = false, // the server itself is configured: nothing else is to be asked
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = options.PlainFingerprint is { } fingerprint
                ? (_, certificate, chain, errors) => Has(fingerprint, certificate, chain, errors)
                : null,
            CertificateChainPolicy = options.CaFile is { } file ? Policy(file) : null,
        },
    };

    public static bool HasCertificate(string file)
    {
        try
        {
            return Policy(file).CustomTrustStore.Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The certificate itself, or an authority that really signed it for this name.</summary>
    private static bool Has(string fingerprint, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint)
            return true;
        const X509ChainStatusFlags unknownAuthority = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        return chain is not null
            && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0
            && chain.ChainStatus.All(status => (status.Status & ~unknownAuthority) == 0)
            && chain.ChainElements.Any(element => element.Certificate.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint);
    }

    private static X509ChainPolicy Policy(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
