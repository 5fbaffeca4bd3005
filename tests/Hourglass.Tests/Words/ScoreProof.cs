using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Compares the score function's gradient, a mean over draws, with that of a sum over all codes.</summary>
internal static class ScoreProof
{
    /// <summary>Copies of an example, each with a draw of its own.</summary>
    public const int Copies = 40_000;

    /// <summary>The gradient of each parameter; empty where there is none.</summary>
    public static Dictionary<string, double[]> Gradients(nn.Module model, Tensor total)
    {
        model.zero_grad();
        total.backward();
        return model.named_parameters()
            .ToDictionary(pair => pair.name, pair => pair.parameter.grad is { } gradient ? Numbers.Of(gradient) : []);
    }

    /// <summary>Within what the draws leave open: the spread of forty thousand of them.</summary>
    public static void Same(Dictionary<string, double[]> expected, Dictionary<string, double[]> found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        Assert.Contains(expected.Values.SelectMany(each => each), number => Math.Abs(number) > 0.1);
        foreach (var (name, numbers) in expected)
        {
            foreach (var (one, other) in numbers.Zip(found[name]))
            {
                Assert.InRange(other - one, -0.03, 0.03);
            }
        }
    }
}
