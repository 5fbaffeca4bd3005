using System.Globalization;

namespace Hourglass.Benchmarks.Memory;

/// <summary>What the system says of this process's memory.</summary>
internal static class ProcessMemory
{
    private const string Pages = "/proc/self/statm";
    private const string Status = "/proc/self/status";
    private const string Reset = "/proc/self/clear_refs";
    private const string ResetPeakCode = "5";

    /// <summary>Resident bytes.</summary>
    public static long Resident() => File.Exists(Pages)
        ? long.Parse(File.ReadAllText(Pages).Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize
        : Environment.WorkingSet;

    /// <summary>The largest resident bytes since <see cref="ResetPeak"/>; those of now where the system keeps no such mark.</summary>
    public static long Peak() => File.Exists(Status)
        ? File.ReadLines(Status).Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Select(Kilobytes).Append(0).First()
            * 1024
        : Environment.WorkingSet;

    /// <summary>Forgets the peak so far, where the system can.</summary>
    public static void ResetPeak()
    {
        if (File.Exists(Reset))
        {
            File.WriteAllText(Reset, ResetPeakCode);
        }
    }

    private static long Kilobytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
