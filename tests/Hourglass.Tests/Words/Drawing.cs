using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Looks at what an emitted model draws, and compares it with a distribution function.</summary>
internal static class Drawing
{
    /// <summary>
    /// The draws z of a model whose decoder gives the code itself and whose loss is the sum of (z - x)² over N examples: its gradient by x
    /// is 2 (x - z) / N. Weights are zero, so that nothing else depends on x; the heads' biases are what a test sets them to.
    /// </summary>
    /// <param name="model">The model, whose matrices become zero.</param>
    /// <param name="loss">The loss at given data.</param>
    /// <param name="examples">How many.</param>
    /// <param name="width">Numbers of a code.</param>
    public static Tensor Of(nn.Module model, Func<Tensor, Tensor> loss, int examples, int width = 1)
    {
        using (no_grad())
        {
            foreach (var weight in model.parameters().Where(parameter => parameter.dim() > 1))
            {
                weight.zero_();
            }
        }

        var x = zeros([examples, width], model.parameters().First().dtype).requires_grad_();
        loss(x).backward();
        return (-0.5 * examples * x.grad!).detach();
    }

    /// <summary>
    /// The test of Kolmogorov and Smirnov: the largest distance of the draws' distribution function from the given one, times √n. Above
    /// 1.95 once in a thousand times.
    /// </summary>
    public static double Distance(Tensor draws, Func<double, double> distribution)
    {
        var sorted = Numbers.Of(draws.flatten());
        Array.Sort(sorted);
        var n = (double)sorted.Length;
        return Math.Sqrt(n) * sorted.Select((x, i) => Math.Max(distribution(x) - (i / n), ((i + 1) / n) - distribution(x))).Max();
    }

    /// <summary>Draws that follow a distribution function.</summary>
    public static void Follow(Tensor draws, Func<double, double> distribution) =>
        Assert.InRange(Distance(draws, distribution), 0, 1.95);
}
