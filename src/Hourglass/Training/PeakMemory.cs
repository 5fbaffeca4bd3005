using System.Diagnostics;
using System.Globalization;

namespace Hourglass.Training;

/// <summary>The process's peak resident memory.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Bytes. On Linux the kernel's own high-water mark, elsewhere what .NET reports.</summary>
    public static long Bytes()
    {
        if (OperatingSystem.IsLinux() && File.Exists(Status))
        {
            foreach (var line in File.ReadLines(Status))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    var number = line.AsSpan("VmHWM:".Length).Trim();
                    number = number[..number.IndexOf(' ')];
                    return long.Parse(number, NumberStyles.Integer, CultureInfo.InvariantCulture) * 1024;
                }
            }
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
