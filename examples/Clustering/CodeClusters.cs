using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;
using Hourglass.Reports;
using static TorchSharp.torch;

namespace Clustering;

/// <summary>Clusters of a model's codes of all training images, and how well they agree with the labels, which nothing else sees.</summary>
internal sealed class CodeClusters : IDisposable
{
    private const int Clusters = 10;
    private const int Nearest = 12;
    private readonly Autoencoder _model;
    private readonly BoundDataset _images;
    private readonly int[] _labels;
    private readonly ulong _seed;

    public CodeClusters(Autoencoder model, Dataset images, int seed)
    {
        (_model, _seed) = (model, (ulong)seed);
        _images = model.Bind(images);
        _labels = [.. images.Classes(images.LabelColumn!, DataSplit.Train)];
    }

    public int[] ByKMeans() => [.. KMeans.Fit(Codes(), Clusters, _seed).Clusters];

    public int[] ByMixture()
    {
        var codes = Codes();
        return GaussianMixture.Fit(codes, Clusters, seed: _seed, restarts: 10).Predict(codes);
    }

    /// <summary>By the centres that the training has moved.</summary>
    public int[] ByCentres() => KMeans.From(Codes(), new Points(Centres), iterations: 1).Predict(Codes());

    /// <summary>A row for each centre: the images whose codes are nearest to it.</summary>
    public void SaveNearest(string path)
    {
        using var scope = NewDisposeScope();
        var pass = new SplitPass(_model, _images, DataSplit.Train);
        var codes = pass.Gather("codes", _model.Untyped.Code)!;
        var (_, places) = cdist(Centres.detach(), codes).topk(Nearest, largest: false);
        ImageGrid.Save(
            path,
            [.. places.unbind(0).Select(row => pass.At(row.data<long>().ToArray()).Gather("images", batch => batch["x"])!)],
            side: 28);
    }

    public void Tell(string name, int[] clusters) => Console.WriteLine(FormattableString.Invariant(
        $"  {name}: ACC {ClusterAgreement.Accuracy(_labels, clusters):0.000}, ")
        + FormattableString.Invariant($"NMI {ClusterAgreement.NormalisedMutualInformation(_labels, clusters):0.000}, ")
        + FormattableString.Invariant($"ARI {ClusterAgreement.AdjustedRandIndex(_labels, clusters):0.000}"));

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();

    private Tensor Centres =>
        _model is DeepClusters large ? large.Objective.ClusterH : ((SmallDeepClusters)_model).Objective.ClusterH;

    private Points Codes() => CodeMeans.Of(new SplitPass(_model, _images, DataSplit.Train))!;
}
