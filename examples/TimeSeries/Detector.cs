using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace TimeSeries;

/// <summary>A model that learns normal beats, and what it makes of others.</summary>
/// <param name="name">What to call it.</param>
/// <param name="model">The model.</param>
/// <param name="beats">The beats.</param>
internal sealed class Detector(string name, Autoencoder model, BeatSplit beats)
{
    /// <summary>The share of normal beats that were held out that is to pass.</summary>
    private const double Quantile = 0.95;

    private const int Neighbours = 5;

    /// <summary>Above the rows of <see cref="Run"/>.</summary>
    public static void Head() => Console.WriteLine(
        $"{"",-22}{"AUROC",8}{"AP",8}{"F1",8}{"precision",11}{"recall",8}"
        + $"{"codes: AUROC",14}{"probe",8}{"5-NN",8}{"set aside",11}{"epochs",8}{"core s",8}");

    /// <summary>Trains the model, and prints how well it finds abnormal beats and what its codes tell of classes.</summary>
    /// <param name="options">How to train.</param>
    /// <returns>Whether training went to its end.</returns>
    public bool Run(TrainOptions options)
    {
        using var normal = beats.Normal();
        var before = Environment.CpuUsage.TotalTime;
        var report = model.TrainOn(normal, options);
        if (report.Interrupted)
        {
            return false;
        }

        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        using var bound = model.Bind(normal);
        var train = new SplitPass(model, bound, DataSplit.Train) { Seed = options.Seed ?? 0 };
        var test = new SplitPass(model, bound, DataSplit.Test);
        var scores = new AnomalyScores(ScoreKind.Reconstruction).Of(test);
        var threshold = Detection.Threshold(new AnomalyScores(ScoreKind.Reconstruction).Of(HeldOutExamples.Of(train).Pass), Quantile);
        var found = Detection.At(beats.IsAbnormal, scores, threshold);
        var near = new AnomalyScores(ScoreKind.Neighbour) { TrainingCodes = CodeMeans.Of(train), Neighbour = Neighbours }.Of(test);
        var (probe, neighbours) = Errors();
        Console.WriteLine(
            FormattableString.Invariant($"{name,-22}{Roc.Area(beats.IsAbnormal, scores),8:0.000}")
            + FormattableString.Invariant($"{PrecisionRecall.Average(beats.IsAbnormal, scores),8:0.000}")
            + FormattableString.Invariant($"{found.F1,8:0.000}{found.Precision,11:0.000}{found.Recall,8:0.000}")
            + FormattableString.Invariant($"{Roc.Area(beats.IsAbnormal, near),14:0.000}")
            + FormattableString.Invariant($"{probe,8:0.000}{neighbours,8:0.000}{SetAside(report),11:0.0}")
            + FormattableString.Invariant($"{report.Epochs.Count,8}{seconds,8:0}"));
        return true;
    }

    /// <summary>The best epoch's error on the normal beats that were set aside: what one may choose a model by.</summary>
    private static double SetAside(TrainingReport report) => report.Epochs.Min(epoch => epoch.Validation!["total"]);

    /// <summary>The square of the difference at each sample of each beat to judge by, and what comes back.</summary>
    /// <returns>Both <c>[N, 140]</c>, the caller's.</returns>
    public (Tensor Squares, Tensor Reconstructions) Traces()
    {
        using var data = beats.All();
        using var bound = model.Bind(data);
        var pass = new SplitPass(model, bound, DataSplit.Test);
        return (
            pass.Gather("errors", batch => ReconstructionError.Elements(model, batch))!,
            pass.Gather("reconstructions", model.Untyped.Reconstruct)!);
    }

    /// <summary>How often a linear probe, or the nearest codes, find a wrong class; they are told classes, the model is not.</summary>
    private (double Probe, double Neighbours) Errors()
    {
        using var data = beats.All();
        using var bound = model.Bind(data);
        int[] labels = [.. beats.Train.Classes];
        int[] truth = [.. beats.Test.Classes];
        var codes = CodeMeans.Of(new SplitPass(model, bound, DataSplit.Train))!;
        var others = CodeMeans.Of(new SplitPass(model, bound, DataSplit.Test))!;
        return (
            Classification.ErrorRate(truth, LinearProbe.Fit(codes, labels).Predict(others)),
            Classification.ErrorRate(truth, KNearest.Classify(codes, labels, others, Neighbours)));
    }
}
