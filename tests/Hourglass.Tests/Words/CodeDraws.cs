using Hourglass.Datasets;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// The draws of an emitted model's training step, one by one: of a model <c>encode z ~ x -> …(d)</c>, <c>decode y = z -> dense(d, bias:
/// false)</c> with <c>sse(y, x)</c> as its first term, whose gradient in x = 0 is -2 y / N.
/// </summary>
internal static class CodeDraws
{
    /// <summary>Draws of the code, its heads the same numbers for all rows, whatever x is.</summary>
    /// <param name="model">In double precision, and left with the gradients of Σ z² / N.</param>
    /// <param name="rows">Draws of each element of the code.</param>
    /// <param name="heads">What heads give, by their names; what is not named gives 0.</param>
    /// <returns><c>[rows, d]</c>.</returns>
    public static Tensor Of(Autoencoder model, int rows, params (string Head, double[] Value)[] heads)
    {
        var width = Prepare(model, heads);
        var x = zeros([rows, width], dtype: ScalarType.Float64).requires_grad_(true);
        model.Untyped.Noise.Begin(seed: 7, step: 3);
        using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x }, rows);
        model.Untyped.Minimize(batch).Terms[0].backward();
        return x.grad! * (-rows / 2.0);
    }

    /// <summary>
    /// The largest distance between a distribution function and the share of draws below is small enough: Kolmogorov's and Smirnov's.
    /// </summary>
    /// <param name="draws">Any shape.</param>
    /// <param name="distribution">The distribution function.</param>
    /// <param name="least">Draws below count as many, wherever they are.</param>
    /// <param name="most">Draws above do.</param>
    public static void Follow(
        Tensor draws,
        Func<double, double> distribution,
        double least = double.MinValue,
        double most = double.MaxValue)
    {
        var sorted = Numbers(draws);
        Array.Sort(sorted);
        var farthest = sorted.Index().Where(draw => draw.Item > least && draw.Item < most).Max(draw =>
        {
            var (at, n) = (distribution(draw.Item), (double)sorted.Length);
            return Math.Max(Math.Abs(at - (draw.Index / n)), Math.Abs(((draw.Index + 1) / n) - at));
        });

        // Farther in one of a thousand samples.
        Assert.InRange(farthest * Math.Sqrt(sorted.Length), 0, 1.95);
    }

    private static double[] Numbers(Tensor tensor) => Hourglass.Tests.Numerics.Numbers.Of(tensor);

    private static long Prepare(Autoencoder model, (string Head, double[] Value)[] heads)
    {
        using var still = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            parameter.zero_();
            foreach (var (head, value) in heads.Where(head => name.Contains($"z_{head.Head}", StringComparison.Ordinal)))
            {
                if (!name.EndsWith(".weight", StringComparison.Ordinal))
                {
                    parameter.copy_(tensor(value));
                }
            }
        }

        var decoder = model.named_parameters().Single(named => named.name.StartsWith("decoder.", StringComparison.Ordinal)).parameter;
        decoder.copy_(eye(decoder.size(0), dtype: ScalarType.Float64));
        return decoder.size(0);
    }
}
