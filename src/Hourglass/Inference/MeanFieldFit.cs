namespace Hourglass.Inference;

/// <summary>A mixture that was fitted by coordinate ascent.</summary>
/// <param name="Posterior">The posterior of the start with the highest bound.</param>
/// <param name="Bounds">
/// The lower bound on log p(X) of this start, in nats of all the data, at its clusters and after each sweep; it never falls.
/// </param>
/// <param name="Converged">Whether its last sweep gained less than the tolerance.</param>
public sealed record MeanFieldFit(MixturePosterior Posterior, IReadOnlyList<double> Bounds, bool Converged)
{
    /// <summary>The bound that was reached, in nats of all the data.</summary>
    public double Bound => Bounds[^1];
}
