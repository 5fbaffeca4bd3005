using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Categorical distributions with independent components.</summary>
/// <param name="logits">Unnormalised log-probabilities, <c>[N, K, ...]</c>: the classes are dimension 1.</param>
public sealed class Categorical(Tensor logits) : IDistribution
{
    /// <summary>Unnormalised log-probabilities, <c>[N, K, ...]</c>.</summary>
    public Tensor Logits { get; } = Numerics.Argument.OfClasses(logits);

    /// <summary>The probabilities, a new tensor <c>[N, K, ...]</c>.</summary>
    public Tensor Mean => Logits.softmax(1);

    /// <summary>The likeliest classes, <c>[N, ...]</c> of <c>int64</c>.</summary>
    public Tensor Mode => Logits.argmax(1);

    /// <summary>A draw, <c>[N, ...]</c> of <c>int64</c>, by the Gumbel-max trick; carries no gradient.</summary>
    public Tensor Sample()
    {
        var exponential = TorchDraws.ExponentialLike(Logits);
        return (Logits.detach() - exponential.log_()).argmax(1);
    }

    /// <summary>
    /// The classes between which one lies with a probability, in the order of their numbers: <c>int64</c>, both <c>[N, ...]</c>.
    /// </summary>
    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level)
    {
        var tail = Intervals.TailOf(level);
        var below = Mean.cumsum(1);
        Tensor Quantile(double share) => below.lt(share).sum(1L).clamp_max_(Logits.size(1) - 1);
        return (Quantile(tail), Quantile(1 - tail));
    }

    /// <summary>
    /// The log-probability of the classes <paramref name="x"/> (<c>[N, ...]</c> of <c>int64</c>), summed over the event, <c>[N]</c>, in
    /// nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape or type, elsewhere, or no class.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckClassesOf(x, "x", Logits);
        return EventSum.Of(Logits.log_softmax(1).gather(1, x.unsqueeze(1)).squeeze(1));
    }
}
