using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;
using Gamma = Hourglass.Distributions.Gamma;
using GammaByMathNet = MathNet.Numerics.Distributions.Gamma;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>gamma</c> against Math.NET's density and distribution function, quadrature and quantiles.</summary>
[Proves("gamma")]
public class GammaTests
{
    /// <summary>Two concentrations, two rates.</summary>
    public static TheoryData<double, double, double, double> Parameters =>
        new() { { 0.05, 0.7, 1, 2.5 }, { 3, 100, 0.4, 30 } };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Draws_of_the_step_and_of_the_runtime_follow_the_distribution_function(double a, double b, double ra, double rb)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var model = new GammaDraws().Double();
        var drawn = CodeDraws.Of(model, 20_000, Heads(a, b, ra, rb));
        var runtime = new Gamma(full([20_000, 1], a, ScalarType.Float64), tensor(ra, ScalarType.Float64)).Sample();

        Assert.True(Numbers.One(drawn.min()) > 0);
        CodeDraws.Follow(drawn.select(1, 0), z => Distribution(a, ra, z));
        CodeDraws.Follow(drawn.select(1, 1), z => Distribution(b, rb, z));
        CodeDraws.Follow(runtime, z => Distribution(a, ra, z));
    }

    /// <summary>Of Σ z² / N: what moves with the concentration is the quantile of the level that was drawn.</summary>
    [Theory]
    [MemberData(nameof(Parameters))]
    public void Gradients_are_those_of_the_quantiles(double a, double b, double ra, double rb)
    {
        using var scope = NewDisposeScope();
        using var model = new GammaDraws().Double();
        const int rows = 40;
        var drawn = CodeDraws.Of(model, rows, Heads(a, b, ra, rb));
        foreach (var (shape, rate, element) in new[] { (a, ra, 0), (b, rb, 1) })
        {
            var z = Numbers.Of(drawn.select(1, element));
            var ofShape = z.Select(at => 2 * at * QuantileSlope(shape, at * rate) / rate).Sum() / rows;
            var ofRate = z.Select(at => -2 * at * at / rate).Sum() / rows;

            Assert.Equal(1, Numbers.One(model.Encoder.ZConcentration.bias!.grad![element]) / (ofShape * PositiveHead.Slope(shape)), 1e-6);
            Assert.Equal(1, Numbers.One(model.Encoder.ZRate.bias!.grad![element]) / (ofRate * PositiveHead.Slope(rate)), 1e-10);
        }
    }

    [Fact]
    public void The_density_is_Math_NETs()
    {
        using var scope = NewDisposeScope();
        var (shapes, rates) = (Numbers.Normals(1, 4, 3).exp(), Numbers.Normals(2, 4, 3).exp());
        var x = Numbers.Normals(3, 4, 3).exp();
        var (s, r) = (Numbers.Of(shapes), Numbers.Of(rates));
        double[] expected = [.. Numbers.Of(x).Select((at, i) => GammaByMathNet.PDFLn(s[i], r[i], at)).Chunk(3).Select(row => row.Sum())];

        Numbers.Same(expected, new Gamma(shapes, rates).LogProb(x));
    }

    [Fact]
    public void The_divergence_at_draws_is_on_average_that_in_closed_form()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = new GammaSampled().Double();
        var x = Numbers.Normals(1, 20_000, 3);
        var expected = Numbers.One(model.Encode(x).Z.KlTo(Gamma.Standard([20_000, 2], ScalarType.Float64, CPU)).mean());
        model.Untyped.Noise.Begin(seed: 7, step: 3);

        Assert.Equal(expected, Numbers.One(model.Minimize(x).KlZ), 0.02 * expected);
    }

    [Theory]
    [InlineData(0.6, 1.3, 1.0, 1.0)]
    [InlineData(4.0, 0.5, 2.5, 3.0)]
    public void The_divergence_is_the_integral(double a, double ra, double b, double rb)
    {
        using var scope = NewDisposeScope();
        using var model = new GammaDraws().Double();
        double Integrand(double log)
        {
            var x = Math.Exp(log);
            return x * GammaByMathNet.PDF(a, ra, x) * (GammaByMathNet.PDFLn(a, ra, x) - GammaByMathNet.PDFLn(b, rb, x));
        }

        var integral = Enumerable.Range(-60, 66).Sum(from => GaussLegendreRule.Integrate(Integrand, from, from + 1, 32));
        Tensor Column(double number) => tensor(new[,] { { number } });
        var found = new Gamma(Column(a), Column(ra)).KlTo(new Gamma(Column(b), Column(rb)));

        Numbers.Near(integral, found, 1e-10);
        if (b == 1 && rb == 1)
        {
            CodeDraws.Of(model, 3, Heads(a, a, ra, ra));
            Numbers.Near(2 * integral, model.Minimize(zeros(3, 2, dtype: ScalarType.Float64)).KlZ, 1e-10);
        }
    }

    [Fact]
    public void Codes_that_are_the_priors_own_draws_have_next_to_no_discrepancy()
    {
        using var scope = NewDisposeScope();
        using var model = new GammaMatched().Double();
        using (no_grad())
        {
            foreach (var head in new[] { model.Encoder.ZConcentration, model.Encoder.ZRate })
            {
                head.weight!.zero_();
                head.bias!.fill_(PositiveHead.Of(1));
            }
        }

        model.Untyped.Noise.Begin(7, 3);
        Assert.InRange(Numbers.One(model.Minimize(Numbers.Normals(1, 2000, 3)).MmdZ), 0, 5e-3);
    }

    /// <summary>Math.NET takes numbers below 1e-15 for zero.</summary>
    private static double Distribution(double shape, double rate, double z) => z < 1e-12
        ? Math.Exp((shape * Math.Log(rate * z)) - SpecialFunctions.GammaLn(shape + 1))
        : GammaByMathNet.CDF(shape, rate, z);

    private static (string Head, double[] Value)[] Heads(double a, double b, double ra, double rb) =>
    [
        ("concentration", [PositiveHead.Of(a), PositiveHead.Of(b)]),
        ("rate", [PositiveHead.Of(ra), PositiveHead.Of(rb)]),
    ];

    /// <summary>The slope of a quantile in the concentration, by differences of the inverse distribution function.</summary>
    private static double QuantileSlope(double shape, double z)
    {
        // On the side of the smaller tail, where no digits are lost.
        var isLow = SpecialFunctions.GammaLowerRegularized(shape, z) < 0.5;
        Func<double, double, double> tail = isLow ? SpecialFunctions.GammaLowerRegularized : SpecialFunctions.GammaUpperRegularized;
        var (level, step) = (tail(shape, z), 1e-3 * shape);
        double Quantile(double at)
        {
            var (low, high) = (Math.Log(z) - 1, Math.Log(z) + 1);
            for (var i = 0; i < 60; i++)
            {
                var middle = (low + high) / 2;
                (low, high) = tail(at, Math.Exp(middle)) < level == isLow ? (middle, high) : (low, middle);
            }

            return (low + high) / 2;
        }

        double Slope(double h) => (Quantile(shape + h) - Quantile(shape - h)) / (2 * h);
        return z * ((4 * Slope(step)) - Slope(2 * step)) / 3;
    }
}
