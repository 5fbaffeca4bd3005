using static TorchSharp.torch;
using static System.FormattableString;

namespace Hourglass.Inference;

/// <summary>Any precisions: one Wishart matrix for each component. U is the inverse of the triangle L, W⁻¹ = L Lᵀ (Cholesky).</summary>
/// <param name="width">d.</param>
internal sealed class FullPrecisions(int width) : Precisions(width, width, 1)
{
    /// <summary>Of a sum of double precision, relative, with room for some terms.</summary>
    private const double Rounding = 1e-15;

    /// <inheritdoc/>
    public override long[] Shape => [Width, Width];

    /// <inheritdoc/>
    public override Tensor Whiten(Tensor inverseScales)
    {
        // What a number adds to those before it is the square of its pivot; below the rounding of its own variance it is none, and whether
        // the decomposition ends there depends on the processor.
        var (triangles, info) = linalg.cholesky_ex(inverseScales);
        var own = triangles.diagonal(0, -2, -1).pow(2) / inverseScales.diagonal(0, -2, -1);
        var failures = info.ne(0) | own.le(Width * Rounding).any(-1);
        if (failures.any().item<bool>())
        {
            throw new TrainingException(Invariant(
                $"The scale matrix of component {failures.nonzero()[0, 0].item<long>()} is singular in double precision: in some ")
                + "direction its points do not vary, and the prior's scale gives no variance either. Leave out columns that follow from "
                + "others, give a prior of a smaller Scale, or take diagonal covariances.");
        }

        return linalg.solve_triangular(triangles, eye(Width, dtype: inverseScales.dtype).expand_as(inverseScales), upper: false);
    }

    /// <inheritdoc/>
    public override Tensor LogDeterminant(Tensor whiteners) => -2 * whiteners.diagonal(0, -2, -1).log().sum(-1);

    /// <inheritdoc/>
    public override Tensor BlockSquares(Tensor centred, Tensor whiteners) =>
        centred.matmul(whiteners.mT).pow_(2).sum(2, keepdim: true);

    /// <inheritdoc/>
    public override Tensor Squares(Tensor centred, Tensor whiteners) => BlockSquares(centred, whiteners).squeeze(2);

    /// <inheritdoc/>
    public override Tensor Scatter(Tensor centred, Tensor shares) => (centred * shares.unsqueeze(2)).mT.bmm(centred);

    /// <inheritdoc/>
    public override Tensor Trace(Tensor scatter, Tensor whiteners) => (whiteners.matmul(scatter) * whiteners).sum([-2L, -1L]);

    /// <inheritdoc/>
    public override Tensor Colour(Tensor draws, Tensor inverseScale) => draws.matmul(linalg.cholesky(inverseScale).mT);
}
