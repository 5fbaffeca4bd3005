using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>sliced</c> against a sort by loops (Kolouri et al., 2018, equation 15), and against differences.</summary>
[Proves("sliced")]
public class SlicedTests
{
    [Fact]
    public void The_distance_is_one_of_sorted_projections()
    {
        using var scope = NewDisposeScope();
        using var model = new SlicedNormal().Double();
        var x = Numbers.Normals(1, 6, 3);
        model.Untyped.Noise.Begin(4, 0);

        var posterior = model.Encode(x).Z;
        var z = Pairs(posterior.Mean + (exp(0.5 * posterior.LogVar) * model.Untyped.Noise.Normal(0, posterior.Mean)));
        var prior = Pairs(model.Untyped.Noise.Normal(1, posterior.Mean));
        var directions = Pairs(model.Untyped.Noise.Normal(2, posterior.Mean, [7, 2]));
        var sum = 0.0;
        foreach (var direction in directions)
        {
            var length = Math.Sqrt((direction[0] * direction[0]) + (direction[1] * direction[1]));
            double[] Sorted(double[][] points)
            {
                var numbers = points.Select(point => ((point[0] * direction[0]) + (point[1] * direction[1])) / length).ToArray();
                Array.Sort(numbers);
                return numbers;
            }

            sum += Sorted(z).Zip(Sorted(prior), (a, b) => (a - b) * (a - b)).Sum();
        }

        Numbers.Near(sum / (6 * 7), model.Minimize(x).SlicedZ);
    }

    [Fact]
    public void Gradients_are_those_of_differences()
    {
        using var scope = NewDisposeScope();
        using var model = new SlicedNormal().Double();
        var x = Numbers.Normals(1, 6, 3);
        model.Untyped.Noise.Begin(4, 0);
        Slopes.Agree(model.Encoder.ZMean.bias!, () => model.Minimize(x).SlicedZ, 1e-7, step: 1e-6);
        Slopes.Agree(model.Encoder.ZLogvar.bias!, () => model.Minimize(x).SlicedZ, 1e-7, step: 1e-6);
    }

    /// <summary>Where the components do not change, a draw of the prior moves with its means and deviations.</summary>
    [Fact]
    public void A_prior_with_parameters_learns_too()
    {
        using var scope = NewDisposeScope();
        using var model = new SlicedMixture().Double();
        using (no_grad())
        {
            // One component alone.
            model.Prior.ZLogits.copy_(tensor(new double[] { 50, -50, -50 }));
        }

        var x = Numbers.Normals(1, 6, 3);
        model.Untyped.Noise.Begin(4, 0);
        Slopes.Agree(model.Prior.ZMean, () => model.Minimize(x).SlicedZ, 1e-7, step: 1e-6);
        Slopes.Agree(model.Prior.ZLogvar, () => model.Minimize(x).SlicedZ, 1e-7, step: 1e-6);
        Slopes.Agree(model.Encoder.ZMean.bias!, () => model.Minimize(x).SlicedZ, 1e-7, step: 1e-6);
    }

    [Fact]
    public void Codes_that_are_the_priors_own_draws_are_next_to_it()
    {
        using var scope = NewDisposeScope();
        using var model = new SlicedNormal().Double();
        var x = Numbers.Normals(1, 4000, 3);
        using (no_grad())
        {
            foreach (var parameter in model.Encoder.ZMean.parameters().Concat(model.Encoder.ZLogvar.parameters()))
            {
                parameter.zero_();
            }
        }

        model.Untyped.Noise.Begin(4, 0);
        Assert.InRange(Numbers.One(model.Minimize(x).SlicedZ), 0, 0.02);
        using (no_grad())
        {
            model.Encoder.ZMean.bias!.fill_(2);
        }

        // A shift by m is m² along a direction, |m|² / d on average.
        Assert.InRange(Numbers.One(model.Minimize(x).SlicedZ), 2, 6);
    }

    private static double[][] Pairs(Tensor tensor) => [.. Numbers.Of(tensor).Chunk(2)];
}
