namespace Hourglass.Inference;

/// <summary>Where a fit is.</summary>
/// <param name="Restart">Which start, from 0 on.</param>
/// <param name="Sweep">How many sweeps it has had.</param>
/// <param name="Bound">The lower bound on log p(X), in nats of all the data.</param>
public readonly record struct MeanFieldProgress(int Restart, int Sweep, double Bound);
