using System.CommandLine;
using System.Diagnostics;
using Hourglass.Benchmarks.Steps;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Latency;

/// <summary>
/// How long a call of the trained model takes for one example, beside the same by hand: short blocks by turns, disturbed blocks dropped.
/// </summary>
internal static class CallLatency
{
    private const int CallsOfBlock = 200;

    /// <summary><c>latency [--calls N]</c>.</summary>
    public static Command Command()
    {
        var calls = new Option<int>("--calls") { Description = "Calls of each.", HelpName = "N", DefaultValueFactory = _ => 20_000 };
        var command = new Command("latency", "The latency of Encode, Reconstruct and Sample for one example, beside the same by hand.")
        {
            calls
        };
        command.SetAction(parsed => Run(parsed.GetValue(calls)));
        return command;
    }

    private static void Run(int calls)
    {
        set_num_threads(Environment.ProcessorCount);
        using var model = new Vae();
        using var hand = new HandWrittenInference();
        using var x = rand(1, 784);
        model.eval();
        hand.eval();
        using var mode = inference_mode();
        var table = Figures.Table("call", "by hand, median µs", "99 %", "emitted, median µs", "99 %", "ratio of medians");
        Compare("Encode", () => hand.Encode(x), () => model.Encode(x));
        Compare("Reconstruct", () => hand.Reconstruct(x), () => model.Reconstruct(x));
        Compare("Sample", () => hand.Sample(1), () => model.Sample(1));
        Figures.Print(table);

        void Compare(string name, Action byHand, Action emitted)
        {
            var (h, e) = Measure(byHand, emitted, Math.Max(1, calls / CallsOfBlock));
            table.AddRow(name, Cell(h, 0.5), Cell(h, 0.99), Cell(e, 0.5), Cell(e, 0.99), Figures.Text(Quantile(e, 0.5) / Quantile(h, 0.5)));
        }
    }

    private static (double[] First, double[] Second) Measure(Action first, Action second, int blocks)
    {
        var (one, two) = (new List<double>(), new List<double>());
        for (var block = -Math.Max(5, blocks / 10); block < blocks; block++)
        {
            Block(first, block < 0 ? null : one);
            Block(second, block < 0 ? null : two);
        }

        return ([.. one.Order()], [.. two.Order()]);
    }

    private static void Block(Action call, List<double>? into)
    {
        var times = new double[CallsOfBlock];
        var others = new OtherWork();
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using (NewDisposeScope())
            {
                call();
            }

            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        if (!others.Disturbed)
        {
            into?.AddRange(times);
        }
    }

    private static double Quantile(double[] ordered, double share) =>
        ordered.Length == 0 ? double.NaN : ordered[(int)(share * (ordered.Length - 1))];

    private static string Cell(double[] ordered, double share) => Figures.Text(Quantile(ordered, share), "0.0");
}
