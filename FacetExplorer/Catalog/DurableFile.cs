using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FacetExplorer.Catalog;

/// <summary>Files that are there whole or not at all, also after a power cut.</summary>
internal static class DurableFile
{
    /// <summary>Moves a finished file into place, replacing what is there.</summary>
    public static void Publish(string temporary, string final)
    {
        using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Move(temporary, final, overwrite: true);
        SyncFolder(Path.GetDirectoryName(final)!);
    }

    /// <summary>Replaces a small text file.</summary>
    public static void Write(string path, string text)
    {
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        Publish(temporary, path);
    }

    /// <summary>.NET opens no folders, but a rename is only safe once its folder is on disk. Windows has no such call.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(folder + "\0"), 0), ownsHandle: true);
        if (handle.IsInvalid)
            throw new IOException($"{folder} cannot be opened to be written to disk: {Marshal.GetLastPInvokeErrorMessage()}");
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
