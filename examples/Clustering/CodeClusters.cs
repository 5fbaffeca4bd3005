using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;

namespace Clustering;

/// <summary>Clusters of a model's codes of all training images, and how well they agree with the labels, which nothing else sees.</summary>
internal sealed class CodeClusters : IDisposable
{
    private const int Clusters = 10;
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
        return GaussianMixture.Fit(codes, Clusters, seed: _seed).Predict(codes);
    }

    /// <summary>By the centres that the training has moved.</summary>
    public int[] ByCentres()
    {
        var centres = _model is DeepClusters large ? large.Objective.ClusterH : ((SmallDeepClusters)_model).Objective.ClusterH;
        return KMeans.From(Codes(), new Points(centres), iterations: 1).Predict(Codes());
    }

    public void Tell(string name, int[] clusters) => Console.WriteLine(FormattableString.Invariant(
        $"  {name}: ACC {ClusterAgreement.Accuracy(_labels, clusters):0.000}, ")
        + FormattableString.Invariant($"NMI {ClusterAgreement.NormalisedMutualInformation(_labels, clusters):0.000}, ")
        + FormattableString.Invariant($"ARI {ClusterAgreement.AdjustedRandIndex(_labels, clusters):0.000}"));

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();

    private Points Codes() => CodeMeans.Of(new SplitPass(_model, _images, DataSplit.Train))!;
}
