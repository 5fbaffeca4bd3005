using System.Diagnostics;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Images;
using Hourglass.Reports;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Segmentation;

/// <summary>Trains on patches, judges by whole pictures, and draws a piece of one.</summary>
/// <param name="slices">The pictures.</param>
/// <param name="model">The network.</param>
/// <param name="reconstruct">What it makes of pictures of its side.</param>
internal sealed class Comparison(Slices slices, Autoencoder model, Func<Tensor, Tensor> reconstruct)
{
    /// <summary>So many patches have some ten times as many pixels as the slices to train on.</summary>
    private const int PatchCount = 4000;

    private const int PieceSide = 192;
    private const double Threshold = 0.5;
    private readonly int _side = (int)model.Description.Fields[0].Shape[1];

    /// <summary>The whole comparison.</summary>
    /// <param name="options">How to train, and where results go.</param>
    /// <param name="stop">Whether the user wants no more; a training that its time has ended is judged.</param>
    public void Run(TrainOptions options, CancellationToken stop)
    {
        Train(options);
        if (stop.IsCancellationRequested)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var (images, masks) = slices.Of(train: false);
        var (trainImages, trainMasks) = slices.Of(train: true);
        Judge.Head();
        var grey = Judge.BestGreyValue(trainImages, trainMasks);
        Judge.Tell($"darker than {grey} of 255", masks, images < grey);
        var segmenter = new Segmenter(reconstruct, _side);
        var once = segmenter.Predict(images);
        Judge.Tell("U-Net", masks, once >= Threshold);
        var mean = segmenter.PredictTurned(images);
        Judge.Tell("U-Net, mean of 8 orientations", masks, mean >= Threshold);
        var path = Path.Combine(options.OutputFolder!, "membranes.png");
        ImageGrid.Save(path, [cat([Piece(images) / 255, Piece(masks), Piece(once)])], side: PieceSide);
        Console.WriteLine($"A picture, its mask and what was found: {path}");
    }

    private void Train(TrainOptions options)
    {
        using var scope = NewDisposeScope();
        var (images, masks) = slices.Of(train: true);
        var patches = Patches.Draw([images, masks], _side, PatchCount, options.Seed ?? 0);
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = patches[0], ["t"] = patches[1] },
            name: slices.Name);
        Console.WriteLine($"{slices.Name}: {slices.Train} pictures to train on by {PatchCount} patches of {_side} × {_side}, "
            + $"{slices.TestCount} to judge by");
        var (console, steps, watch, before) = (new ConsoleProgress(), 0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var report = model.TrainOn(data, options, new Told(progress =>
        {
            steps += progress is { Notice: null, Completed: null } ? 1 : 0;
            console.Report(progress);
        }));
        var batch = model.Description.Plan.Phases[0].Batch;
        Console.WriteLine(FormattableString.Invariant($"{steps} steps of {batch} patches in {watch.Elapsed.TotalSeconds:0} s, ")
            + FormattableString.Invariant($"{(Environment.CpuUsage.TotalTime - before).TotalSeconds:0} s of a core; {report.Step}"));
    }

    /// <summary>A corner of the first picture that is judged by, <c>[1, 1, H, W]</c>.</summary>
    private static Tensor Piece(Tensor pictures)
    {
        var (height, width) = (Math.Min(PieceSide, pictures.shape[2]), Math.Min(PieceSide, pictures.shape[3]));
        return pictures.narrow(0, 0, 1).narrow(2, 0, height).narrow(3, 0, width).to_type(ScalarType.Float32);
    }
}
