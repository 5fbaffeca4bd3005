using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Finds the statistics by which a model's data are prepared: over the examples that train, batch by batch, in double precision. Missing
/// elements do not count.
/// </summary>
internal static class StatisticsFit
{
    private const int RowsAtOnce = 4096;
    private const long ElementsAtOnce = 1 << 22;

    /// <summary>Fills a model's statistics.</summary>
    /// <returns>What there is to tell: elements that never differ.</returns>
    public static IReadOnlyList<string> Fit(Autoencoder model, BoundDataset data, TrainingSplit split)
    {
        using var noGrad = no_grad();
        return [.. model.Untyped.Statistics.Select(statistics => Fit(statistics, data, split)).OfType<string>()];
    }

    private static string? Fit(DataStatistics statistics, BoundDataset data, TrainingSplit split)
    {
        using var scope = NewDisposeScope();
        var shape = statistics.First.shape;
        Tensor Full(double value) => full(shape, value, ScalarType.Float64);
        var (count, sum, least, most) = (Full(0), Full(0), Full(double.PositiveInfinity), Full(double.NegativeInfinity));
        Each(values =>
        {
            var missing = values.isnan();
            count.add_(missing.logical_not().sum(0L));
            sum.add_(values.nan_to_num(0).sum(0L));
            least.copy_(least.minimum(values.masked_fill(missing, double.PositiveInfinity).amin([0L])));
            most.copy_(most.maximum(values.masked_fill(missing, double.NegativeInfinity).amax([0L])));
        });

        // An element that is nowhere has no statistics: it is left as it is.
        var seen = count.gt(0);
        var constant = least.ge(most);
        if (statistics.Kind == StatisticKind.Range)
        {
            Keep(where(seen, least, Full(0)), where(constant, Full(1), most - least));
        }
        else
        {
            var mean = where(seen, sum / count.clamp_min(1), Full(0));
            mean = where(seen.logical_and(constant), least, mean);
            var squares = Full(0);
            Each(values => squares.add_((values - mean).nan_to_num(0).square().sum(0L)));
            Keep(mean, where(constant, Full(1), (squares / count.clamp_min(1)).sqrt()));
        }

        var still = constant.flatten().nonzero().flatten().data<long>().ToArray();
        return still.Length == 0 ? null : Constant(statistics, still);

        void Keep(Tensor first, Tensor second)
        {
            statistics.First.copy_(first);
            statistics.Second.copy_(second);
        }

        void Each(Action<Tensor> take)
        {
            var rows = (int)Math.Clamp(ElementsAtOnce / Math.Max(1, statistics.First.numel()), 1, RowsAtOnce);
            for (var first = 0; first < split.TrainCount; first += rows)
            {
                using var part = NewDisposeScope();
                var indices = tensor([.. split.Train.Skip(first).Take(rows)], ScalarType.Int64);
                using var batch = data.TrainBatch(indices);
                take(statistics.Of(batch[statistics.Field]).to_type(ScalarType.Float64).cpu());
            }
        }
    }

    private static string Constant(DataStatistics statistics, long[] elements)
    {
        const int Shown = 5;
        var places = string.Join(", ", elements.Take(Shown)) + (elements.Length > Shown ? ", …" : "");
        return FormattableString.Invariant($"{elements.Length} of {statistics.First.numel()} elements of '{statistics.Field}' never ")
            + $"differ in the examples that train (counted from 0: {places}); prepared, they are 0.";
    }
}
