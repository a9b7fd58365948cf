using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;

namespace FacetExplorer.Components.Sites;

/// <summary>The picture beside the site's name.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Their media type.</param>
internal sealed record Logo(byte[] Content, string Type)
{
    /// <summary>Larger files are refused.</summary>
    public const int MostKilobytes = 256;

    private static readonly (string Type, byte[] Beginning)[] Types =
    [
        ("image/png", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/webp", "RIFF"u8.ToArray()),
    ];

    /// <summary>Changes with the content.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..12];

    /// <summary>Reads a file; what is no picture that a page can safely show is a mistake.</summary>
    public static Logo? Read(string? file, string key, ICollection<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(file))
            return null;
        try
        {
            if (new FileInfo(file).Length > MostKilobytes * 1024)
                mistakes.Add($"{key} is \"{file}\", which is larger than {MostKilobytes} kB.");
            else if (File.ReadAllBytes(file) is var content && TypeOf(content) is { } type)
                return new Logo(content, type);
            else
                mistakes.Add($"{key} is \"{file}\" where a picture is expected: SVG without scripts, PNG, JPEG or WebP.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            mistakes.Add($"{key} is \"{file}\", which cannot be read: {e.Message}");
        }
        return null;
    }

    /// <summary>By content, whatever the file is called.</summary>
    private static string? TypeOf(byte[] content)
    {
        foreach (var (type, beginning) in Types)
            if (content.AsSpan().StartsWith(beginning) && (type != "image/webp" || content.AsSpan(Math.Min(8, content.Length)).StartsWith("WEBP"u8)))
                return type;
        return IsPlainSvg(content) ? "image/svg+xml" : null;
    }

    private static bool IsPlainSvg(byte[] content)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            return root.Name == XName.Get("svg", "http://www.w3.org/2000/svg") && root.DescendantsAndSelf().All(IsPlain);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsPlain(XElement element) =>
        element.Name.LocalName is not ("script" or "foreignObject" or "iframe" or "handler")
        && !element.Attributes().Any(a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            || (a.Name.LocalName == "href" && !a.Value.StartsWith('#') && !a.Value.StartsWith("data:image/", StringComparison.Ordinal)));
}
