using Hourglass.Datasets;
using Hourglass.Inference;
using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Finds what a model needs from all examples that train: in evaluation mode, batch by batch, sums in double precision.</summary>
internal static class CodeStatisticFit
{
    private const int Rows = 1024;
    private const int Restarts = 5;

    /// <summary>Centres and mixtures, which begin where a phase begins with its first epoch, and means.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What it trains on.</param>
    /// <param name="split">Which examples train.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="epoch">Epochs of the training before this one.</param>
    /// <param name="seed">The training's.</param>
    public static void Fit(Autoencoder model, BoundDataset data, TrainingSplit split, PhaseExtent phase, int epoch, int seed)
    {
        var needed = model.Untyped.CodeStatistics.Where(statistic => statistic.Objective == phase.Plan.Objective).ToArray();
        if (needed.Length == 0)
        {
            return;
        }

        var training = model.training;
        model.eval();
        try
        {
            using var still = no_grad();

            // Means are of assignments to the centres.
            foreach (var statistic in needed.OrderBy(statistic => statistic.Kind))
            {
                using var scope = NewDisposeScope();
                if (statistic is { Kind: CodeStatisticKind.Mixture, Mixture: { } mixture })
                {
                    Sweep(mixture, All(statistic, data, split), isFirst: epoch == phase.FirstEpoch, seed);
                }
                else if (statistic.Kind == CodeStatisticKind.Means)
                {
                    statistic.Target.copy_(Mean(statistic, data, split));
                }
                else if (epoch == phase.FirstEpoch)
                {
                    statistic.Target.copy_(Centres(statistic, data, split, seed));
                }
            }
        }
        finally
        {
            model.train(training);
        }
    }

    private static Tensor Mean(CodeStatistic statistic, BoundDataset data, TrainingSplit split)
    {
        var sum = zeros(statistic.Target.shape, ScalarType.Float64);
        foreach (var values in Values(statistic, data, split))
        {
            sum.add_(values.sum(0L));
        }

        return sum / split.TrainCount;
    }

    private static Tensor Centres(CodeStatistic statistic, BoundDataset data, TrainingSplit split, int seed)
    {
        var all = All(statistic, data, split);
        var clusters = checked((int)statistic.Target.shape[0]);
        if (all.shape[0] < clusters)
        {
            throw new TrainingException(FormattableString.Invariant(
                $"{all.shape[0]} examples cannot have {clusters} centres. Train on more, or take fewer centres."));
        }

        var (points, draws) = (new Points(all), (ulong)Seeds.Derive(seed, -4));
        var found = statistic.Kind == CodeStatisticKind.Normals
            ? GaussianMixture.Fit(points, clusters, draws, restarts: Restarts).Means
            : KMeans.Fit(points, clusters, draws, Restarts).Centres;
        return tensor([.. Enumerable.Range(0, clusters).SelectMany(k => found[k].ToArray())]).reshape(clusters, -1);
    }

    private static void Sweep(MixtureLayer mixture, Tensor x, bool isFirst, int seed)
    {
        if (isFirst)
        {
            mixture.Begin(x, (ulong)Seeds.Derive(seed, -4));
        }

        mixture.Sweep(x);
    }

    private static Tensor All(CodeStatistic statistic, BoundDataset data, TrainingSplit split) =>
        cat([.. Values(statistic, data, split).Select(values => values.clone())]);

    private static IEnumerable<Tensor> Values(CodeStatistic statistic, BoundDataset data, TrainingSplit split)
    {
        for (var first = 0; first < split.TrainCount; first += Rows)
        {
            var indices = tensor([.. split.Train.Skip(first).Take(Rows)], ScalarType.Int64);
            using var batch = data.TrainBatch(indices);
            yield return statistic.Of(batch).to_type(ScalarType.Float64).cpu();
        }
    }
}
