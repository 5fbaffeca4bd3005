using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Norms of the Jacobian of a code with respect to the data, through which gradients pass (double backward).</summary>
public static class Jacobian
{
    /// <summary>Keeps the slope of the root finite.</summary>
    private const double SmallestSquare = 1e-16;

    /// <summary>
    /// ‖∂h/∂x‖²_F, averaged over the batch, exactly: a backward pass for each element of the code (Rifai et al., 2011, equation 7).
    /// Examples must not depend on one another, as they do through a batch normalisation while training.
    /// </summary>
    /// <param name="h">The code, <c>[N, ...]</c>, computed from <paramref name="x"/>.</param>
    /// <param name="x">The data, <c>[N, ...]</c>, which require gradients.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="DataException">The two are not about the same examples, or one is not computed from the other.</exception>
    public static Tensor SquaredNorm(Tensor h, Tensor x)
    {
        Check(h, x);
        var flat = h.flatten(1);
        var norm = zeros([], dtype: h.dtype, device: h.device);
        for (var unit = 0L; unit < flat.shape[1]; unit++)
        {
            norm = norm + Backward(flat.select(1, unit).sum(), x).square().sum();
        }

        return norm / x.shape[0];
    }

    /// <summary>
    /// The length of each example's gradient, ‖∂c/∂x‖; where it is zero, so is the slope of the length (Gulrajani et al., 2017, equation
    /// 3).
    /// </summary>
    /// <param name="c">A number for each example, <c>[N, 1]</c>, computed from <paramref name="x"/>.</param>
    /// <param name="x">What it is computed from, <c>[N, ...]</c>, which requires gradients.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="DataException">The two are not about the same examples, or one is not computed from the other.</exception>
    public static Tensor Norms(Tensor c, Tensor x)
    {
        Check(c, x);
        return (Backward(c.sum(), x).flatten(1).square().sum(1) + SmallestSquare).sqrt();
    }

    /// <summary>
    /// An unbiased estimate of ‖∂h/∂x‖²_F, averaged over the batch: E‖vᵀ ∂h/∂x‖² over vectors v of random signs (Hutchinson, 1990).
    /// </summary>
    /// <param name="h">The code, <c>[N, ...]</c>, computed from <paramref name="x"/>.</param>
    /// <param name="x">The data, <c>[N, ...]</c>, which require gradients.</param>
    /// <param name="signs">The vectors, <c>[probes · N, ...]</c> of the code's shape, the probes outermost: 1 and -1 with equal
    /// chances.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="DataException">The two are not about the same examples, one is not computed from the other, or the vectors have
    /// another shape.</exception>
    public static Tensor SquaredNorm(Tensor h, Tensor x, Tensor signs)
    {
        Check(h, x);
        CheckSigns(h, signs);
        var norm = zeros([], dtype: h.dtype, device: h.device);
        var probes = signs.shape[0] / h.shape[0];
        for (var probe = 0L; probe < probes; probe++)
        {
            norm = norm + Backward((h * signs.narrow(0, probe * h.shape[0], h.shape[0])).sum(), x).square().sum();
        }

        return norm / (x.shape[0] * probes);
    }

    /// <summary>1 where a draw from [0, 1) is below ½, otherwise -1.</summary>
    /// <param name="draws">Any shape.</param>
    public static Tensor Signs(Tensor draws) => (draws < 0.5).to_type(draws.dtype) * 2 - 1;

    private static void Check(Tensor h, Tensor x)
    {
        Door.Examples(h);
        Door.Examples(x);
        Argument.CheckCounts(h, nameof(h), x, nameof(x));
        if (!x.requires_grad || !h.requires_grad)
        {
            throw new DataException(
                "h is computed from x with gradients: call x.requires_grad_(true) before h is computed, and not within no_grad() or "
                + "inference_mode().");
        }
    }

    private static void CheckSigns(Tensor h, Tensor signs)
    {
        ArgumentNullException.ThrowIfNull(signs);
        var (found, code) = (signs.shape, h.shape);
        if (found.Length != code.Length || !found.AsSpan(1).SequenceEqual(code.AsSpan(1)) || found[0] == 0 || found[0] % code[0] != 0)
        {
            throw new DataException(
                $"signs is [probes · N, ...] of the shape of h, {Shapes.List(code)}, with its examples once for each probe; "
                + $"got {Shapes.List(found)}.");
        }

        Door.Place(h, signs, nameof(h), nameof(signs));
    }

    // TorchSharp frees the graph unless it is told to keep it, also where another derivative is to be taken.
    private static Tensor Backward(Tensor scalar, Tensor x) =>
        autograd.grad([scalar], [x], retain_graph: true, create_graph: true, allow_unused: true)[0] is { IsInvalid: false } gradient
            ? gradient
            : throw new DataException("h is not computed from x: no gradient leads from one to the other.");
}
