using System.Diagnostics;
using System.Globalization;

namespace Hourglass.Benchmarks.Steps;

/// <summary>Short blocks of several works by turns in one process, so that a disturbance of the machine hits all; disturbed blocks are dropped.</summary>
internal static class Blocks
{
    private const int WarmUp = 2;

    /// <summary>A long block may lose so much of its time to others, as it would be disturbed always otherwise.</summary>
    private const double Tolerance = 0.01;

    private const double TickMilliseconds = 10;

    /// <summary>Measures.</summary>
    /// <param name="works">What to measure.</param>
    /// <param name="steps">Steps of a block.</param>
    /// <param name="rounds">Blocks of each work.</param>
    public static IReadOnlyList<Measurement> ByTurns(IReadOnlyList<IWork> works, int steps, int rounds)
    {
        var times = works.Select(_ => new List<double>()).ToArray();
        var garbage = new double[works.Count];
        for (var round = -WarmUp; round < rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                var stolen = Stolen();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                for (var step = 0; step < steps; step++)
                {
                    works[i].Step();
                }

                var time = watch.Elapsed.TotalMilliseconds;
                garbage[i] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)steps;
                if (round >= 0 && Stolen() - stolen <= Math.Max(1, Tolerance * time / TickMilliseconds))
                {
                    times[i].Add(time / steps);
                }
            }
        }

        return [.. times.Zip(garbage, (time, bytes) => new Measurement(Median(time), bytes))];
    }

    /// <summary>Clock ticks that the hypervisor gave to others.</summary>
    public static long Stolen()
    {
        const string Path = "/proc/stat";
        return File.Exists(Path) ? long.Parse(File.ReadLines(Path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[8], CultureInfo.InvariantCulture) : 0;
    }

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}

/// <summary>What was measured of a work.</summary>
/// <param name="Milliseconds">A step's, the median of the blocks; NaN where all blocks were disturbed.</param>
/// <param name="Garbage">Managed bytes that a step of the last block allocated.</param>
internal readonly record struct Measurement(double Milliseconds, double Garbage);
