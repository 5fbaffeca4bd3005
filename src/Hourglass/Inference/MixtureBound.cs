using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>
/// The lower bound on log p(X) of a posterior in factors (Bishop, 2006, 10.70 to 10.77), complete with its constants, in nats of all the
/// data. Terms of one variable stand together: what p says of it less what q says.
/// </summary>
/// <param name="Data">E[log p(X | Z, μ, Λ)] (10.71).</param>
/// <param name="Assignments">E[log p(Z | π)] − E[log q(Z)] (10.72, 10.75).</param>
/// <param name="Weights">E[log p(π)] − E[log q(π)] (10.73, 10.76), not above 0.</param>
/// <param name="Components">E[log p(μ, Λ)] − E[log q(μ, Λ)] (10.74, 10.77), not above 0.</param>
internal readonly record struct MixtureBound(double Data, double Assignments, double Weights, double Components)
{
    /// <summary>The part of the terms' size that rounding may take from their sum.</summary>
    private const double Digits = 1e-10;

    /// <summary>The bound.</summary>
    public double Value => Data + Assignments + Weights + Components;

    /// <summary>What rounding may take from the bound, in nats.</summary>
    public double Rounding => Digits * (Math.Abs(Data) + Math.Abs(Assignments) + Math.Abs(Weights) + Math.Abs(Components));

    /// <summary>That of given factors; any, not only those that are best for the responsibilities.</summary>
    /// <param name="prior">The prior, with a K of 1.</param>
    /// <param name="factors">q(π) and q(μ, Λ).</param>
    /// <param name="statistics">Those of the responsibilities, which q(Z) are.</param>
    /// <param name="precisions">The kind of covariance.</param>
    /// <exception cref="TrainingException">A scale matrix is singular.</exception>
    public static MixtureBound Of(MixtureFactors prior, MixtureFactors factors, MixtureStatistics statistics, Precisions precisions)
    {
        var whiteners = precisions.Whiten(factors.InverseScale);
        var determinants = precisions.ExpectedLogDeterminant(factors.DegreesOfFreedom, whiteners);
        var logWeights = factors.ExpectedLogWeights();
        var terms = stack(
        [
            OfData(factors, statistics, precisions, whiteners, determinants).sum(),
            (statistics.Counts * logWeights).sum() + statistics.Entropy,
            OfWeights(prior, factors, logWeights),
            (OfMeans(prior, factors, precisions, whiteners) + OfPrecisions(prior, factors, precisions, whiteners, determinants)).sum(),
        ]).data<double>();
        return new MixtureBound(terms[0], terms[1], terms[2], terms[3]);
    }

    /// <summary>KL(q(π, μ, Λ) ‖ p(π, μ, Λ)), in nats: what the last two terms of the bound take away.</summary>
    /// <param name="prior">The prior, with a K of 1.</param>
    /// <param name="factors">q(π) and q(μ, Λ).</param>
    /// <param name="precisions">The kind of covariance.</param>
    /// <exception cref="TrainingException">A scale matrix is singular.</exception>
    public static double Divergence(MixtureFactors prior, MixtureFactors factors, Precisions precisions)
    {
        var whiteners = precisions.Whiten(factors.InverseScale);
        var determinants = precisions.ExpectedLogDeterminant(factors.DegreesOfFreedom, whiteners);
        var components = OfMeans(prior, factors, precisions, whiteners) + OfPrecisions(prior, factors, precisions, whiteners, determinants);
        return -(OfWeights(prior, factors, factors.ExpectedLogWeights()) + components.sum()).item<double>();
    }

    private static Tensor OfData(
        MixtureFactors factors,
        MixtureStatistics statistics,
        Precisions precisions,
        Tensor whiteners,
        Tensor determinants)
    {
        var apart = (statistics.Means - factors.Mean) * statistics.Counts.sqrt().unsqueeze(1);
        var squares = precisions.Trace(statistics.Scatter + precisions.Outer(apart), whiteners);
        var spread = precisions.Width * (factors.MeanPrecision.reciprocal() + Math.Log(2 * Math.PI));
        return ((statistics.Counts * ((precisions.Shared * determinants) - spread)) - (factors.DegreesOfFreedom * squares)) / 2;
    }

    private static Tensor OfWeights(MixtureFactors prior, MixtureFactors factors, Tensor logWeights) =>
        LogNormaliser(prior.Concentration.expand_as(factors.Concentration))
        - LogNormaliser(factors.Concentration)
        + ((prior.Concentration - factors.Concentration) * logWeights).sum();

    /// <summary>log C(α) (B.23).</summary>
    private static Tensor LogNormaliser(Tensor concentration) => concentration.sum().lgamma() - concentration.lgamma().sum();

    /// <summary>E[log p(μ | Λ)] − E[log q(μ | Λ)], <c>[K]</c>.</summary>
    private static Tensor OfMeans(MixtureFactors prior, MixtureFactors factors, Precisions precisions, Tensor whiteners)
    {
        var ratio = prior.MeanPrecision / factors.MeanPrecision;
        var apart = precisions.Trace(precisions.Outer(factors.Mean - prior.Mean), whiteners);
        return ((precisions.Width * (ratio.log() + 1 - ratio)) - (prior.MeanPrecision * factors.DegreesOfFreedom * apart)) / 2;
    }

    /// <summary>E[log p(Λ)] − E[log q(Λ)], <c>[K]</c>, with the entropy B.82.</summary>
    private static Tensor OfPrecisions(
        MixtureFactors prior,
        MixtureFactors factors,
        Precisions precisions,
        Tensor whiteners,
        Tensor determinants)
    {
        var traces = precisions.Trace(prior.InverseScale, whiteners) - (precisions.Blocks * precisions.Size);
        return precisions.LogNormaliser(prior.DegreesOfFreedom, precisions.Whiten(prior.InverseScale))
            - precisions.LogNormaliser(factors.DegreesOfFreedom, whiteners)
            + (((prior.DegreesOfFreedom - factors.DegreesOfFreedom) * determinants) / 2)
            - (factors.DegreesOfFreedom * traces / 2);
    }
}
