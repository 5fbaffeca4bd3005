using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Metrics;
using Hourglass.Reports;
using Hourglass.Training;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace MeanField;

/// <summary>The two fits, and what they tell. Each gives the exit code: 130 where it was interrupted.</summary>
internal static class Fits
{
    /// <summary>Twenty components over points from six normals.</summary>
    public static int OfPoints(TrainOptions options)
    {
        using var drawn = new DrawnGroups(options.Seed ?? 0);
        using var data = drawn.Data();
        using var model = new Groups(options.Seed ?? 0);
        var report = model.TrainOn(data, options, new ConsoleProgress());
        if (report.Interrupted)
        {
            return 130;
        }

        var posterior = model.Encoder.C.Posterior.Posterior();
        var found = posterior.Assign(new Points(drawn.Points));
        Tell(posterior.ActiveComponents().Count, drawn.Labels, found);
        foreach (var k in posterior.ActiveComponents())
        {
            Console.WriteLine(Invariant(
                $"  weight {posterior.Weights[k]:0.000}, mean ({posterior.Means[k][0]:0.00}, {posterior.Means[k][1]:0.00})"));
        }

        var picture = Path.Combine(options.OutputFolder!, "groups.png");
        Plane.Save(picture, drawn.Points, found, posterior);
        Console.WriteLine(Invariant($"{report.Epochs.Sum(epoch => epoch.Seconds):0} s; {report.ReportPath}; {picture}"));
        return 0;
    }

    /// <summary>Ten components over an autoencoder's codes of images.</summary>
    public static int OfCodes(string path, TrainOptions options, int? epochs)
    {
        using var images = Dataset.Open(path);
        using var encoder = new Digits(options.Seed ?? 0);
        var plain = options with { Epochs = epochs, OutputFolder = Path.Combine(options.OutputFolder!, "digits") };
        var trained = encoder.TrainOn(images, plain, new ConsoleProgress());
        if (trained.Interrupted)
        {
            return 130;
        }

        using var codes = CodeData.Of(encoder, images);
        using var model = new CodeGroups(options.Seed ?? 0);
        var report = model.TrainOn(codes, options, new ConsoleProgress());
        if (report.Interrupted)
        {
            return 130;
        }

        using var bound = model.Bind(codes);
        var found = Clusters(CodeMeans.Of(new SplitPass(model, bound, DataSplit.Train))!);
        var posterior = model.Encoder.C.Posterior.Posterior();
        Tell(posterior.ActiveComponents().Count, [.. images.Classes(images.LabelColumn!, DataSplit.Train)], found);

        // Each row: what a component's mean is decoded to, and draws from it.
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var each = eye(10).repeat_interleave(10, 0);
        var drawn = cat([eye(10).matmul(model.Encoder.C.Mean).unsqueeze(1), model.Decode(each).Sample().reshape(10, 10, 10)], 1);
        var picture = Path.Combine(options.OutputFolder!, "components.png");
        ImageGrid.Save(picture, encoder.Decode(drawn.reshape(110, 10)).reshape(10, 11, 28, 28).unbind());
        Console.WriteLine(Invariant($"{trained.Epochs.Sum(epoch => epoch.Seconds):0} s for the codes, ")
            + Invariant($"{report.Epochs.Sum(epoch => epoch.Seconds):0} s for the mixture; {report.ReportPath}; {picture}"));
        return 0;
    }

    private static int[] Clusters(Points probabilities) =>
        [.. Enumerable.Range(0, probabilities.Count).Select(n => Best(probabilities[n]))];

    private static int Best(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var k = 1; k < row.Length; k++)
        {
            best = row[k] > row[best] ? k : best;
        }

        return best;
    }

    private static void Tell(int alive, int[] labels, int[] clusters) => Console.WriteLine(Invariant(
        $"{alive} components are left: ACC {ClusterAgreement.Accuracy(labels, clusters):0.000}, ")
        + Invariant($"NMI {ClusterAgreement.NormalisedMutualInformation(labels, clusters):0.000}, ")
        + Invariant($"ARI {ClusterAgreement.AdjustedRandIndex(labels, clusters):0.000}"));
}
