using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Classes as inputs and as targets; −1 stands for a class that is missing.</summary>
public static class Labels
{
    /// <summary>Keeps the logarithm of a probability finite.</summary>
    private const double Margin = 1e-12;

    /// <summary>One-hot vectors along a new dimension behind the batch; zeros where the class is missing.</summary>
    /// <param name="y">Classes, <c>[N, ...]</c>, <c>int64</c>.</param>
    /// <param name="classes">K.</param>
    /// <param name="precision">The result's type.</param>
    /// <returns><c>[N, K, ...]</c>.</returns>
    /// <exception cref="DataException">What is given are not such classes.</exception>
    public static Tensor OneHot(Tensor y, int classes, ScalarType precision)
    {
        Argument.CheckLabels(y, nameof(y), classes);
        var index = y.unsqueeze(1);
        long[] shape = [y.shape[0], classes, .. y.shape.AsSpan(1)];
        var present = index >= 0;
        return zeros(shape, dtype: precision, device: y.device).scatter_(1, index.clamp_min(0), present.to(precision));
    }

    /// <summary>-log p of the classes, summed over the event and averaged over the examples whose classes are not all missing; 0 where all are.</summary>
    /// <param name="logits"><c>[N, K, ...]</c>.</param>
    /// <param name="y"><c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <returns>A scalar, in nats per example.</returns>
    /// <exception cref="DataException">What is given are not such classes, or the shapes or places do not go together.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor y)
    {
        Argument.CheckLabels(y, nameof(y), logits, nameof(logits));
        var sum = nn.functional.cross_entropy(logits, y, ignore_index: -1, reduction: nn.Reduction.Sum);
        var present = (y >= 0).reshape(y.shape[0], -1).any(1).sum().clamp_min(1);
        return sum / present;
    }

    /// <summary>-log of the classes' probabilities; missing classes do not count.</summary>
    /// <param name="probabilities"><c>[N, K, ...]</c>, summing to one along K.</param>
    /// <param name="y"><c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <param name="reduction">Sum: summed over the event, averaged over the examples; Mean: averaged over both.</param>
    /// <returns>A scalar, in nats.</returns>
    /// <exception cref="DataException">What is given are not such classes, or the shapes or places do not go together.</exception>
    public static Tensor CrossEntropyOfProbabilities(Tensor probabilities, Tensor y, nn.Reduction reduction)
    {
        Argument.CheckLabels(y, nameof(y), probabilities, nameof(probabilities));
        return Reduce(Picked(probabilities, y).clamp_min(Margin).log(), y, reduction);
    }

    /// <summary>The same of the probabilities' logarithms: exact where the probabilities themselves would round to 0.</summary>
    /// <param name="logarithms"><c>[N, K, ...]</c>.</param>
    /// <param name="y"><c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <param name="reduction">Sum: summed over the event, averaged over the examples; Mean: averaged over both.</param>
    /// <returns>A scalar, in nats.</returns>
    /// <exception cref="DataException">What is given are not such classes, or the shapes or places do not go together.</exception>
    public static Tensor CrossEntropyOfLogarithms(Tensor logarithms, Tensor y, nn.Reduction reduction)
    {
        Argument.CheckLabels(y, nameof(y), logarithms, nameof(logarithms));
        return Reduce(Picked(logarithms, y), y, reduction);
    }

    private static Tensor Picked(Tensor values, Tensor y) => values.gather(1, y.clamp_min(0).unsqueeze(1)).squeeze(1);

    private static Tensor Reduce(Tensor picked, Tensor y, nn.Reduction reduction)
    {
        var sum = -(picked * (y >= 0)).sum();
        var present = (y >= 0).reshape(y.shape[0], -1);
        var count = reduction == nn.Reduction.Mean ? present.sum() : present.any(1).sum();
        return sum / count.clamp_min(1);
    }
}
