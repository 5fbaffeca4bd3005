using System.Collections.Concurrent;

namespace Hourglass.Mutants;

/// <summary>A mutant that is worth a look.</summary>
/// <param name="Mutant">Which.</param>
/// <param name="Why">What it gave.</param>
internal sealed record Finding(Mutant Mutant, string Why);

/// <summary>What many mutants gave.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Right">How many compiled without an error.</param>
/// <param name="Thrown">Those that threw, with the exception.</param>
/// <param name="Slow">Those over the time that a mutant may take.</param>
/// <param name="Many">Those with more than three errors.</param>
/// <param name="Slowest">The longest time of all, in seconds.</param>
/// <param name="Sources">Emitted C# of a sample, with and without errors.</param>
internal sealed record MutantReport(
    int Count,
    int Right,
    IReadOnlyList<Finding> Thrown,
    IReadOnlyList<Finding> Slow,
    IReadOnlyList<Finding> Many,
    double Slowest,
    IReadOnlyList<(Mutant Mutant, IReadOnlyList<string> Sources, bool Right)> Sources);

/// <summary>Sends mutants through the whole compile, on threads with as little stack as a host may have.</summary>
internal static class MutantRun
{
    /// <summary>What a thread of a small host has; a stack that overflows ends the process.</summary>
    public const int StackBytes = 256 * 1024;

    private const int ErrorsOfOneMistake = 3;

    /// <summary>Runs the mutants 0 … count - 1.</summary>
    /// <param name="bases">What is edited.</param>
    /// <param name="seed">Of the edits.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="seconds">The time that a mutant may take.</param>
    /// <param name="sample">Of how many to keep the emitted code.</param>
    public static MutantReport Run(IReadOnlyList<MutantBase> bases, int seed, int count, int threads, double seconds, int sample)
    {
        var (thrown, slow, many) = (new ConcurrentBag<Finding>(), new ConcurrentBag<Finding>(), new ConcurrentBag<Finding>());
        var sources = new ConcurrentBag<(Mutant, IReadOnlyList<string>, bool)>();
        var (next, right, slowest) = (-1, 0, 0.0);
        var each = Math.Max(1, count / Math.Max(1, sample));
        var gate = new Lock();

        void Work()
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                var mutant = Mutant.Of(bases, seed, number);
                try
                {
                    Judge(mutant, Verdict.On(mutant.Text));
                }
                catch (Exception e)
                {
                    thrown.Add(new Finding(mutant, e.ToString()));
                }
            }
        }

        void Judge(Mutant mutant, Verdict verdict)
        {
            if (verdict.Errors.Count == 0)
            {
                Interlocked.Increment(ref right);
            }
            else if (verdict.Errors.Count > ErrorsOfOneMistake)
            {
                many.Add(new Finding(mutant, string.Join(Environment.NewLine, verdict.Errors.Select(e => $"{e.Id} {e.Span} {e.Message}"))));
            }

            // A busy machine interrupts: what seems slow is measured again.
            var time = verdict.Seconds;
            for (var again = 0; again < 4 && time > seconds; again++)
            {
                time = Math.Min(time, Verdict.On(mutant.Text).Seconds);
            }

            if (time > seconds)
            {
                slow.Add(new Finding(mutant, $"{time:F2} s"));
            }

            if (mutant.Number % each == 0)
            {
                sources.Add((mutant, verdict.Sources, verdict.Errors.Count == 0));
            }

            lock (gate)
            {
                slowest = Math.Max(slowest, time);
            }
        }

        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work, StackBytes)).ToArray();
        foreach (var worker in workers)
        {
            worker.Start();
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        var sampled = sources.OrderBy(item => item.Item1.Number);
        return new MutantReport(count, right, InOrder(thrown), InOrder(slow), InOrder(many), slowest, [.. sampled]);
    }

    private static IReadOnlyList<Finding> InOrder(IEnumerable<Finding> findings) => [.. findings.OrderBy(finding => finding.Mutant.Number)];
}
