using System.Runtime.InteropServices;

namespace Hourglass.Cli.Hosting;

/// <summary>
/// The limit of open files. Each library that is loaded takes one, .NET's and libtorch's: where they are too few, the framework itself
/// fails, at
/// whatever it loads next and without a reason. So the limit is looked at before anything is loaded, by functions that need nothing but
/// what every
/// process has.
/// </summary>
internal static unsafe partial class OpenFiles
{
    /// <summary>A training with event files takes a little more than a hundred.</summary>
    public const ulong Least = 128;

    private const int StandardError = 2;

    /// <summary>Looks at the limit, and says so where it is too low.</summary>
    public static bool AreTooFew()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var limits = stackalloc ulong[2];
        if (GetLimit(OperatingSystem.IsMacOS() ? 8 : 7, limits) != 0 || limits[0] >= Least)
        {
            return false;
        }

        Write("error: this process may have only "u8);
        WriteNumber(limits[0]);
        Write(" files open, and the tool needs "u8);
        WriteNumber(Least);
        Write(", for its libraries most of all; raise the limit in the shell, for example ulimit -n 1024, and run again.\n"u8);
        return true;
    }

    /// <summary>Formatting of numbers would load the languages of the system.</summary>
    private static void WriteNumber(ulong number)
    {
        var digits = stackalloc byte[20];
        var first = 20;
        do
        {
            digits[--first] = (byte)('0' + (number % 10));
            number /= 10;
        }
        while (number > 0);

        Write(new ReadOnlySpan<byte>(digits + first, 20 - first));
    }

    private static void Write(ReadOnlySpan<byte> text)
    {
        fixed (byte* first = text)
        {
            // There is nobody to tell where even that fails; the exit code does.
            _ = Write(StandardError, first, (nuint)text.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte* text, nuint length);
}
