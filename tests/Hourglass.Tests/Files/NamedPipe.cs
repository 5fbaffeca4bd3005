using System.Runtime.InteropServices;

namespace Hourglass.Tests.Files;

/// <summary>Makes what only POSIX has.</summary>
internal static partial class NamedPipe
{
    /// <summary>A pipe that nobody writes to: opening it waits for ever.</summary>
    public static void Make(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes in folders are POSIX's.");
        Assert.Equal(0, MakeFifo(path, 0x1A4));
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
