using Hourglass.Tests.Models;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Divergences in closed form, at draws, and over several draws.</summary>
[Proves("elbo", "kl")]
public class EstimatorTests
{
    [Fact]
    public void The_divergence_is_the_integral()
    {
        using var scope = NewDisposeScope();
        using var model = new Divergence().Double();
        var x = Numbers.Normals(1, 3, 3);
        var z = model.Encode(x).Z;
        double Log(double u, double m, double l) => -0.5 * (Math.Log(2 * Math.PI) + l + ((u - m) * (u - m) / Math.Exp(l)));
        var sum = Numbers.Of(z.Mean).Zip(Numbers.Of(z.LogVar), (m, l) =>
        {
            var s = Math.Exp(l / 2);
            return GaussLegendreRule.Integrate(
                u => Math.Exp(Log(u, m, l)) * (Log(u, m, l) - Log(u, 0, 0)),
                m - (12 * s),
                m + (12 * s),
                256);
        }).Sum();
        Numbers.Near(sum / 3, model.Minimize(x).KlZ, 1e-9);
    }

    [Fact]
    public void The_divergence_from_a_prior_that_reads_another_code_is_the_closed_form_given_that_code()
    {
        using var scope = NewDisposeScope();
        using var model = new Fork().Double();
        var x = Numbers.Normals(1, 3, 3);
        using (no_grad())
        {
            // z2 all but certain, so that the prior of z1 is known.
            model.Encoder.Z2Logvar.weight!.zero_();
            model.Encoder.Z2Logvar.bias!.fill_(-60);
        }

        var code = model.Encode(x);
        var prior = model.PriorOfZ1(code.Z2.Mean);
        var (m, l, pm, pl) = (Numbers.Of(code.Z1.Mean), Numbers.Of(code.Z1.LogVar), Numbers.Of(prior.Mean), Numbers.Of(prior.LogVar));
        var sum = m.Select((_, i) => 0.5 * (pl[i] - l[i] + ((Math.Exp(l[i]) + Math.Pow(m[i] - pm[i], 2)) / Math.Exp(pl[i])) - 1)).Sum();
        Numbers.Near(sum / 3, model.Minimize(x).KlZ1, 1e-8);
    }

    [Fact]
    public void Sampled_and_analytic_agree_in_expectation_in_values_and_gradients()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(8);
        using var analytic = new Analytic().Double(4);
        using var sampled = new Sampled().Double(4);
        // Many copies of two examples average over draws in one go.
        var x = Numbers.Uniforms(1, 2, 4).repeat(100_000, 1);
        var (a, b) = (analytic.Minimize(x), sampled.Minimize(x));
        Numbers.Near(Numbers.One(a.KlZ), Numbers.One(b.KlZ), 0.02);
        Numbers.Near(Numbers.One(a.Total), Numbers.One(b.Total), 0.02);
        a.Total.backward();
        b.Total.backward();
        foreach (var ((name, p), (_, q)) in analytic.named_parameters().Zip(sampled.named_parameters()))
        {
            var distance = (p.grad! - q.grad!).abs().max().item<double>();
            Assert.True(distance < 0.02 * Math.Max(1, p.grad!.abs().max().item<double>()), $"{name}: {distance}");
        }

        Assert.NotEqual(Numbers.One(a.KlZ), Numbers.One(b.KlZ));
    }

    [Fact]
    public void The_sampled_divergence_is_log_q_minus_log_p_at_the_draw()
    {
        using var scope = NewDisposeScope();
        using var model = new Sampled().Double(4);
        var x = Numbers.Uniforms(1, 3, 4);
        Tensor kl;
        using (new RandomScope(5))
        {
            kl = model.Minimize(x).KlZ;
        }

        Tensor noise;
        using (new RandomScope(5))
        {
            noise = randn(3, 2, dtype: ScalarType.Float64);
        }

        var q = model.Encode(x).Z;
        var (e, m, l) = (Numbers.Of(noise), Numbers.Of(q.Mean), Numbers.Of(q.LogVar));
        var sum = e.Select((u, i) => (-0.5 * ((u * u) + l[i])) + (0.5 * Math.Pow(m[i] + (Math.Exp(l[i] / 2) * u), 2))).Sum();
        Numbers.Near(sum / 3, kl);
    }

    [Fact]
    public void Several_draws_are_averaged()
    {
        using var scope = NewDisposeScope();
        using var many = new SampledMany().Double(4);
        using var one = new Sampled().Double(4);
        var x = Numbers.Uniforms(1, 3, 4);
        Hourglass.Tests.Models.SampledMany.Loss loss;
        using (new RandomScope(6))
        {
            loss = many.Minimize(x);
        }

        Tensor noise;
        using (new RandomScope(6))
        {
            noise = randn(15, 2, dtype: ScalarType.Float64);
        }

        // Draws outermost: rows 0 to 2 are the first draw of the three examples.
        var q = one.Encode(x).Z;
        var (nll, kl) = (0.0, 0.0);
        for (var draw = 0; draw < 5; draw++)
        {
            var e = noise.narrow(0, draw * 3, 3);
            var z = q.Mean + (q.StandardDeviation * e);
            nll -= Numbers.One(one.Decode(z).LogProb(x).mean()) / 5;
            kl += Numbers.One((0.5 * (z.square() - e.square() - q.LogVar)).sum(1L).mean()) / 5;
        }

        Numbers.Near(nll, loss.NllX);
        Numbers.Near(kl, loss.KlZ);

        // The variance of the bound falls with the number of draws.
        using var random = new RandomScope(7);
        double Variance(Func<Tensor> value)
        {
            var values = Enumerable.Range(0, 400).Select(_ => Numbers.One(value())).ToArray();
            return values.Average(v => Math.Pow(v - values.Average(), 2));
        }

        Assert.InRange(Variance(() => one.Minimize(x).Total) / Variance(() => many.Minimize(x).Total), 3.5, 7);
    }

    [Fact]
    public void A_ladder_whose_prior_reads_the_draw_of_its_own_code_is_bounded_without_bias()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(9);
        using var model = new Ladder().Double(2);
        using var sampled = new LadderSampled().Double(2);
        var x = Numbers.Normals(1, 2, 3).repeat(100_000, 1);
        var expected = Bound(model, x);
        Numbers.Near(expected, Numbers.One(model.Minimize(x).Total), 0.02);
        Numbers.Near(expected, Numbers.One(sampled.Minimize(x).Total), 0.02);
    }

    /// <summary>
    /// E[log q(z1 | x) + log q(z2 | z1) - log p(z2) - log p(z1 | z2) - log p(x | z1)], written with the public methods alone.
    /// </summary>
    private static double Bound(Ladder model, Tensor x)
    {
        using var still = no_grad();
        var q1 = model.Encode(x).Z1;
        var z1 = q1.Sample();
        var hidden = model.Encoder.Dense2.call(z1).tanh();
        var q2 = new Hourglass.Distributions.Normal(model.Encoder.Z2Mean.call(hidden), model.Encoder.Z2Logvar.call(hidden));
        var z2 = q2.Sample();
        var p2 = new Hourglass.Distributions.Normal(zeros_like(z2), zeros_like(z2));
        var terms = q1.LogProb(z1) + q2.LogProb(z2) - p2.LogProb(z2) - model.PriorOfZ1(z2).LogProb(z1) - model.Decode(z1).LogProb(x);
        return Numbers.One(terms.mean());
    }
}
