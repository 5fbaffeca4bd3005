using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>A batch of independent distributions over events of one shape.</summary>
public interface IDistribution
{
    /// <summary>The mean, <c>[N, ...]</c>.</summary>
    Tensor Mean { get; }

    /// <summary>A draw, <c>[N, ...]</c>; reparameterised where the distribution allows it.</summary>
    Tensor Sample();

    /// <summary>
    /// The log-density or log-probability of <paramref name="x"/>, summed over the event, <c>[N]</c>, in nats, constants included.
    /// </summary>
    Tensor LogProb(Tensor x);

    /// <summary>
    /// The central interval that holds each element with a probability, both bounds <c>[N, ...]</c>: an element lies below it as often as
    /// above. What has quantiles in closed form gives those, and everything else the quantiles of 1000 draws, all of which are in memory
    /// meanwhile; those bounds carry no gradient.
    /// </summary>
    /// <param name="level">The probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is no such number.</exception>
    (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);
}
