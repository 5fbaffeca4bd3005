using Hourglass.Metrics;

namespace Hourglass.Inference;

/// <summary>How a mixture is fitted by coordinate ascent.</summary>
public sealed record MeanFieldOptions
{
    /// <summary>Which covariances the components have.</summary>
    public CovarianceKind Kind { get; init; } = CovarianceKind.Full;

    /// <summary>The prior.</summary>
    public MixturePrior Prior { get; init; } = new();

    /// <summary>Which random numbers the starts draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many starts there are, 1 or more; the one with the highest bound is kept.</summary>
    public int Restarts { get; init; } = 5;

    /// <summary>How many sweeps a start has at most, 1 or more.</summary>
    public int Sweeps { get; init; } = 1000;

    /// <summary>
    /// A sweep that gains less is the last of its start: a part of the bound's size, above 0. Where a component dies, sweeps gain little
    /// for a while.
    /// </summary>
    public double Tolerance { get; init; } = 1e-9;
}
