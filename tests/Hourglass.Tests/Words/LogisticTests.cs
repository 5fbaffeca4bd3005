using Hourglass.Distributions;
using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;
using Oracle = MathNet.Numerics.Distributions.Logistic;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>logistic</c> against Math.NET's density and distribution function, and quadrature.</summary>
[Proves("logistic")]
public class LogisticTests
{
    [Fact]
    public void The_likelihood_is_the_density_of_the_data()
    {
        using var scope = NewDisposeScope();
        using var model = new LogisticCode().Double();
        var x = Numbers.Normals(1, 5, 3) * 4;
        var code = Numbers.Normals(2, 5, 2);
        var likelihood = model.Decode(code);
        var (m, l, v) = (Numbers.Of(likelihood.Mean), Numbers.Of(likelihood.LogScale), Numbers.Of(x));
        var sums = v.Select((value, i) => Oracle.PDFLn(m[i], Math.Exp(l[i]), value)).Chunk(3).Select(row => row.Sum()).ToArray();

        Numbers.Same(sums, likelihood.LogProb(x));
    }

    [Theory]
    [InlineData(0, -1.3862943611198906)]
    [InlineData(0.3, -1.4087104889370543)]
    [InlineData(-700, -700)]
    [InlineData(2000, -2000)]
    public void The_density_is_finite_and_even(double x, double expected)
    {
        using var scope = NewDisposeScope();
        var standard = Logistic.Standard([1, 1], ScalarType.Float64, CPU);
        Numbers.Near(expected, standard.LogProb(full([1, 1], x, ScalarType.Float64)), 1e-9);
        Numbers.Near(expected, standard.LogProb(full([1, 1], -x, ScalarType.Float64)), 1e-9);
        Numbers.Near(
            expected,
            Logistic.Standard([1, 1], ScalarType.Float32, CPU).LogProb(full([1, 1], x, ScalarType.Float32)),
            Numbers.Single);
    }

    [Fact]
    public void The_terms_are_log_densities_at_the_draw()
    {
        using var scope = NewDisposeScope();
        using var model = new LogisticCode().Double();
        model.Untyped.Noise.Begin(4, 0);
        var x = Numbers.Normals(1, 3, 3);
        var q = model.Encode(x).Z;
        var (u, m, l) = (Numbers.Of(model.Untyped.Noise.Uniform(0, q.Mean)), Numbers.Of(q.Mean), Numbers.Of(q.LogScale));
        var z = u.Select((level, i) => Oracle.InvCDF(m[i], Math.Exp(l[i]), level)).ToArray();
        var kl = z.Select((value, i) => Oracle.PDFLn(m[i], Math.Exp(l[i]), value) - Oracle.PDFLn(0, 1, value)).Sum();
        var loss = model.Minimize(x);

        Numbers.Near(kl / 3, loss.KlZ);
        Numbers.Near(-Numbers.Of(model.Decode(tensor(z).reshape(3, 2)).LogProb(x)).Average(), loss.NllX);
    }

    [Fact]
    public void The_divergence_is_the_integral_in_expectation()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var model = new LogisticCode().Double();
        var x = Numbers.Normals(1, 1, 3);
        var q = model.Encode(x).Z;
        var expected = Numbers.Of(q.Mean).Zip(Numbers.Of(q.LogScale), (m, l) => Divergence(m, Math.Exp(l))).Sum();

        Numbers.Near(expected, model.Minimize(x.repeat(400_000, 1)).KlZ, 0.01);
    }

    [Fact]
    public void The_draws_of_a_model_follow_the_distribution_function()
    {
        using var scope = NewDisposeScope();
        using var model = new LogisticDraws().Double();
        model.Untyped.Noise.Begin(3, 0);
        using (no_grad())
        {
            model.Encoder.ZMean.bias!.fill_(0.7);
            model.Encoder.ZLogscale.bias!.fill_(Math.Log(0.5));
        }

        var draws = Drawing.Of(model, x => model.Minimize(x).Total, 100_000);

        Drawing.Follow(draws, z => Oracle.CDF(0.7, 0.5, z));
        Assert.True(Drawing.Distance(draws, z => Oracle.CDF(0.72, 0.5, z)) > 3);
    }

    [Fact]
    public void Samples_follow_the_distribution_function()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        var samples = new Logistic(full([100_000, 1], -0.4, ScalarType.Float64), full(1, 0.3, ScalarType.Float64)).Sample();

        Drawing.Follow(samples, z => Oracle.CDF(-0.4, Math.Exp(0.3), z));
    }

    [Fact]
    public void Gradients_are_the_differences()
    {
        using var scope = NewDisposeScope();
        using var model = new LogisticSampled().Double();
        using var prior = new LogisticPrior().Double();
        using var code = new LogisticCode().Double();
        var x = Numbers.Normals(1, 3, 3);

        Assert.NotEqual(0, GradientCheck.Run(code, () => code.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(model, () => model.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(prior, () => prior.Minimize(x).Total));
    }

    private static double Divergence(double mean, double scale)
    {
        double Piece(double from, double to) => GaussLegendreRule.Integrate(
            z => Math.Exp(Oracle.PDFLn(mean, scale, z)) * (Oracle.PDFLn(mean, scale, z) - Oracle.PDFLn(0, 1, z)),
            mean + (from * scale),
            mean + (to * scale),
            128);
        return Piece(-40, -8) + Piece(-8, 8) + Piece(8, 40);
    }
}
