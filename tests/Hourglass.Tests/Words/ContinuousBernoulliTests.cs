using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>continuous_bernoulli</c> against the paper's formula and quadrature, on both sides of its series.</summary>
[Proves("continuous_bernoulli")]
public class ContinuousBernoulliTests
{
    private static readonly double[] Logits =
        [-80, -30, -3, -0.6, -0.5, -0.499, -0.3, -0.25, -0.2499, -1e-3, -1e-8, 0, 1e-8, 1e-3, 0.2, 0.2501, 0.4999, 0.5001, 1, 8, 40, 90];

    /// <summary>Equations 6 to 8 with λ = σ(a), away from 1/2.</summary>
    [Theory]
    [InlineData(-2.0, 0.3)]
    [InlineData(-0.4, 0.9)]
    [InlineData(0.3, 0.0)]
    [InlineData(1.7, 1.0)]
    [InlineData(4.0, 0.25)]
    public void The_density_is_the_papers(double a, double x)
    {
        using var scope = NewDisposeScope();
        var lambda = 1 / (1 + Math.Exp(-a));
        var c = 2 * Math.Atanh(1 - (2 * lambda)) / (1 - (2 * lambda));
        var distribution = new ContinuousBernoulli(full([1, 1], a, ScalarType.Float64));

        Numbers.Near(
            Math.Log(c) + (x * Math.Log(lambda)) + ((1 - x) * Math.Log(1 - lambda)),
            distribution.LogProb(full([1, 1], x, ScalarType.Float64)));
        Numbers.Near((lambda / ((2 * lambda) - 1)) + (1 / (2 * Math.Atanh(1 - (2 * lambda)))), distribution.Mean);
    }

    [Fact]
    public void The_density_has_the_sum_1_and_the_mean_is_the_slope()
    {
        using var scope = NewDisposeScope();
        foreach (var (type, tolerance) in new[] { (ScalarType.Float64, Numbers.Exact), (ScalarType.Float32, Numbers.Single) })
        {
            var a = tensor(Logits).to_type(type).requires_grad_();
            var partition = ContinuousBernoulli.LogPartition(a);
            partition.sum().backward();

            Numbers.Same([.. Logits.Select(logit => Math.Log(Integral(logit, _ => 1)))], partition, tolerance);
            Numbers.Same([.. Logits.Select(Mean)], a.grad!, tolerance);
            Numbers.Same([.. Logits.Select(Mean)], ContinuousBernoulli.MeanOf(a), tolerance);
        }
    }

    [Fact]
    public void A_quantile_has_its_share_below_it_and_the_slope_that_keeps_it_there()
    {
        using var scope = NewDisposeScope();
        double[] levels = [0.001, 0.2, 0.5, 0.77, 0.999];
        foreach (var level in levels)
        {
            var a = tensor(Logits).requires_grad_();
            var x = ContinuousBernoulli.Quantile(a, full_like(a, level));
            x.sum().backward();
            var found = Numbers.Of(x);

            Numbers.Same([.. Logits.Zip(found, Below)], full_like(a, level));
            Numbers.Same([.. Logits.Zip(found, QuantileSlope)], a.grad!);
        }
    }

    [Fact]
    public void The_steps_formulas_are_the_classs()
    {
        using var scope = NewDisposeScope();
        using var model = new ContinuousBernoulliSampled().Double(spread: 3);
        using var code = new ContinuousBernoulliCode().Double(spread: 3);
        using var prior = new ContinuousBernoulliPrior().Double(spread: 3);
        var x = Numbers.Uniforms(1, 3, 3);
        var p = ContinuousBernoulli.Standard([3, 2], ScalarType.Float64, CPU);
        model.Untyped.Noise.Begin(4, 0);
        var q = model.Encode(x.repeat(3, 1)).Z;
        var z = ContinuousBernoulli.Quantile(q.Logits, model.Untyped.Noise.Uniform(0, q.Logits));

        Numbers.Near(Numbers.One(q.LogProb(z).mean()), model.Minimize(x).KlZ);
        Numbers.Near(Numbers.One(-model.Decode(z).LogProb(x.repeat(3, 1)).mean()), model.Minimize(x).NllX);
        Numbers.Near(Numbers.One(code.Encode(x).Z.KlTo(p).mean()), code.Minimize(x).KlZ);
        Assert.True(Numbers.One(prior.Minimize(x).KlZ) > 0);
    }

    [Fact]
    public void The_divergence_is_the_integral()
    {
        using var scope = NewDisposeScope();
        double[] others = [0, 0.3, -4, 11];
        foreach (var other in others)
        {
            var (q, p) = (tensor(Logits).unsqueeze(1), full_like(tensor(Logits), other).unsqueeze(1));
            var expected = Logits.Select(a => ((a - other) * Mean(a)) - Math.Log(Integral(a, _ => 1) / Integral(other, _ => 1)));

            Numbers.Same([.. expected], new ContinuousBernoulli(q).KlTo(new ContinuousBernoulli(p)), 1e-9);
        }
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(0.1)]
    [InlineData(2.5)]
    public void The_draws_of_a_model_follow_the_distribution_function(double logit)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = new ContinuousBernoulliDraws().Double();
        model.Untyped.Noise.Begin(3, 0);
        using (no_grad())
        {
            model.Encoder.ZLogits.bias!.fill_(logit);
        }

        Drawing.Follow(Drawing.Of(model, x => model.Minimize(x).Total, 20_000), z => Below(logit, z));
        Drawing.Follow(new ContinuousBernoulli(full([20_000, 1], logit, ScalarType.Float64)).Sample(), z => Below(logit, z));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.1)]
    [InlineData(2)]
    public void Gradients_are_the_differences(double spread)
    {
        using var scope = NewDisposeScope();
        using var code = new ContinuousBernoulliCode().Double(spread: spread);
        using var sampled = new ContinuousBernoulliSampled().Double(spread: spread);
        using var prior = new ContinuousBernoulliPrior().Double(spread: spread);
        var x = Numbers.Uniforms(1, 3, 3);

        Assert.NotEqual(0, GradientCheck.Run(code, () => code.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(sampled, () => sampled.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(prior, () => prior.Minimize(x).Total));
    }

    /// <summary>∫ e^(a x) f(x) dx up to a bound, by pieces in which the exponential changes little.</summary>
    private static double Integral(double a, Func<double, double> of, double to = 1)
    {
        var pieces = Enumerable.Range(0, 16).Select(i => GaussLegendreRule.Integrate(
            x => Math.Exp(a * x) * of(x), i * to / 16, (i + 1) * to / 16, 32));
        return pieces.Sum();
    }

    private static double Mean(double a) => Integral(a, x => x) / Integral(a, _ => 1);

    private static double Below(double a, double x) => Integral(a, _ => 1, x) / Integral(a, _ => 1);

    /// <summary>-(∂F/∂a) / f, F the distribution function and f the density.</summary>
    private static double QuantileSlope(double a, double x) =>
        -((Integral(a, t => t, x) - (Mean(a) * Integral(a, _ => 1, x))) / Math.Exp(a * x));
}
