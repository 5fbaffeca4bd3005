using TorchSharp;
using static TorchSharp.torch;

namespace Pca;

/// <summary>What vectors span.</summary>
internal static class Subspace
{
    /// <summary>
    /// The principal angles between two subspaces of one size, in degrees, from the smallest (Björck and Golub, 1973): the singular values
    /// of the product of their bases are the cosines.
    /// </summary>
    /// <param name="first">Rows that span one, <c>[k, D]</c>.</param>
    /// <param name="second">Rows that span the other, <c>[k, D]</c>.</param>
    public static double[] Angles(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var cosines = linalg.svdvals(Basis(first).t().matmul(Basis(second))).clamp(0, 1);
        return [.. cosines.acos().data<double>().ToArray().Select(double.RadiansToDegrees)];
    }

    /// <summary>
    /// The principal axes of data within a subspace: the eigenvectors of their covariance there, from the largest, <c>[k, D]</c>.
    /// </summary>
    /// <param name="span">Rows that span it, <c>[k, D]</c>.</param>
    /// <param name="data"><c>[N, D]</c>.</param>
    public static Tensor AxesWithin(Tensor span, Tensor data)
    {
        using var scope = NewDisposeScope();
        var basis = Basis(span);
        var wide = data.to_type(ScalarType.Float64);
        var (_, _, turn) = linalg.svd((wide - wide.mean([0L])).matmul(basis), fullMatrices: false);
        return turn.matmul(basis.t()).MoveToOuterDisposeScope();
    }

    private static Tensor Basis(Tensor span) => linalg.qr(span.detach().to_type(ScalarType.Float64).t()).Q;
}
