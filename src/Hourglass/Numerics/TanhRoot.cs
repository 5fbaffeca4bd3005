using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>The root y of y + s tanh y = r: what inverts a planar flow (Rezende and Mohamed, 2015, appendix A.1).</summary>
internal static class TanhRoot
{
    private const int MostSteps = 100;

    /// <summary>The root of each element; gradients reach both arguments.</summary>
    /// <param name="slope">s, above -1.</param>
    /// <param name="right">r, which s broadcasts to.</param>
    public static Tensor Of(Tensor slope, Tensor right)
    {
        // One more step of Newton's method, with the slope held fast, has the gradients of the implicit function.
        var root = Find(slope, right);
        var tanh = root.tanh();
        return root - (root + slope * tanh - right) / (1 + slope * (1 - tanh.square())).detach();
    }

    /// <summary>
    /// Newton's method for positive y: begun at max(|r| - s, 0), where the left side is below |r| and concave (s from 0 on) or above it and
    /// convex (s below 0), it goes towards the root from one side only, whatever s and r. Where a step is small, its square is lost in
    /// rounding.
    /// </summary>
    private static Tensor Find(Tensor slope, Tensor right)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var smallest = right.dtype == ScalarType.Float64 ? 1e-9 : 1e-5;
        var size = right.abs();
        var root = (size - slope).clamp_min(0);
        for (var i = 0; i < MostSteps; i++)
        {
            var tanh = root.tanh();
            var change = (root + slope * tanh - size) / (1 + slope * (1 - tanh.square()));
            root -= change;
            if (change.abs().le(smallest * (1 + root)).all().item<bool>())
            {
                break;
            }
        }

        return (root * right.sign()).MoveToOuterDisposeScope();
    }
}
