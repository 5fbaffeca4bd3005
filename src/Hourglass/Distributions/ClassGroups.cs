using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// d variables of k classes in k · d numbers along dimension 1: class j of variable i is number j · d + i.
/// </summary>
internal static class ClassGroups
{
    /// <summary>The logits of such variables, <c>[N, k · d, ...]</c>, as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    /// <exception cref="DataException">The numbers are no variables of so many classes.</exception>
    public static Tensor Checked(Tensor logits, long classes)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        return logits.dim() > 1 && logits.size(1) % classes == 0
            ? logits
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"logits is [N, {classes} · d, ...]; got {Datasets.Shapes.List(logits.shape)}."));
    }

    /// <summary>The classes along dimension 1, <c>[N, k, d, ...]</c>.</summary>
    public static Tensor Of(Tensor values, long classes)
    {
        long[] shape = [values.size(0), classes, values.size(1) / classes, .. values.shape.AsSpan(2)];
        return values.reshape(shape);
    }

    /// <summary>Σ q (log q - log p) of the classes, summed over the variables, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException">The others are over events of another shape.</exception>
    public static Tensor Divergence(Tensor logits, Tensor others, long classes)
    {
        Numerics.Argument.CheckLike(others, "other.Logits", logits);
        var log = Of(logits, classes).log_softmax(1);
        return EventSum.Of(log.exp() * (log - Of(others, classes).log_softmax(1)));
    }
}
