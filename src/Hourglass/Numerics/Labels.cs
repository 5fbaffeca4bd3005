using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Classes as inputs and as targets; −1 stands for a class that is missing.</summary>
public static class Labels
{
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

    /// <summary>1 where a class is given, 0 where it is missing.</summary>
    /// <param name="y">Classes, <c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <param name="precision">Of the result.</param>
    /// <param name="ofExamples">Whether an example counts that has any; each element for itself otherwise.</param>
    /// <returns><c>[N]</c>, or <c>[N, ...]</c>.</returns>
    public static Tensor Present(Tensor y, ScalarType precision, bool ofExamples = true)
    {
        ArgumentNullException.ThrowIfNull(y);
        var present = y >= 0;
        return (ofExamples && y.dim() > 1 ? present.flatten(1).any(1) : present).to_type(precision);
    }

    /// <summary>Classes with a draw in place of each that is missing, all classes as likely.</summary>
    /// <param name="y">Classes, <c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <param name="classes">K.</param>
    /// <returns><c>[N, ...]</c>, all of them given.</returns>
    /// <exception cref="DataException">What is given are not such classes.</exception>
    public static Tensor Drawn(Tensor y, int classes)
    {
        Argument.CheckLabels(y, nameof(y), classes);
        using var drawn = TorchDraws.Below(classes, y.shape, y.device);
        using var present = y >= 0;
        return where(present, y, drawn);
    }

    /// <summary>One-hot vectors of every class in turn, each for all examples of a batch.</summary>
    /// <param name="y">Classes, <c>[N]</c>; their number is what counts.</param>
    /// <param name="classes">K.</param>
    /// <param name="precision">Of the result.</param>
    /// <returns><c>[K N, K]</c>: N rows of the first class, then of the second, and so on.</returns>
    public static Tensor EachClass(Tensor y, int classes, ScalarType precision)
    {
        ArgumentNullException.ThrowIfNull(y);
        return eye(classes, dtype: precision, device: y.device).repeat_interleave(y.shape[0], 0);
    }

    /// <summary>-log p of the class of each element; 0 where it is missing.</summary>
    /// <param name="logarithms">log p of each class, <c>[N, K, ...]</c>.</param>
    /// <param name="y">Classes, <c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <returns><c>[N, ...]</c>, in nats.</returns>
    /// <exception cref="DataException">What is given are not such classes, or the shapes or places do not go together.</exception>
    public static Tensor NegativeLogarithms(Tensor logarithms, Tensor y)
    {
        Argument.CheckLabels(y, nameof(y), logarithms, nameof(logarithms));
        return -(logarithms.gather(1, y.clamp_min(0).unsqueeze(1)).squeeze(1) * (y >= 0));
    }

    /// <summary>How many examples have a class, of one element or of several; 1 where none has, as sums are divided by it.</summary>
    /// <param name="y">Classes, <c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <returns>A scalar, <c>int64</c>.</returns>
    /// <exception cref="DataException">What is given are not classes.</exception>
    public static Tensor CountExamples(Tensor y)
    {
        Argument.CheckLabels(y, nameof(y), long.MaxValue);
        return (y >= 0).reshape(y.shape[0], -1).any(1).sum().clamp_min(1);
    }

    /// <summary>How many elements have a class; 1 where none has, as sums are divided by it.</summary>
    /// <param name="y">Classes, <c>[N, ...]</c>, <c>int64</c>, −1 where missing.</param>
    /// <returns>A scalar, <c>int64</c>.</returns>
    /// <exception cref="DataException">What is given are not classes.</exception>
    public static Tensor CountElements(Tensor y)
    {
        Argument.CheckLabels(y, nameof(y), long.MaxValue);
        return (y >= 0).sum().clamp_min(1);
    }
}
