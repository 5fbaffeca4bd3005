using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>mmd</c> against a loop over pairs, and against what it is for.</summary>
[Proves("mmd")]
public class MmdTests
{
    [Fact]
    public void The_discrepancy_is_a_mean_over_pairs()
    {
        using var scope = NewDisposeScope();
        using var gaussian = new MmdGaussian().Double();
        using var multiquadric = new MmdMultiquadric().Double();
        var x = Numbers.Normals(1, 6, 3);
        gaussian.Untyped.Noise.Begin(4, 0);
        multiquadric.Untyped.Noise.Begin(4, 0);

        Numbers.Near(ByPairs(gaussian.Untyped.Noise, gaussian.Encode(x).Z, squares => Math.Exp(-squares / 4)), gaussian.Minimize(x).MmdZ);
        Numbers.Near(
            ByPairs(multiquadric.Untyped.Noise, multiquadric.Encode(x).Z, squares => 4 / (4 + squares)),
            multiquadric.Minimize(x).MmdZ);
    }

    [Fact]
    public void Codes_that_are_the_priors_own_draws_have_next_to_none()
    {
        using var scope = NewDisposeScope();
        using var model = new MmdGaussian().Double();
        var x = Numbers.Normals(1, 2000, 3);
        using (no_grad())
        {
            model.Encoder.ZMean.weight!.zero_();
            model.Encoder.ZMean.bias!.zero_();
            model.Encoder.ZLogvar.weight!.zero_();
            model.Encoder.ZLogvar.bias!.zero_();
        }

        Assert.InRange(Numbers.One(model.Minimize(x).MmdZ), 0, 5e-3);
        using (no_grad())
        {
            model.Encoder.ZMean.bias!.fill_(2);
        }

        Assert.InRange(Numbers.One(model.Minimize(x).MmdZ), 0.3, 2);
    }

    /// <summary>From the same draws: of the code at the first place, of the prior at the second.</summary>
    private static double ByPairs(NoiseStream noise, Hourglass.Distributions.Normal posterior, Func<double, double> kernel)
    {
        var z = (posterior.Mean + (exp(0.5 * posterior.LogVar) * noise.Normal(0, posterior.Mean))).detach();
        var (codes, draws) = (Numbers.Of(z).Chunk(2).ToArray(), Numbers.Of(noise.Normal(1, z)).Chunk(2).ToArray());
        double Mean(double[][] a, double[][] b) =>
            a.SelectMany(first => b.Select(second => kernel(first.Zip(second, (u, v) => (u - v) * (u - v)).Sum()))).Average();
        return Mean(codes, codes) + Mean(draws, draws) - (2 * Mean(codes, draws));
    }
}
