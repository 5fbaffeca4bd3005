using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>
/// The precisions Λ of the K components of a mixture and their Wishart distributions, of W⁻¹ and ν (Bishop, 2006, B.78 to B.82). They
/// consist of blocks, each with a Wishart matrix of its own, and all kinds of covariance differ in the blocks alone:
/// <list type="bullet">
/// <item>full: one block of d dimensions, with a d × d matrix;</item>
/// <item>diagonal: d blocks of one dimension, each with a number;</item>
/// <item>spherical: one block of d dimensions, which share one number.</item>
/// </list>
/// A Wishart matrix of one number is Gamma(ν/2, rate W⁻¹/2), so the last two are independent normal-gamma distributions.
/// </summary>
/// <param name="width">d.</param>
/// <param name="size">The rows p of each matrix.</param>
/// <param name="blocks">How many blocks J there are.</param>
internal abstract class Precisions(int width, int size, int blocks)
{
    /// <summary>d.</summary>
    public int Width { get; } = width;

    /// <summary>p, the rows of each matrix.</summary>
    public int Size { get; } = size;

    /// <summary>J, the number of blocks.</summary>
    public int Blocks { get; } = blocks;

    /// <summary>The dimensions of a block.</summary>
    public int BlockWidth => Width / Blocks;

    /// <summary>How many dimensions share each row of a matrix, and so how many squares a point brings to it.</summary>
    public int Shared => BlockWidth / Size;

    /// <summary>The shape of W⁻¹ of one component: <c>[d, d]</c>, <c>[d]</c> or <c>[1]</c>.</summary>
    public abstract long[] Shape { get; }

    /// <summary>Those of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="width">d.</param>
    public static Precisions Of(CovarianceKind kind, int width) => kind switch
    {
        CovarianceKind.Full => new FullPrecisions(width),
        CovarianceKind.Diagonal => new AxisPrecisions(width, width),
        CovarianceKind.Spherical => new AxisPrecisions(width, 1),
        _ => throw new DataException($"A covariance is full, diagonal or spherical; got {kind}."),
    };

    /// <summary>U with W = UᵀU, so that |U x|² = xᵀ W x, <c>[K, ...]</c>.</summary>
    /// <param name="inverseScales">W⁻¹, <c>[K, ...]</c>.</param>
    /// <exception cref="TrainingException">One is singular.</exception>
    public abstract Tensor Whiten(Tensor inverseScales);

    /// <summary>log |W⁻¹|, in sum over the blocks, <c>[K]</c>.</summary>
    public abstract Tensor LogDeterminant(Tensor whiteners);

    /// <summary>xᵀ W x of each block, <c>[K, n, J]</c>.</summary>
    /// <param name="centred"><c>[K, n, d]</c>.</param>
    /// <param name="whiteners">Those of W.</param>
    public abstract Tensor BlockSquares(Tensor centred, Tensor whiteners);

    /// <summary>xᵀ W x, <c>[K, n]</c>.</summary>
    /// <param name="centred"><c>[K, n, d]</c>.</param>
    /// <param name="whiteners">Those of W.</param>
    public abstract Tensor Squares(Tensor centred, Tensor whiteners);

    /// <summary>Σ r x xᵀ, as far as a precision of this kind sees it, <c>[K, ...]</c>.</summary>
    /// <param name="centred"><c>[K, n, d]</c>.</param>
    /// <param name="shares">r, <c>[K, n]</c>.</param>
    public abstract Tensor Scatter(Tensor centred, Tensor shares);

    /// <summary>tr(A W), <c>[K]</c>.</summary>
    /// <param name="scatter">A, <c>[K, ...]</c>, or <c>[1, ...]</c> for all.</param>
    /// <param name="whiteners">Those of W.</param>
    public abstract Tensor Trace(Tensor scatter, Tensor whiteners);

    /// <summary>Standard normal numbers <c>[n, d]</c> with the covariance W⁻¹ of one component.</summary>
    /// <param name="draws"><c>[n, d]</c>.</param>
    /// <param name="inverseScale">W⁻¹ of one component.</param>
    public abstract Tensor Colour(Tensor draws, Tensor inverseScale);

    /// <summary>x xᵀ, as far as a precision of this kind sees it, <c>[K, ...]</c>.</summary>
    /// <param name="vectors">x, <c>[K, d]</c>.</param>
    public Tensor Outer(Tensor vectors) => Scatter(vectors.unsqueeze(1), ones_like(vectors.narrow(1, 0, 1)));

    /// <summary>E[log |Λ|] of the matrices, in sum over the blocks, <c>[K]</c> (10.65, B.81).</summary>
    /// <param name="degreesOfFreedom">ν, <c>[K]</c>.</param>
    /// <param name="whiteners">Those of W.</param>
    public Tensor ExpectedLogDeterminant(Tensor degreesOfFreedom, Tensor whiteners) =>
        (Blocks * (Numerics.GammaFunctions.Digamma(Halves(degreesOfFreedom)).sum(-1) + (Size * Math.Log(2)))) - LogDeterminant(whiteners);

    /// <summary>log B(W, ν), in sum over the blocks, <c>[K]</c> (B.79).</summary>
    /// <param name="degreesOfFreedom">ν, <c>[K]</c>.</param>
    /// <param name="whiteners">Those of W.</param>
    public Tensor LogNormaliser(Tensor degreesOfFreedom, Tensor whiteners)
    {
        var gamma = (Size * (Size - 1) / 4.0 * Math.Log(Math.PI)) + Halves(degreesOfFreedom).lgamma().sum(-1);
        return (degreesOfFreedom * LogDeterminant(whiteners) / 2) - (Blocks * ((degreesOfFreedom * (Size / 2.0 * Math.Log(2))) + gamma));
    }

    /// <summary>
    /// The predictive density's logarithm under each component, <c>[K, n]</c> (10.81, 10.82): a Student distribution in each block, with
    /// ν + 1 − p degrees of freedom.
    /// </summary>
    /// <param name="centred">x − m, <c>[K, n, d]</c>.</param>
    /// <param name="factors">The posterior.</param>
    public Tensor LogStudent(Tensor centred, MixtureFactors factors)
    {
        var whiteners = Whiten(factors.InverseScale);
        var half = (factors.DegreesOfFreedom + (1 - Size)) / 2;
        var ratio = factors.MeanPrecision / (factors.MeanPrecision + 1);
        var tails = half + (BlockWidth / 2.0);
        var constant = (Blocks * (tails.lgamma() - half.lgamma() + (BlockWidth / 2.0 * (ratio / Math.PI).log())))
            - (Shared / 2.0 * LogDeterminant(whiteners));
        var squares = BlockSquares(centred, whiteners) * ratio.reshape(-1, 1, 1);
        return constant.unsqueeze(1) - (tails.unsqueeze(1) * squares.log1p().sum(2));
    }

    /// <summary>(ν + 1 − i) / 2 for i = 1 … p, <c>[K, p]</c>.</summary>
    private Tensor Halves(Tensor degreesOfFreedom) =>
        (degreesOfFreedom.unsqueeze(-1) - arange(Size, dtype: degreesOfFreedom.dtype)) / 2;
}
