using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// Normal distributions of vectors whose components depend on each other: the covariance is Σ = L Lᵀ of a triangle L, the factor of
/// Cholesky (Kingma and Welling, 2019, section 2.5.1).
/// </summary>
/// <param name="mean">The means, <c>[N, d]</c>.</param>
/// <param name="logVar">The natural logarithms of the squares on the diagonal of L, <c>[N, d]</c>: of the variance of each component given
/// those before it.</param>
/// <param name="lower">L below its diagonal, <c>[N, d, d]</c>; what stands elsewhere is not read.</param>
public sealed class MultivariateNormal(Tensor mean, Tensor logVar, Tensor lower) : IDistribution
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>The means, <c>[N, d]</c>.</summary>
    public Tensor Mean { get; } = mean;

    /// <summary>The natural logarithms of the squares on the diagonal of L, <c>[N, d]</c>.</summary>
    public Tensor LogVar { get; } = Numerics.Argument.Broadcast(logVar, "logVar", mean);

    /// <summary>L below its diagonal, <c>[N, d, d]</c>.</summary>
    public Tensor Lower { get; } = Square(lower, mean);

    /// <summary>L, a new tensor <c>[N, d, d]</c>.</summary>
    public Tensor CholeskyFactor => Lower.tril(-1) + (LogVar * 0.5).exp().expand_as(Mean).diag_embed();

    /// <summary>Σ, a new tensor <c>[N, d, d]</c>.</summary>
    public Tensor Covariance
    {
        get
        {
            var factor = CholeskyFactor;
            return factor.bmm(factor.mT);
        }
    }

    /// <summary>The standard deviations of the components, each for itself, a new tensor <c>[N, d]</c>.</summary>
    public Tensor StandardDeviation => CholeskyFactor.square().sum(2L).sqrt();

    /// <summary>A draw, <c>[N, d]</c>, reparameterised: gradients reach the mean and L.</summary>
    public Tensor Sample() => Mean + CholeskyFactor.bmm(TorchDraws.NormalLike(Mean).unsqueeze(2)).squeeze(2);

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) =>
        Intervals.About(Mean, Intervals.DeviationsOf(level) * StandardDeviation);

    /// <summary>The log-density of <paramref name="x"/> <c>[N, d]</c>, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Mean);
        var value = x.is_floating_point() ? x : x.to_type(Mean.dtype);
        return EventSum.Of((Solve((value - Mean).unsqueeze(2)).squeeze(2).square() + LogVar + LogTwoPi) * -0.5);
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(MultivariateNormal other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.Mean, "other.Mean", Mean);
        var squares = other.Solve((Mean - other.Mean).unsqueeze(2)).squeeze(2).square() + other.Solve(CholeskyFactor).square().sum(2L);
        return EventSum.Of((squares + other.LogVar - LogVar - 1) * 0.5);
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to normals with independent components, in closed form, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Normal other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.Mean, "other.Mean", Mean);
        var ratio = ((Mean - other.Mean).square() + CholeskyFactor.square().sum(2L)) * (-other.LogVar).exp();
        return EventSum.Of((ratio + other.LogVar - LogVar - 1) * 0.5);
    }

    /// <summary>L⁻¹ of columns.</summary>
    private Tensor Solve(Tensor columns) => linalg.solve_triangular(CholeskyFactor, columns, upper: false);

    private static Tensor Square(Tensor lower, Tensor mean)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(mean);
        if (mean.dim() != 2)
        {
            throw new DataException($"mean is [N, d]; got {Datasets.Shapes.List(mean.shape)}.");
        }

        Numerics.Argument.CheckLike(lower, nameof(lower), mean.unsqueeze(2).expand(-1, -1, mean.size(1)));
        return lower;
    }
}
