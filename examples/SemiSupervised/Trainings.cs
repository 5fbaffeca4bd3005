using Hourglass;
using Hourglass.Datasets;
using Hourglass.Generation;
using Hourglass.Training;
using static System.FormattableString;

namespace SemiSupervised;

/// <summary>The trainings: M2 on images, or on the codes of M1. Each gives the exit code, 130 where it was interrupted.</summary>
/// <param name="images">The images with all labels.</param>
/// <param name="isSmall">Whether the small models are trained.</param>
/// <param name="labels">How many labels stay.</param>
/// <param name="options">How to train; the folder is that of report and picture.</param>
internal sealed class Trainings(Dataset images, bool isSmall, int labels, TrainOptions options)
{
    private readonly int _seed = options.Seed ?? 0;

    /// <summary>M2 alone.</summary>
    public int OfImages()
    {
        using Autoencoder model = isSmall ? new SmallClassVae(_seed) : new ClassVae(_seed);
        return Train(model, images, below: null);
    }

    /// <summary>M1 + M2: M2 on the means of M1's codes.</summary>
    public int OfCodes()
    {
        using Autoencoder below = isSmall ? new SmallCodes(_seed) : new Codes(_seed);
        var first = options with { OutputFolder = Path.Combine(options.OutputFolder!, "codes") };
        if (below.TrainOn(images, first, new ConsoleProgress()).Interrupted)
        {
            return 130;
        }

        using var codes = CodeData.Of(below, images);
        using Autoencoder model = isSmall ? new SmallCodeClassVae(_seed) : new CodeClassVae(_seed);
        return Train(model, codes, below);
    }

    private int Train(Autoencoder model, Dataset data, Autoencoder? below)
    {
        using var few = FewLabels.Of(data, model, labels, _seed);
        var report = model.TrainOn(few, options, new ConsoleProgress());
        if (report.Interrupted)
        {
            return 130;
        }

        var picture = Path.Combine(options.OutputFolder!, "classes.png");
        Styles.Save(model, _seed, picture, below);
        Console.WriteLine(Invariant($"{labels} labels: {FewLabels.Accuracy(model, data):0.0000} of {data.TestCount} test images right, ")
            + Invariant($"{report.Epochs.Sum(epoch => epoch.Seconds):0} s of training; {report.ReportPath}, {picture}"));
        return 0;
    }
}
