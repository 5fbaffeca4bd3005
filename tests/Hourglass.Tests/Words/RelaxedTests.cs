using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>relaxed</c> against the paper's density, its integral, sums over classes, and what draws keep.</summary>
[Proves("relaxed")]
public class RelaxedTests
{
    [Theory]
    [InlineData(0.67)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void The_density_is_the_papers_and_has_the_integral_1(double temperature)
    {
        using var scope = NewDisposeScope();
        double[] logits = [0.3, -0.8];
        var distribution = new Relaxed(tensor(logits).reshape(1, 2), 2, temperature);
        double Density(double x) => Math.Exp(Numbers.One(distribution.LogProb(tensor([x, 1 - x]).reshape(1, 2))));

        Numbers.Near(Paper([.. logits.Select(Math.Exp)], [0.2, 0.8], temperature), Density(0.2));

        // x = 1 / (1 + e^-t) flattens both ends.
        var integral = GaussLegendreRule.Integrate(
            t =>
            {
                var x = 1 / (1 + Math.Exp(-t));
                return Density(x) * x * (1 - x);
            },
            -26 / temperature,
            26 / temperature,
            256);
        Numbers.Near(1, integral, 1e-7);
    }

    [Fact]
    public void Variables_are_apart_and_their_classes_along_the_first_dimension()
    {
        using var scope = NewDisposeScope();
        var (logits, x) = (Numbers.Normals(1, 4, 6), Numbers.Normals(2, 4, 3, 2).softmax(1).flatten(1));
        var distribution = new Relaxed(logits, 3, 0.7);
        var expected = Numbers.Of(logits).Chunk(6).Zip(Numbers.Of(x).Chunk(6), (a, row) => Enumerable.Range(0, 2).Sum(
            variable => Math.Log(Paper(
                [.. Enumerable.Range(0, 3).Select(j => Math.Exp(a[(2 * j) + variable]))],
                [.. Enumerable.Range(0, 3).Select(j => row[(2 * j) + variable])],
                0.7)))).ToArray();

        Numbers.Same(expected, distribution.LogProb(x));
        Numbers.Same(
            expected,
            new Relaxed(logits.to(ScalarType.Float32), 3, 0.7).LogProb(x.to(ScalarType.Float32)),
            Numbers.Single);
        Numbers.Same(Numbers.Of(ones(4, 2)), distribution.Mean.reshape(4, 3, 2).sum(1L));
        Numbers.Same(Numbers.Of(ones(4, 2)), distribution.Sample().reshape(4, 3, 2).sum(1L));
        Assert.True(double.IsFinite(Numbers.One(distribution.LogProb(tensor(new[] { 1.0, 1, 0, 0, 0, 0 }).reshape(1, 6)).sum())));
    }

    [Fact]
    public void The_divergence_is_the_sum_over_classes()
    {
        using var scope = NewDisposeScope();
        using var model = new RelaxedCode().Double(spread: 1.5);
        using var maps = new RelaxedMaps().Double();
        var x = Numbers.Uniforms(1, 3, 6).round();
        var q = model.Encode(x).Z;
        var p = Numbers.Of(q.Mean);

        Numbers.Near(p.Sum(share => share * Math.Log(3 * share)) / 3, model.Minimize(x).KlZ);
        Numbers.Near(p.Sum(share => share * Math.Log(3 * share)), q.KlTo(Relaxed.Standard([3, 6], 3, 1, ScalarType.Float64, CPU)).sum());
        var image = Numbers.Normals(1, 2, 2, 3, 3);
        var shares = Numbers.Of(maps.Encode(image).Z.Mean);
        Numbers.Near(shares.Sum(share => share * Math.Log(2 * share)) / 2, maps.Minimize(image).KlZ);
        Assert.Equal([2L, 4L, 3L, 3L], maps.Encode(image).Z.Sample().shape);
    }

    [Fact]
    public void The_divergence_from_a_prior_that_reads_another_code_is_the_sum_given_that_code()
    {
        using var scope = NewDisposeScope();
        using var model = new RelaxedPrior().Double();
        var x = Numbers.Uniforms(1, 3, 6).round();
        model.Untyped.Noise.Begin(4, 0);
        var u = Draw(model.Untyped.Noise.Uniform(0, model.Encode(x).U.Logits), model.Encode(x).U);
        var hidden = model.Encoder.Dense1.call(cat([x, u], 1)).tanh();
        var q = new Relaxed(model.Encoder.ZLogits.call(hidden), 3, 0.67);

        Numbers.Near(Numbers.One(q.KlTo(model.PriorOfZ(u)).mean()), model.Minimize(x).KlZ);
    }

    [Fact]
    public void The_sampled_terms_are_log_densities_at_the_draw()
    {
        using var scope = NewDisposeScope();
        using var model = new RelaxedSampled().Double();
        model.Untyped.Noise.Begin(4, 0);
        var x = Numbers.Uniforms(1, 3, 6).round().repeat(3, 1);
        var q = model.Encode(x).Z;
        var z = Draw(model.Untyped.Noise.Uniform(0, q.Logits), q);
        var kl = q.LogProb(z) - Relaxed.Standard([9, 6], 3, 0.5, ScalarType.Float64, CPU).LogProb(z);

        Numbers.Near(Numbers.One(kl.mean()), model.Minimize(x.narrow(0, 0, 3)).KlZ);
        Numbers.Near(-Numbers.One(model.Decode(z).LogProb(x).mean()), model.Minimize(x.narrow(0, 0, 3)).NllX);
    }

    /// <summary>The largest number of a variable is at a class as often as that is drawn; the odds of two classes are logistic.</summary>
    [Fact]
    public void The_draws_of_a_model_are_classes_with_their_probabilities()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = new RelaxedDraws().Double();
        model.Untyped.Noise.Begin(3, 0);
        using (no_grad())
        {
            model.Encoder.ZLogits.bias!.copy_(tensor(new[] { 0.4, -1, 0, 0.2, -0.7, 1 }));
        }

        var draws = Drawing.Of(model, x => model.Minimize(x).Total, 50_000, width: 6);
        var distribution = new Relaxed(model.Encoder.ZLogits.bias!.detach().expand(50_000, 6), 3, 0.67);
        foreach (var drawn in new[] { draws, distribution.Sample() })
        {
            var shares = nn.functional.one_hot(drawn.reshape(-1, 3, 2).argmax(1), 3).to(ScalarType.Float64).mean([0]);
            Numbers.Same(Numbers.Of(distribution.Mean[0].reshape(3, 2).t()), shares, 0.01);
            var odds = (drawn[TensorIndex.Colon, 0] / drawn[TensorIndex.Colon, 2]).log() * 0.67;
            Drawing.Follow(odds, z => MathNet.Numerics.Distributions.Logistic.CDF(0.4, 1, z));
        }
    }

