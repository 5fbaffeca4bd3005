using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;
using Beta = MathNet.Numerics.Distributions.Beta;
using Dirichlet = Hourglass.Distributions.Dirichlet;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>dirichlet</c> against Math.NET's density, the distribution of each share, quadrature and moments.</summary>
[Proves("dirichlet")]
public class DirichletTests
{
    private static readonly double[] Concentrations = [0.05, 0.6, 4];

    [Fact]
    public void Each_share_of_the_draws_of_the_step_and_of_the_runtime_is_a_beta_variable()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var model = new DirichletDraws().Double();
        var drawn = CodeDraws.Of(model, 20_000, ("concentration", [.. Concentrations.Select(PositiveHead.Of)]));
        var runtime = new Dirichlet(tensor(Concentrations).expand(20_000, 3)).Sample();

        Assert.Equal(0, Numbers.One((drawn.sum(1) - 1).abs().max()), 1e-12);
        foreach (var draws in new[] { drawn, runtime })
        {
            for (var share = 0; share < 3; share++)
            {
                var (alpha, beta) = (Concentrations[share], Concentrations.Sum() - Concentrations[share]);
                CodeDraws.Follow(draws.select(1, share), z => Beta.CDF(alpha, beta, z), most: 1 - 1e-7);
            }
        }
    }

    /// <summary>E Σ z² = Σ α (α + 1) / (α₀ (α₀ + 1)).</summary>
    [Fact]
    public void Gradients_are_on_average_those_of_the_second_moment()
    {
        using var scope = NewDisposeScope();
        using var model = new DirichletDraws().Double();
        double[] concentrations = [0.4, 0.9, 3];
        CodeDraws.Of(model, 400_000, ("concentration", [.. concentrations.Select(PositiveHead.Of)]));
        double Moment(IEnumerable<double> of) => of.Sum(a => a * (a + 1)) / (of.Sum() * (of.Sum() + 1));
        for (var share = 0; share < 3; share++)
        {
            double At(double h) => Moment(concentrations.Select((a, i) => i == share ? a + h : a).ToArray());
            var slope = (At(1e-4) - At(-1e-4)) / 2e-4 * PositiveHead.Slope(concentrations[share]);
            Assert.Equal(slope, Numbers.One(model.Encoder.ZConcentration.bias!.grad![share]), 0.001);
        }
    }

    [Fact]
    public void The_density_is_Math_NETs()
    {
        using var scope = NewDisposeScope();
        var (concentrations, x) = (Numbers.Normals(1, 4, 3).exp(), Numbers.Normals(2, 4, 3).softmax(1));
        double[] expected = [.. Numbers.Of(concentrations).Chunk(3).Zip(Numbers.Of(x).Chunk(3), ByMathNet)];

        Numbers.Same(expected, new Dirichlet(concentrations).LogProb(x), 1e-9);
    }

    [Fact]
    public void The_places_of_a_map_are_independent()
    {
        using var scope = NewDisposeScope();
        using var model = new DirichletMaps().Double();
        var posterior = model.Encode(Numbers.Normals(1, 2, 2, 3, 3)).Z;
        var shares = Numbers.Normals(2, 2, 3, 3, 3).softmax(1);
        Tensor Places(Tensor maps) => maps.flatten(2).transpose(1, 2).reshape(-1, 3);
        var apart = new Dirichlet(Places(posterior.Concentration));

        Numbers.Same(Numbers.Of(apart.LogProb(Places(shares)).reshape(2, 9).sum(1)), posterior.LogProb(shares));
        Numbers.Near(
            Numbers.One(apart.KlTo(Dirichlet.Standard([18, 3], ScalarType.Float64, CPU)).sum()) / 2,
            model.Minimize(Numbers.Normals(1, 2, 2, 3, 3)).KlZ);
    }

    [Fact]
    public void The_divergence_is_the_integral_over_the_triangle()
    {
        using var scope = NewDisposeScope();
        using var model = new DirichletDraws().Double();
        double[] concentrations = [2.5, 1.5, 3];

        // x₁ = s, x₂ = (1 - s) t: the area is 1 - s.
        var integral = GaussLegendreRule.Integrate(
            (s, t) =>
            {
                double[] x = [s, (1 - s) * t, (1 - s) * (1 - t)];
                return (1 - s) * Math.Exp(ByMathNet(concentrations, x)) * (ByMathNet(concentrations, x) - ByMathNet([1, 1, 1], x));
            },
            0, 1, 0, 1, 512);
        CodeDraws.Of(model, 3, ("concentration", [.. concentrations.Select(PositiveHead.Of)]));
        var terms = model.Minimize(zeros(3, 3, dtype: ScalarType.Float64));

        Numbers.Near(integral, terms.KlZ, 1e-6);
        Numbers.Near(
            Numbers.One(terms.KlZ),
            new Dirichlet(tensor(concentrations).reshape(1, 3)).KlTo(Dirichlet.Standard([1, 3], ScalarType.Float64, CPU)));
    }

    [Fact]
    public void The_divergence_at_draws_is_on_average_that_in_closed_form()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = new DirichletSampled().Double();
        var x = Numbers.Normals(1, 4000, 3);
        var expected = Numbers.One(model.Encode(x).Z.KlTo(Dirichlet.Standard([4000, 3], ScalarType.Float64, CPU)).mean());
        model.Untyped.Noise.Begin(seed: 7, step: 3);

        Assert.Equal(expected, Numbers.One(model.Minimize(x).KlZ), 0.03 * expected);
    }

    private static double ByMathNet(double[] concentrations, double[] x) =>
        new MathNet.Numerics.Distributions.Dirichlet(concentrations).DensityLn(x);
}
