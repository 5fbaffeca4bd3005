using System.Diagnostics;
using System.Globalization;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// The same two steps in short blocks by turns: a disturbance of the machine then hits both, and the medians say more than two runs one
/// after the other.
/// </summary>
internal static class StepRatio
{
    private const int Rounds = 60;

    /// <summary>Measures and prints the medians and their ratio.</summary>
    public static void Run()
    {
        var benchmarks = new StepBenchmarks { Steps = 25 };
        benchmarks.Setup();
        var (hand, emitted) = (new List<double>(), new List<double>());
        for (var round = -5; round < Rounds; round++)
        {
            var (h, e) = (Time(benchmarks.HandWritten, benchmarks.Steps), Time(benchmarks.Emitted, benchmarks.Steps));
            if (round >= 0)
            {
                hand.Add(h);
                emitted.Add(e);
            }
        }

        benchmarks.Cleanup();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"hand-written {Median(hand):0.00} ms, emitted {Median(emitted):0.00} ms, ratio {Median(emitted) / Median(hand):0.00} (medians "
                + $"of {Rounds} blocks by turns)"));
    }

    private static double Time(Action steps, int count)
    {
        var watch = Stopwatch.StartNew();
        steps();
        return watch.Elapsed.TotalMilliseconds / count;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
