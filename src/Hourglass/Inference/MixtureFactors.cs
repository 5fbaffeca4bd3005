using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>
/// The parameters of a Dirichlet distribution over weights and of K normal-Wishart distributions over means and precisions, in double
/// precision: the factors q(π) and q(μ, Λ) of a posterior (Bishop, 2006, 10.57 and 10.59), or with a K of 1 the prior that all components
/// have (10.39, 10.40).
/// </summary>
/// <param name="Concentration">α, <c>[K]</c>.</param>
/// <param name="Mean">m, <c>[K, d]</c>.</param>
/// <param name="MeanPrecision">β, <c>[K]</c>.</param>
/// <param name="DegreesOfFreedom">ν, <c>[K]</c>.</param>
/// <param name="InverseScale">W⁻¹, <c>[K, d, d]</c>, <c>[K, d]</c> or <c>[K, 1]</c>.</param>
internal sealed record MixtureFactors(
    Tensor Concentration,
    Tensor Mean,
    Tensor MeanPrecision,
    Tensor DegreesOfFreedom,
    Tensor InverseScale)
{
    /// <summary>E[log π], <c>[K]</c> (10.66).</summary>
    public Tensor ExpectedLogWeights() =>
        Numerics.GammaFunctions.Digamma(Concentration) - Numerics.GammaFunctions.Digamma(Concentration.sum(0, keepdim: true));

    /// <summary>
    /// The factors that are best for given responsibilities (10.58, 10.60 to 10.63). In a spherical precision each point counts d times, as
    /// it brings d squares.
    /// </summary>
    /// <param name="prior">The prior, with a K of 1.</param>
    /// <param name="statistics">Those of the responsibilities.</param>
    /// <param name="precisions">The kind of covariance.</param>
    public static MixtureFactors Of(MixtureFactors prior, MixtureStatistics statistics, Precisions precisions)
    {
        var counts = statistics.Counts;
        var meanPrecision = prior.MeanPrecision + counts;
        var apart = statistics.Means - prior.Mean;
        var shrunk = (prior.MeanPrecision * counts / meanPrecision).sqrt().unsqueeze(1) * apart;
        return new MixtureFactors(
            prior.Concentration + counts,
            prior.Mean + ((counts / meanPrecision).unsqueeze(1) * apart),
            meanPrecision,
            prior.DegreesOfFreedom + (precisions.Shared * counts),
            prior.InverseScale + statistics.Scatter + precisions.Outer(shrunk));
    }
}
