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
}
