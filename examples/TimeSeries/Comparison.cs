using Hourglass;
using Hourglass.Metrics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TimeSeries;

/// <summary>Three autoencoders on the same beats, and where in a beat their scores come from.</summary>
internal static class Comparison
{
    private const int Window = 20;

    /// <summary>The whole comparison.</summary>
    /// <param name="beats">The beats.</param>
    /// <param name="names">What the classes are called.</param>
    /// <param name="seed">Of the models.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="stop">Ends the training.</param>
    /// <returns>Whether it went to its end.</returns>
    public static bool Run(BeatSplit beats, IReadOnlyList<string> names, int seed, string folder, CancellationToken stop)
    {
        Console.WriteLine(FormattableString.Invariant($"{beats.Train.Name}: {beats.Train.Classes.Count(label => label == Beats.Normal)} ")
            + FormattableString.Invariant($"normal beats to learn from; {beats.Test.Classes.Count} to judge by, of which ")
            + FormattableString.Invariant($"{beats.IsAbnormal.Count(abnormal => abnormal)} are abnormal"));
        using var recurrent = new RecurrentBeats(seed);
        using var convolutional = new ConvolutionalBeats(seed);
        using var linear = new LinearBeats(seed);
        Detector.Head();
        TellMean(beats);
        var first = new Detector("recurrent", recurrent, beats);
        var others = new[] { new Detector("linear", linear, beats), new Detector("convolutional", convolutional, beats) };
        foreach (var detector in others.Append(first))
        {
            if (!detector.Run(new TrainOptions { Seed = seed, Cancellation = stop }))
            {
                return false;
            }
        }

        var (squares, reconstructions) = first.Traces();
        using (squares)
        using (reconstructions)
        {
            TellWhere(beats.Test, names, squares);
            var path = Path.Combine(folder, "beats.png");
            BeatPlot.Save(path, beats.Test, names, squares, reconstructions);
            Console.WriteLine($"Beats, what comes back of them, and the error: {path}");
        }

        return true;
    }

    /// <summary>What takes no model: the squared distance from the mean normal beat.</summary>
    private static void TellMean(BeatSplit beats)
    {
        using var scope = NewDisposeScope();
        var normal = tensor([.. beats.Train.Classes.Select(label => label == Beats.Normal)]);
        var mean = beats.Train.Values[normal].mean([0]);
        var scores = (beats.Test.Values - mean).square().sum(1).to_type(ScalarType.Float64).data<double>().ToArray();
        Console.WriteLine(
            FormattableString.Invariant($"{"the mean normal beat",-22}{Roc.Area(beats.IsAbnormal, scores),8:0.000}")
            + FormattableString.Invariant($"{PrecisionRecall.Average(beats.IsAbnormal, scores),8:0.000}"));
    }

    /// <summary>The mean score of each class, and the part of the beat that gives most of it.</summary>
    private static void TellWhere(Beats test, IReadOnlyList<string> names, Tensor squares)
    {
        Console.WriteLine("Where the recurrent model's score comes from:");
        for (var label = 0; label < test.ClassCount; label++)
        {
            if (!test.Classes.Contains(label))
            {
                continue;
            }

            using var scope = NewDisposeScope();
            var mean = squares[tensor([.. test.Classes.Select(item => item == label)])].mean([0]);
            var sums = nn.functional.avg_pool1d(mean.reshape(1, 1, -1), Window, 1).flatten() * Window;
            var (total, most, start) = (mean.sum().item<double>(), sums.max().item<double>(), sums.argmax().item<long>());
            Console.WriteLine(FormattableString.Invariant($"  {names[label],-22} {total,7:0.0}, {most / total:0%} of it in samples ")
                + FormattableString.Invariant($"{start} to {start + Window - 1}"));
        }
    }
}
