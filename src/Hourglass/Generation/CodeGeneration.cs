using Hourglass.Datasets;
using Hourglass.Distributions;
using static TorchSharp.torch;

namespace Hourglass.Generation;

/// <summary>
/// What the decoder makes of codes that are chosen, where it reads one code. Means of the first likelihood in the data's own units, without
/// gradients, as evaluation computes.
/// </summary>
public static class CodeGeneration
{
    /// <summary>Data on the way from one code to another, both included.</summary>
    /// <param name="model">The model.</param>
    /// <param name="from">The first code, <c>[d]</c>.</param>
    /// <param name="to">The last code, <c>[d]</c>.</param>
    /// <param name="steps">How many, 2 or more.</param>
    /// <param name="spherical">Along a great circle in place of a line; see <see cref="CodePath.Interpolate"/>.</param>
    /// <param name="conditions">The data that the decoder reads besides, <c>[steps, ...]</c> each.</param>
    /// <returns><c>[steps, ...]</c>.</returns>
    /// <exception cref="DataException">The codes do not fit, or the model decodes no single code.</exception>
    public static Tensor Interpolate(
        this Autoencoder model, Tensor from, Tensor to, int steps, bool spherical = false, Batch? conditions = null)
    {
        using var path = CodePath.Interpolate(from, to, steps, spherical);
        return Decode(model, path, conditions);
    }

    /// <summary>Data of codes that differ in one dimension.</summary>
    /// <param name="model">The model.</param>
    /// <param name="code">The code, <c>[d]</c>.</param>
    /// <param name="dimension">Which, from 0 on.</param>
    /// <param name="low">The first number.</param>
    /// <param name="high">The last number.</param>
    /// <param name="steps">How many, 2 or more.</param>
    /// <param name="conditions">The data that the decoder reads besides, <c>[steps, ...]</c> each.</param>
    /// <returns><c>[steps, ...]</c>.</returns>
    /// <exception cref="DataException">The code does not fit, or the model decodes no single code.</exception>
    public static Tensor Traverse(
        this Autoencoder model, Tensor code, int dimension, double low, double high, int steps, Batch? conditions = null)
    {
        using var path = CodePath.Traverse(code, dimension, low, high, steps);
        return Decode(model, path, conditions);
    }

    /// <summary>
    /// Data over the plane of a code of two dimensions (Kingma and Welling, 2013, appendix A): at the prior's quantiles, (i + ½) / side of
    /// the probability below, so that every place stands for as much of the prior. From the highest of the second number down to the
    /// lowest, and each row from the lowest of the first number to the highest.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="side">Places in a row, and rows, 1 or more.</param>
    /// <param name="conditions">The data that the decoder reads besides, <c>[side², ...]</c> each.</param>
    /// <returns><c>[side², ...]</c>, row by row.</returns>
    /// <exception cref="DataException">The code has another size, no prior by itself, or the model decodes no single code.</exception>
    public static Tensor Manifold(this Autoencoder model, int side, Batch? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Metrics.Given.AtLeast(1, side);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var quantiles = Enumerable.Range(0, side).Select(i => Quantile(Prior(model), (i + 0.5) / side)).ToArray();
        var codes = Enumerable.Range(0, side)
            .Reverse()
            .SelectMany(row => quantiles.Select(column => stack([column[0], quantiles[row][1]])));
        return Decode(model, stack([.. codes]), conditions).MoveToOuterDisposeScope();
    }

    /// <summary>What the decoder makes of codes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="codes"><c>[N, d]</c>, or <c>[N, ...]</c> where the code is a map or a sequence.</param>
    /// <param name="conditions">The data that the decoder reads besides, <c>[N, ...]</c> each.</param>
    /// <returns><c>[N, ...]</c>.</returns>
    /// <exception cref="DataException">The codes do not fit, or the model decodes no single code.</exception>
    public static Tensor Decode(Autoencoder model, Tensor codes, Batch? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var training = model.training;
        model.eval();
        try
        {
            using var noGrad = no_grad();
            return model.Untyped.Decode(codes, conditions) ?? throw new DataException(
                $"{model.Description.Name} decodes no code by itself: that takes a decoder that reads one code.");
        }
        finally
        {
            model.train(training);
        }
    }

    private static IDistribution Prior(Autoencoder model)
    {
        var prior = model.Untyped.Prior(model.Untyped.DecodedCode, 1);
        return prior?.Mean is { } mean && mean.dim() == 2 && mean.shape[1] == 2
            ? prior
            : throw new DataException(
                $"A plane of codes takes a code of two numbers with a prior by itself; {model.Description.Name} has "
                + $"{(prior is null ? "none with such a prior" : $"one of {Shapes.List(prior.Mean.shape[1..])}")}.");
    }

    /// <summary>The number below which a share of a distribution of one vector lies, <c>[d]</c>.</summary>
    private static Tensor Quantile(IDistribution distribution, double share)
    {
        var level = Math.Abs((2 * share) - 1);
        if (level < 1e-12)
        {
            return (distribution.Interval(1e-9).Lower[0] + distribution.Interval(1e-9).Upper[0]) / 2;
        }

        var (lower, upper) = distribution.Interval(level);
        return share < 0.5 ? lower[0] : upper[0];
    }
}