    [Fact]
    public void Gradients_are_the_differences()
    {
        using var scope = NewDisposeScope();
        using var code = new RelaxedCode().Double();
        using var sampled = new RelaxedSampled().Double();
        using var prior = new RelaxedPrior().Double();
        var x = Numbers.Uniforms(1, 3, 6).round();

        Assert.NotEqual(0, GradientCheck.Run(code, () => code.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(sampled, () => sampled.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(prior, () => prior.Minimize(x).Total));
    }

    [Fact]
    public void What_makes_no_groups_is_refused() =>
        Assert.Equal("logits is [N, 3 · d, ...]; got [2, 4].", Assert.Throws<DataException>(() => new Relaxed(zeros(2, 4), 3, 1)).Message);

    private static Tensor Draw(Tensor uniform, Relaxed q) =>
        ((q.Logits - (-uniform.log()).log()) / q.Temperature).reshape(uniform.size(0), q.Classes, -1).softmax(1).flatten(1);

    /// <summary>Equation 10 of Maddison et al. (2017).</summary>
    private static double Paper(double[] alpha, double[] x, double temperature)
    {
        var k = alpha.Length;
        var sum = alpha.Zip(x, (a, share) => a * Math.Pow(share, -temperature)).Sum();
        var product = alpha.Zip(x, (a, share) => a * Math.Pow(share, -temperature - 1) / sum).Aggregate((u, v) => u * v);
        return Enumerable.Range(1, k - 1).Aggregate(1.0, (u, v) => u * v) * Math.Pow(temperature, k - 1) * product;
    }
}
