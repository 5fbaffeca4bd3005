using System.Globalization;
using System.Runtime.InteropServices;

namespace Hourglass.Files;

/// <summary>How many files a process may have open at a time, and the words for when there are as many.</summary>
internal static unsafe partial class OpenFileLimit
{
    /// <summary>POSIX's EMFILE and ENFILE, on Linux and macOS.</summary>
    private const int TooManyOfProcess = 24;
    private const int TooManyOfSystem = 23;

    /// <summary>Windows' ERROR_TOO_MANY_OPEN_FILES as an HRESULT.</summary>
    private const int TooManyOnWindows = unchecked((int)0x80070004);

    /// <summary>What to say of an error that comes from the limit; null for any other.</summary>
    public static string? Explain(Exception error) => error.HResult switch
    {
        TooManyOfProcess when error is IOException => string.Create(
            CultureInfo.InvariantCulture,
            $"this process has as many files open as it may{(Current() is { } limit ? $", {limit}" : "")}; raise the limit in the "
                + $"shell, for example ulimit -n 1024, and run again."),
        TooManyOfSystem when error is IOException => "the system has as many files open as it can; close other programs, and run again.",
        TooManyOnWindows => "this process has as many files open as it may; close some, and run again.",
        _ => null,
    };

    /// <summary>The limit in force; null where the system does not say.</summary>
    public static long? Current()
    {
        var limits = stackalloc ulong[2];
        try
        {
            var known = !OperatingSystem.IsWindows() && GetLimit(OperatingSystem.IsMacOS() ? 8 : 7, limits) == 0;
            return known && limits[0] <= long.MaxValue ? (long)limits[0] : null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ulong* limits);
}
