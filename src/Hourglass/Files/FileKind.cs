using System.Runtime.InteropServices;

namespace Hourglass.Files;

/// <summary>What lies at a path, links followed.</summary>
internal enum FileKind
{
    /// <summary>This system does not say.</summary>
    Unknown,

    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A file with a length, which can be read twice.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, named or not: opening it waits for a writer.</summary>
    Pipe,

    /// <summary>A device, such as a terminal or <c>/dev/zero</c>: it may never end.</summary>
    Device,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>
/// Asks the system what lies at a path, without opening it: that may block for ever. .NET itself tells only folders from the rest.
/// </summary>
internal static unsafe partial class FileKinds
{
    /// <summary>The current folder, for relative paths.</summary>
    private const int CurrentFolder = -100;

    private const uint WantType = 1;

    /// <summary>What lies there.</summary>
    public static FileKind Of(string path)
    {
        if (Directory.Exists(path))
        {
            return FileKind.Folder;
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal) ? FileKind.Device : Plain(path);
        }

        try
        {
            return Mode(path) is { } mode ? Kind(mode) : Plain(path);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return Plain(path);
        }
    }

    /// <summary>What .NET can say.</summary>
    private static FileKind Plain(string path) => File.Exists(path) ? FileKind.Unknown : FileKind.Missing;

    private static FileKind Kind(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x1000 => FileKind.Pipe,
        0x2000 or 0x6000 => FileKind.Device,
        0xC000 => FileKind.Socket,
        _ => FileKind.Unknown,
    };

    /// <summary>The file's mode as <c>stat</c> gives it; null where this cannot be had.</summary>
    private static int? Mode(string path)
    {
        // More than either structure takes; the places are those of the systems' binary interfaces.
        var status = stackalloc byte[512];
        if (OperatingSystem.IsLinux())
        {
            return StatX(CurrentFolder, path, 0, WantType, status) == 0 ? *(ushort*)(status + 28) : null;
        }

        return OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64 && Stat(path, status) == 0
            ? *(ushort*)(status + 4)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, byte* status);
}
