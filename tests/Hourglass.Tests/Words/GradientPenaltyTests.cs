using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>gradient_penalty</c> against Jacobians by differences (Ghosh et al., 2020, section 3.1).</summary>
[Proves("gradient_penalty")]
public class GradientPenaltyTests
{
    private const double Step = 1e-3;

    [Fact]
    public void Probes_are_products_with_the_decoders_jacobian()
    {
        using var scope = NewDisposeScope();
        using var model = new PenalisedDecoder().Double();
        var x = Numbers.Normals(1, 5, 4);
        model.Untyped.Noise.Begin(2, 0);
        var z = model.Encode(x).Z.detach();
        var signs = Numbers.Of(model.Untyped.Noise.Uniform(0, x, 3)).Select(draw => draw < 0.5 ? 1.0 : -1).Chunk(20).ToArray();
        var jacobian = Jacobian(z, code => model.Decode(code));
        var sum = 0.0;
        foreach (var probe in signs)
        {
            for (var n = 0; n < 5; n++)
            {
                for (var j = 0; j < 3; j++)
                {
                    sum += Math.Pow(Enumerable.Range(0, 4).Sum(i => probe[(n * 4) + i] * jacobian[n][i, j]), 2);
                }
            }
        }

        Numbers.Near(sum / (5 * 3), model.Minimize(x).GradientPenalty, 1e-9);
        Slopes.Agree(model.Decoder.Dense2.weight!, () => model.Minimize(x).GradientPenalty);
        Slopes.Agree(model.Encoder.Dense1.bias!, () => model.Minimize(x).GradientPenalty);
    }

    [Fact]
    public void On_average_it_is_the_squared_norm_of_the_means_jacobian()
    {
        using var scope = NewDisposeScope();
        using var model = new PenalisedLikelihood().Double();
        model.Encoder.BeCertain();
        var x = Numbers.Uniforms(1, 2, 1, 4, 4);
        var jacobian = Jacobian(model.Encode(x).Z.Mean.detach(), code => model.Decode(code).Mean);
        var expected = jacobian.Sum(example => example.Cast<double>().Sum(slope => slope * slope)) / 2;
        double[] found = [.. Enumerable.Range(0, 2000).Select(step =>
        {
            using var inner = NewDisposeScope();
            model.Untyped.Noise.Begin(3, step);
            return Numbers.One(model.Minimize(x).GradientPenalty);
        })];

        var (mean, spread) = (found.Average(), Math.Sqrt(found.Average(value => value * value) - Math.Pow(found.Average(), 2)));
        Assert.InRange(Math.Abs(mean - expected), 0, 5 * spread / Math.Sqrt(found.Length));
    }

    [Fact]
    public void Without_gradients_it_is_the_same()
    {
        using var scope = NewDisposeScope();
        using var model = new PenalisedDecoder().Double();
        var x = Numbers.Normals(1, 5, 4);
        model.Untyped.Noise.Begin(2, 0);
        var expected = Numbers.One(model.Minimize(x).GradientPenalty);
        using var still = no_grad();

        Numbers.Near(expected, model.Minimize(x).GradientPenalty);
    }

    /// <summary>Of each example, <c>[elements, codes]</c>.</summary>
    private static double[][,] Jacobian(Tensor z, Func<Tensor, Tensor> decode)
    {
        using var still = no_grad();
        var (examples, width) = ((int)z.shape[0], (int)z.shape[1]);
        double[][,]? result = null;
        for (var j = 0; j < width; j++)
        {
            var step = zeros_like(z);
            step[.., j] = ones(examples, dtype: ScalarType.Float64) * Step;
            double[] At(int times) => Numbers.Of(decode(z + (times * step)));
            var (far, near, nearAbove, farAbove) = (At(-2), At(-1), At(1), At(2));
            var elements = far.Length / examples;
            result ??= [.. Enumerable.Range(0, examples).Select(_ => new double[elements, width])];
            for (var i = 0; i < far.Length; i++)
            {
                result[i / elements][i % elements, j] = ((8 * (nearAbove[i] - near[i])) - (farAbove[i] - far[i])) / (12 * Step);
            }
        }

        return result!;
    }
}
