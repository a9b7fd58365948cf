using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FacetExplorer.Catalog;

/// <summary>What is done to the disk; each step can fail, and the process can end before it.</summary>
internal enum DiskStep { Write, Flush, Rename, FlushFolder }

/// <summary>Files that are there whole or not at all, also after a power cut.</summary>
internal static class DurableFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Hears of each step before it is done; a test makes the disk fail there.</summary>
    internal static readonly AsyncLocal<Action<DiskStep, string>?> Before = new();

    /// <summary>Moves a finished file into place, replacing what is there.</summary>
    public static void Publish(string temporary, string final)
    {
        Before.Value?.Invoke(DiskStep.Flush, temporary);
        using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        Before.Value?.Invoke(DiskStep.Rename, final);
        File.Move(temporary, final, overwrite: true);
        Before.Value?.Invoke(DiskStep.FlushFolder, final);
        SyncFolder(Path.GetDirectoryName(final)!);
    }

    /// <summary>Replaces a small text file.</summary>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        Before.Value?.Invoke(DiskStep.Write, temporary);
        Sized(temporary, () => File.WriteAllText(temporary, text));
        Publish(temporary, path);
    }

    /// <summary>Writes a file that is to be published.</summary>
    public static void Create(string temporary, Action<Stream> write)
    {
        Before.Value?.Invoke(DiskStep.Write, temporary);
        Sized(temporary, () =>
        {
            using var content = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
            write(content);
        });
    }

    /// <summary>Begins a file as a copy of another one.</summary>
    public static void Copy(string from, string temporary)
    {
        Before.Value?.Invoke(DiskStep.Write, temporary);
        Sized(temporary, () => File.Copy(from, temporary));
    }

    private static void Sized(string temporary, Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET makes of "File too large", the system's word for a limit of the disk or the user.
            throw new IOException($"{temporary} is larger than the system lets a file be.", e);
        }
    }

    /// <summary>.NET opens no folders, but a rename is only safe once its folder is on disk. Windows has no such call.</summary>
    internal static void SyncFolder(string folder)
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
