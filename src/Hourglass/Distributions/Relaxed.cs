using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// One-hot vectors, softened: softmax((logits + g) / temperature) of Gumbel noise g (Jang et al., 2017; Maddison et al., 2017). The event
/// is d variables of k classes, k · d numbers along dimension 1: class j of variable i is number j · d + i.
/// </summary>
/// <param name="logits">Unnormalised log-probabilities of the classes, <c>[N, k · d, ...]</c>.</param>
/// <param name="classes">k.</param>
/// <param name="temperature">Above 0; the nearer to 0, the nearer are draws to one-hot vectors.</param>
public sealed class Relaxed(Tensor logits, long classes, double temperature) : IDistribution
{
    private const double Smallest = 1.2e-38;

    /// <summary>Unnormalised log-probabilities of the classes, <c>[N, k · d, ...]</c>.</summary>
    public Tensor Logits { get; } = ClassGroups.Checked(logits, classes);

    /// <summary>How many classes a variable has.</summary>
    public long Classes { get; } = classes;

    /// <summary>How soft the draws are.</summary>
    public double Temperature { get; } = temperature;

    /// <summary>The probabilities of the classes, a new tensor <c>[N, k · d, ...]</c>.</summary>
    public Tensor Mean => Grouped(Logits).softmax(1).reshape(Logits.shape);

    /// <summary>Distributions whose classes are all as likely.</summary>
    /// <param name="shape"><c>[N, k · d, ...]</c>.</param>
    /// <param name="classes">k.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Relaxed Standard(
        ReadOnlySpan<long> shape, long classes, double temperature, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device), classes, temperature);

    /// <summary>A draw, <c>[N, k · d, ...]</c>, reparameterised: gradients reach the logits.</summary>
    public Tensor Sample()
    {
        var gumbel = -(-OpenUniform.Like(Logits).log_()).log_();
        return Grouped((Logits + gumbel) / Temperature).softmax(1).reshape(Logits.shape);
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) =>
        Intervals.OfDraws(this, level);

    /// <summary>
    /// The log-density of <paramref name="x"/> <c>[N, k · d, ...]</c>, summed over the variables, <c>[N]</c>, in nats: with respect to all
    /// but one of a variable's numbers (Maddison et al., 2017, equation 10).
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Logits);
        var log = Grouped(x.is_floating_point() ? x : x.to_type(Logits.dtype)).clamp_min(Smallest).log();
        var constant = (Classes - 1) * Math.Log(Temperature);
        for (var factor = 2; factor < Classes; factor++)
        {
            constant += Math.Log(factor);
        }

        return EventSum.Of((Grouped(Logits) - Temperature * log).log_softmax(1) - log + constant / Classes);
    }

    /// <summary>
    /// The Kullback-Leibler divergence of the classes from those of <paramref name="other"/>, summed over the variables, <c>[N]</c>, in
    /// nats; temperatures have no part in it.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Relaxed other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ClassGroups.Divergence(Logits, other.Logits, Classes);
    }

    private Tensor Grouped(Tensor values) => ClassGroups.Of(values, Classes);
}
