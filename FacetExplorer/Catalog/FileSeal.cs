using System.Security.Cryptography;

namespace FacetExplorer.Catalog;

/// <summary>The checksum of a finished file, kept beside it as <c>sha256sum</c> writes it: no change of the file goes unnoticed.</summary>
internal static class FileSeal
{
    /// <summary>What the name of a seal adds to that of its file.</summary>
    public const string Suffix = ".sha256";

    private const int PieceBytes = 1 << 20;

    /// <summary>Whether a file was sealed.</summary>
    public static bool Exists(string file) => File.Exists(file + Suffix);

    /// <summary>What a file was sealed as: its SHA-256 then; null when it never was.</summary>
    public static string? Read(string file) => Exists(file) ? File.ReadAllText(file + Suffix).Split(' ')[0].Trim() : null;

    /// <summary>Seals a file that will not change any more.</summary>
    public static void Write(string file, CancellationToken cancel) =>
        DurableFile.Write(file + Suffix, $"{Sum(file, cancel)}  {Path.GetFileName(file)}\n");

    /// <summary>How a file differs from what was sealed; null when it does not, or was never sealed.</summary>
    public static string? Problem(string file, CancellationToken cancel)
    {
        if (Read(file) is not { } said)
            return null;
        if (said.Length != 2 * SHA256.HashSizeInBytes || !said.All(char.IsAsciiHexDigitLower))
            return $"{Path.GetFileName(file)}{Suffix} holds no checksum";
        var found = Sum(file, cancel);
        return said == found ? null : $"{Path.GetFileName(file)} is not as it was written: its SHA-256 is {found}, not {said}";
    }

    private static string Sum(string file, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var piece = new byte[PieceBytes];
        for (int read; (read = content.Read(piece)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(piece, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
