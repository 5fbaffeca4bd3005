using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// One-hot vectors of classes. The event is d variables of k classes, k · d numbers along dimension 1: class j of variable i is number
/// j · d + i.
/// </summary>
/// <param name="logits">Unnormalised log-probabilities of the classes, <c>[N, k · d, ...]</c>.</param>
/// <param name="classes">k.</param>
public sealed class OneHotCategorical(Tensor logits, long classes) : IDistribution
{
    /// <summary>Unnormalised log-probabilities of the classes, <c>[N, k · d, ...]</c>.</summary>
    public Tensor Logits { get; } = ClassGroups.Checked(logits, classes);

    /// <summary>How many classes a variable has.</summary>
    public long Classes { get; } = classes;

    /// <summary>The probabilities of the classes, a new tensor <c>[N, k · d, ...]</c>.</summary>
    public Tensor Mean => Grouped(Logits).softmax(1).reshape(Logits.shape);

    /// <summary>The likeliest class of each variable, one-hot, <c>[N, k · d, ...]</c>.</summary>
    public Tensor Mode => OneHot(Grouped(Logits));

    /// <summary>Distributions whose classes are all as likely.</summary>
    /// <param name="shape"><c>[N, k · d, ...]</c>.</param>
    /// <param name="classes">k.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static OneHotCategorical Standard(ReadOnlySpan<long> shape, long classes, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device), classes);

    /// <summary>A draw of zeros and ones, <c>[N, k · d, ...]</c>, by the Gumbel-max trick; carries no gradient.</summary>
    public Tensor Sample() => OneHot(Grouped(Logits.detach() - TorchDraws.ExponentialLike(Logits).log_()));

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level)
    {
        var (tail, ones) = (Intervals.TailOf(level), Mean);
        return (ones.gt(1 - tail).to_type(Logits.dtype), ones.gt(tail).to_type(Logits.dtype));
    }

    /// <summary>
    /// The log-probability of the one-hot vectors <paramref name="x"/> <c>[N, k · d, ...]</c>, summed over the variables, <c>[N]</c>, in
    /// nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Logits);
        var chosen = x.dtype == Logits.dtype ? x : x.to_type(Logits.dtype);
        return EventSum.Of(Grouped(chosen) * Grouped(Logits).log_softmax(1));
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the variables, <c>[N]</c>, in
    /// nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(OneHotCategorical other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ClassGroups.Divergence(Logits, other.Logits, Classes);
    }

    private Tensor Grouped(Tensor values) => ClassGroups.Of(values, Classes);

    private Tensor OneHot(Tensor groups)
    {
        using var largest = groups.argmax(1, keepdim: true);
        using var one = ones_like(largest, groups.dtype);
        return zeros_like(groups).scatter_(1, largest, one).reshape(Logits.shape);
    }
}
