using System.Diagnostics;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// Short blocks of several works by turns in one process, so that a disturbance of the machine hits all; disturbed blocks are dropped.
/// </summary>
internal static class Blocks
{
    private const int WarmUp = 2;

    /// <summary>Threads of the work before, of OpenMP for example, spin on for some milliseconds before they sleep.</summary>
    private const int SettleMilliseconds = 20;

    /// <summary>Steps of a block that do not count: they wake threads and fill caches.</summary>
    private const int Untimed = 3;

    /// <summary>A median of fewer blocks says nothing.</summary>
    private const int Fewest = 3;

    /// <summary>Measures.</summary>
    /// <param name="works">What to measure.</param>
    /// <param name="steps">Steps of a block.</param>
    /// <param name="rounds">Blocks of each work.</param>
    public static IReadOnlyList<Measurement> ByTurns(IReadOnlyList<IWork> works, int steps, int rounds)
    {
        var times = works.Select(_ => new List<double>()).ToArray();
        var disturbed = works.Select(_ => new List<double>()).ToArray();
        var garbage = new double[works.Count];
        for (var round = -WarmUp; round < rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                Thread.Sleep(SettleMilliseconds);
                for (var step = 0; step < Untimed; step++)
                {
                    works[i].Step();
                }

                var others = new OtherWork();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                for (var step = 0; step < steps; step++)
                {
                    works[i].Step();
                }

                var time = watch.Elapsed.TotalMilliseconds;
                garbage[i] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)steps;
                if (round >= 0)
                {
                    (others.Disturbed ? disturbed : times)[i].Add(time / steps);
                }
            }
        }

        if (times.Any(kept => kept.Count < Fewest))
        {
            Console.Error.WriteLine(
                "warning: the machine is busy; where hardly a block was undisturbed, the fastest of the others stands for all.");
        }

        return [.. times.Select(
            (kept, i) => new Measurement(kept.Count < Fewest ? kept.Concat(disturbed[i]).Min() : Median(kept), garbage[i]))];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

/// <summary>What was measured of a work.</summary>
/// <param name="Milliseconds">A step's, the median of the undisturbed blocks.</param>
/// <param name="Garbage">Managed bytes that a step of the last block allocated.</param>
internal readonly record struct Measurement(double Milliseconds, double Garbage);
