using Hourglass;
using Hourglass.Datasets;
using Hourglass.Generation;
using Hourglass.Training;
using static System.FormattableString;

namespace SemiSupervised;

/// <summary>The trainings: M2 on images, or on the codes of M1. Each gives the exit code, 130 where it was interrupted.</summary>
/// <param name="images">The images with all labels.</param>
/// <param name="isSmall">Whether the small models are trained.</param>
/// <param name="labels">How many labels stay, for each training.</param>
/// <param name="draws">How often they are drawn; the seed is one higher each time.</param>
/// <param name="options">How to train; the folder is that of reports and pictures.</param>
internal sealed class Trainings(Dataset images, bool isSmall, IReadOnlyList<int> labels, int draws, TrainOptions options)
{
    private readonly int _seed = options.Seed ?? 0;

    /// <summary>M2 alone.</summary>
    public int OfImages() => Train(seed => isSmall ? new SmallClassVae(seed) : new ClassVae(seed), images, below: null);

    /// <summary>M1 + M2: M2 on M1's codes, which no label is needed for, so that one M1 serves all trainings.</summary>
    public int OfCodes()
    {
        using Autoencoder below = isSmall ? new SmallCodes(_seed) : new Codes(_seed);
        var first = options with { OutputFolder = Path.Combine(options.OutputFolder!, "codes") };
        if (below.TrainOn(images, first, new ConsoleProgress()).Interrupted)
        {
            return 130;
        }

        using var codes = CodeData.Of(below, images);
        return Train(seed => new CodeClassVae(seed), codes, below);
    }

    private int Train(Func<int, Autoencoder> create, Dataset data, Autoencoder? below)
    {
        foreach (var count in labels)
        {
            var right = new List<double>();
            for (var seed = _seed; seed < _seed + draws; seed++)
            {
                using var model = create(seed);
                if (Train(model, data, below, count, seed) is not { } accuracy)
                {
                    return 130;
                }

                right.Add(accuracy);
            }

            if (draws > 1)
            {
                var mean = right.Average();
                var deviation = Math.Sqrt(right.Sum(one => (one - mean) * (one - mean)) / (draws - 1));
                Console.WriteLine(Invariant($"{count} labels, {draws} draws of them: {mean:0.0000}, deviation {deviation:0.0000}"));
            }
        }

        return 0;
    }

    /// <summary>The share of test images whose class is right; null where it was interrupted.</summary>
    private double? Train(Autoencoder model, Dataset data, Autoencoder? below, int count, int seed)
    {
        using var few = FewLabels.Of(data, model, count, seed);
        var folder = labels.Count * draws == 1
            ? options.OutputFolder!
            : Path.Combine(options.OutputFolder!, Invariant($"{count}-{seed}"));
        var report = model.TrainOn(few, options with { OutputFolder = folder, Seed = seed }, new ConsoleProgress());
        if (report.Interrupted)
        {
            return null;
        }

        var accuracy = FewLabels.Accuracy(model, data);
        var picture = Path.Combine(folder, "classes.png");
        Styles.Save(model, seed, picture, below);
        Console.WriteLine(Invariant($"{count} labels: {accuracy:0.0000} of {data.TestCount} test images right, ")
            + Invariant($"{report.Epochs.Sum(epoch => epoch.Seconds):0} s of training; {report.ReportPath}, {picture}"));
        return accuracy;
    }
}
