using System.Globalization;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// Processor time that went to others while something was measured: to other processes, and by the hypervisor to other machines.
/// </summary>
internal readonly struct OtherWork
{
    private const string Statistics = "/proc/stat";
    private const double TickMilliseconds = 10;
    private const int Idle = 4;
    private const int WaitingForDisk = 5;
    private const int Stolen = 8;

    /// <summary>The system counts in ticks; a few are always lost to rounding and to its own work.</summary>
    private const double Allowance = 2 * TickMilliseconds;

    /// <summary>A long measurement may lose so much of its time, as it would be disturbed always otherwise.</summary>
    private const double Tolerance = 0.02;

    private readonly double _others = Now();
    private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();

    public OtherWork()
    {
    }

    /// <summary>Whether others took more than can be overlooked since this was made.</summary>
    public bool Disturbed =>
        Now() - _others > Math.Max(
            Allowance,
            Tolerance * System.Diagnostics.Stopwatch.GetElapsedTime(_start).TotalMilliseconds * Environment.ProcessorCount);

    private static double Now()
    {
        if (!File.Exists(Statistics))
        {
            return 0;
        }

        var words = File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var busy = Enumerable.Range(1, Stolen)
            .Where(i => i is not (Idle or WaitingForDisk))
            .Sum(i => long.Parse(words[i], CultureInfo.InvariantCulture));
        return (busy * TickMilliseconds) - Environment.CpuUsage.TotalTime.TotalMilliseconds;
    }
}
