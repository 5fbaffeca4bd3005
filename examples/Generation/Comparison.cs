using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Metrics;
using Hourglass.Training;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Generation;

/// <summary>How far draws are from the test images: Fréchet distances in the code of a classifier.</summary>
internal sealed class Comparison(Trained trained, CodeMixture mixture, Dataset images)
{
    /// <summary>Prints a row for each way to draw.</summary>
    public void Tell()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(trained.Seed);
        using var bound = trained.Digits.Bind(images);
        using var plane = trained.Plane.Bind(images);
        using var classes = trained.Classes.Bind(images);
        var test = new SplitPass(trained.Digits, bound, DataSplit.Test);
        var distance = new FeatureDistance(trained.Features);
        var real = distance.Of(test.Gather("images", batch => batch["x"])!);
        void Row(string name, Tensor values) =>
            Console.WriteLine(Invariant($"{name,-36} {FrechetDistance.Squared(real, distance.Of(values)),8:0.00}"));

        var count = test.Count;
        Console.WriteLine($"Fréchet distance from {count} test images, in the code of a classifier:");
        Row("as many training images", Training(bound, count));
        Row("reconstructions", test.Gather("reconstructions", trained.Digits.Untyped.Reconstruct)!);
        Row("prior", trained.Digits.Untyped.Sample(count)!);
        Row("mixture of normals on the codes", mixture.Sample(count, (ulong)trained.Seed));
        Row("second model on the codes", CodeGeneration.Decode(trained.Digits, trained.Codes.Untyped.Sample(count)!));
        Row("prior, classes as often as in the data", new SplitPass(trained.Classes, classes, DataSplit.Test)
            .Gather("samples", batch => trained.Classes.Untyped.Sample(batch.Count, batch))!);
        Row("prior, codes of two numbers", trained.Plane.Untyped.Sample(count)!);
    }

    private static Tensor Training(BoundDataset bound, int count)
    {
        using var batch = bound.TrainBatch(arange((long)count, ScalarType.Int64));
        return batch["x"].clone();
    }
}
