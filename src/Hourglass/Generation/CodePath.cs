using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Generation;

/// <summary>Codes on a way: from one to another, or along one of their dimensions.</summary>
public static class CodePath
{
    /// <summary>Codes at equal steps from one to another, both included.</summary>
    /// <param name="from">The first, <c>[d]</c>.</param>
    /// <param name="to">The last, <c>[d]</c>.</param>
    /// <param name="steps">How many codes, 2 or more.</param>
    /// <param name="spherical">Along a great circle (Shoemake, 1985; White, 2016) in place of a line: the angle grows by equal steps, and
    /// codes between two that are as far from the origin as draws of a normal prior are as far too.</param>
    /// <returns><c>[steps, d]</c>.</returns>
    /// <exception cref="DataException">
    /// The codes are no vectors of one size, there are too few steps, or a great circle is wanted where one of them is 0 or they point in
    /// opposite directions.
    /// </exception>
    public static Tensor Interpolate(Tensor from, Tensor to, int steps, bool spherical = false)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        Metrics.Given.AtLeast(2, steps);
        if (from.dim() != 1 || !from.shape.AsSpan().SequenceEqual(to.shape))
        {
            throw new DataException(
                $"from and to are codes [d] of one size; got {Shapes.List(from.shape)} and {Shapes.List(to.shape)}.");
        }

        using var scope = NewDisposeScope();
        var share = linspace(0, 1, steps, dtype: from.dtype, device: from.device).unsqueeze(1);
        var path = spherical ? GreatCircle(from, to, share) : lerp(from, to, share);
        return path.MoveToOuterDisposeScope();
    }

    /// <summary>Copies of a code that differ in one dimension, which goes from a number to another by equal steps.</summary>
    /// <param name="code">The code, <c>[d]</c>.</param>
    /// <param name="dimension">Which, from 0 on.</param>
    /// <param name="low">The first number.</param>
    /// <param name="high">The last number.</param>
    /// <param name="steps">How many codes, 2 or more.</param>
    /// <returns><c>[steps, d]</c>.</returns>
    /// <exception cref="DataException">The code is no vector, has no such dimension, or there are too few steps.</exception>
    public static Tensor Traverse(Tensor code, int dimension, double low, double high, int steps)
    {
        ArgumentNullException.ThrowIfNull(code);
        Metrics.Given.AtLeast(2, steps);
        if (code.dim() != 1 || dimension < 0 || dimension >= code.shape[0])
        {
            throw new DataException(FormattableString.Invariant(
                $"code is [d] and dimension from 0 to d - 1; got {Shapes.List(code.shape)} and {dimension}."));
        }

        using var scope = NewDisposeScope();
        var path = code.detach().unsqueeze(0).repeat(steps, 1);
        path.select(1, dimension).copy_(linspace(low, high, steps, dtype: code.dtype, device: code.device));
        return path.MoveToOuterDisposeScope();
    }

    private static Tensor GreatCircle(Tensor from, Tensor to, Tensor share)
    {
        var cosine = (from / from.norm()).dot(to / to.norm());

        // Not a number where one of them is 0.
        if (!(Number(cosine) > -1 + 1e-6))
        {
            throw new DataException(
                "A great circle leads between codes that are not 0 and do not point in opposite directions; take a line, or other codes.");
        }

        var angle = cosine.clamp(-1, 1).acos();
        return Number(angle) < 1e-4
            ? lerp(from, to, share)
            : (((1 - share) * angle).sin() * from + (share * angle).sin() * to) / angle.sin();
    }

    private static double Number(Tensor value) => value.to_type(ScalarType.Float64).item<double>();
}
