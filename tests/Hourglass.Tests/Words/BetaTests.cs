using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;
using Beta = Hourglass.Distributions.Beta;
using BetaByMathNet = MathNet.Numerics.Distributions.Beta;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>beta</c> against Math.NET's density and distribution function, quadrature and moments.</summary>
[Proves("beta")]
public class BetaTests
{
    /// <summary>As near to 0 and 1 as draws come.</summary>
    private const double Border = 5.960464477539063e-8;

    [Theory]
    [InlineData(0.05, 0.05)]
    [InlineData(0.6, 3)]
    [InlineData(40, 25)]
    public void Draws_of_the_step_and_of_the_runtime_follow_the_distribution_function(double a, double b)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var model = new BetaDraws().Double();
        var drawn = CodeDraws.Of(model, 20_000, Heads(a, b, 1.5, 0.3));
        var runtime = new Beta(full([20_000, 1], a, ScalarType.Float64), tensor(b, ScalarType.Float64)).Sample();

        Assert.Equal(0, Numbers.One(((drawn < 0.99 * Border) | (drawn > 1 - (0.99 * Border))).sum()));
        foreach (var (draws, alpha, beta) in new[] { (drawn.select(1, 0), a, b), (drawn.select(1, 1), 1.5, 0.3), (runtime, a, b) })
        {
            CodeDraws.Follow(draws, z => BetaByMathNet.CDF(alpha, beta, z), 1.01 * Border, 1 - (1.01 * Border));
        }
    }

    /// <summary>E z² = α (α + 1) / ((α + β) (α + β + 1)), by which Σ z² / N moves.</summary>
    [Fact]
    public void Gradients_are_on_average_those_of_the_second_moment()
    {
        using var scope = NewDisposeScope();
        using var model = new BetaDraws().Double();
        CodeDraws.Of(model, 200_000, Heads(0.6, 3, 2, 1.5));
        double Moment(double a, double b) => a * (a + 1) / ((a + b) * (a + b + 1));
        double Slope(Func<double, double> of) => (of(1e-4) - of(-1e-4)) / 2e-4;
        foreach (var (a, b, element) in new[] { (0.6, 3.0, 0), (2.0, 1.5, 1) })
        {
            var (ofAlpha, ofBeta) = (Slope(h => Moment(a + h, b)), Slope(h => Moment(a, b + h)));
            var (alpha, beta) = (model.Encoder.ZAlpha.bias!.grad![element], model.Encoder.ZBeta.bias!.grad![element]);
            Assert.Equal(1, Numbers.One(alpha) / (ofAlpha * PositiveHead.Slope(a)), 0.01);
            Assert.Equal(1, Numbers.One(beta) / (ofBeta * PositiveHead.Slope(b)), 0.01);
        }
    }

    [Fact]
    public void The_likelihood_is_the_density_of_the_data()
    {
        using var scope = NewDisposeScope();
        using var model = new BetaCode().Double();
        var likelihood = model.Decode(Numbers.Uniforms(2, 4, 2));
        var (a, b) = (Numbers.Of(likelihood.AlphaConcentration), Numbers.Of(likelihood.BetaConcentration));
        var x = Numbers.Uniforms(3, 4, 3);
        double[] Expected(Tensor at)
        {
            var each = Numbers.Of(at.clamp(Border, 1 - Border)).Select((value, i) => BetaByMathNet.PDFLn(a[i], b[i], value));
            return [.. each.Chunk(3).Select(row => row.Sum())];
        }

        Numbers.Same(Expected(x), likelihood.LogProb(x), 1e-9);
        Numbers.Same(Expected(x.round()), likelihood.LogProb(x.round()), 1e-9);
    }

    /// <summary>The decoder reads a code that its heads leave no freedom.</summary>
    [Fact]
    public void The_emitted_term_is_that_density_and_finite_at_the_borders()
    {
        using var scope = NewDisposeScope();
        using var model = new BetaCode().Double();
        using (no_grad())
        {
            model.Decoder.Dense1.weight!.zero_();
        }

        var x = Numbers.Uniforms(3, 4, 3).round();
        var terms = model.Minimize(x);
        terms.NllX.backward();

        Numbers.Near(-Numbers.One(model.Decode(zeros(4, 2, dtype: ScalarType.Float64)).LogProb(x).mean()), terms.NllX);
        Assert.True(double.IsFinite(Numbers.One(model.Decoder.XAlpha.weight!.grad!.abs().sum())));
    }

    [Theory]
    [InlineData(0.6, 1.3, 1.0, 1.0)]
    [InlineData(4.0, 0.5, 2.5, 3.0)]
    public void The_divergence_is_the_integral(double a, double b, double priorA, double priorB)
    {
        using var scope = NewDisposeScope();
        using var model = new BetaDraws().Double();
        double Integrand(double logit)
        {
            // Near 1 the density is that of the complement near 0.
            var (x, y) = (1 / (1 + Math.Exp(-logit)), 1 / (1 + Math.Exp(logit)));
            double Log(double p, double q) => ((p - 1) * Math.Log(x)) + ((q - 1) * Math.Log(y))
                - MathNet.Numerics.SpecialFunctions.BetaLn(p, q);
            return x * y * Math.Exp(Log(a, b)) * (Log(a, b) - Log(priorA, priorB));
        }

        var integral = Enumerable.Range(-80, 160).Sum(from => GaussLegendreRule.Integrate(Integrand, from, from + 1, 32));
        Tensor Column(double number) => tensor(new[,] { { number } });

        Numbers.Near(integral, new Beta(Column(a), Column(b)).KlTo(new Beta(Column(priorA), Column(priorB))));
        if (priorA == 1 && priorB == 1)
        {
            CodeDraws.Of(model, 3, Heads(a, b, a, b));
            Numbers.Near(2 * integral, model.Minimize(zeros(3, 2, dtype: ScalarType.Float64)).KlZ);
        }
    }

    private static (string Head, double[] Value)[] Heads(double a1, double b1, double a2, double b2) =>
    [
        ("alpha", [PositiveHead.Of(a1), PositiveHead.Of(a2)]),
        ("beta", [PositiveHead.Of(b1), PositiveHead.Of(b2)]),
    ];
}
