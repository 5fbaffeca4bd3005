using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Importance-weighted bounds against sums over the same draws, the exact log p(x) by quadrature, and each other.</summary>
[Proves("iwae", "miwae", "ciwae")]
public sealed class BoundTests
{
    [Fact]
    public void The_bound_is_the_logarithm_of_the_mean_weight()
    {
        using var scope = NewDisposeScope();
        using var model = new ImportanceBound().Double();
        var x = Bits(5);
        var weights = Weights(model, x, 4);

        Numbers.Near(-Enumerable.Range(0, 5).Average(n => LogMean(weights.Select(draw => draw[n]))), model.Minimize(x).Iwae);
    }

    [Fact]
    public void Several_bounds_are_averaged()
    {
        using var scope = NewDisposeScope();
        using var model = new MultiplyBound().Double();
        using var single = new ImportanceBound().Double();
        single.load_state_dict(model.state_dict());
        var x = Bits(5);
        var weights = Weights(single, x, 6);
        model.Untyped.Noise.Begin(3, 0);

        // Three bounds of two draws: a bound takes every third of the six.
        var bounds = Enumerable.Range(0, 3).Select(m => Enumerable.Range(0, 5).Average(n => LogMean([weights[m][n], weights[m + 3][n]])));
        Numbers.Near(-bounds.Average(), model.Minimize(x).Miwae);
    }

    [Fact]
    public void The_combined_bound_lies_between_its_parts()
    {
        using var scope = NewDisposeScope();
        using var model = new CombinedBound().Double();
        var x = Numbers.Normals(1, 5, 6);
        model.Untyped.Noise.Begin(3, 0);
        var q = model.Encode(x).Z;
        var (mean, scale) = (q.Mean.repeat(3, 1), q.LogScale.repeat(3, 1));
        var centred = model.Untyped.Noise.Uniform(0, mean) - 0.5;
        var z = mean - (scale.exp() * (1 - (2 * centred.abs())).log() * centred.sign());
        var posterior = new Hourglass.Distributions.Laplace(mean, scale);
        var prior = Hourglass.Distributions.Laplace.Standard([15, 2], ScalarType.Float64, CPU);
        var log = Numbers.Of(model.Decode(z).LogProb(x.repeat(3, 1)) + prior.LogProb(z) - posterior.LogProb(z)).Chunk(5).ToArray();
        var (elbo, iwae) = (log.Average(draw => draw.Average()), Enumerable.Range(0, 5).Average(n => LogMean(log.Select(draw => draw[n]))));
        model.Untyped.Noise.Begin(3, 0);

        Numbers.Near(-((0.3 * elbo) + (0.7 * iwae)), model.Minimize(x).Ciwae);
    }

    [Fact]
    public void One_draw_gives_the_sampled_elbo()
    {
        using var scope = NewDisposeScope();
        using var one = new BoundOf1().Double();
        using var elbo = new BoundOfElbo().Double();
        elbo.load_state_dict(one.state_dict());
        var x = Bits(5);
        one.Untyped.Noise.Begin(3, 0);
        elbo.Untyped.Noise.Begin(3, 0);

        Numbers.Near(Numbers.One(elbo.Minimize(x).Total), one.Minimize(x).Total);
    }

    /// <summary>Burda et al., theorem 1: more draws are no worse, and none is better than log p(x).</summary>
    [Fact]
    public void More_draws_come_closer_to_the_likelihood()
    {
        using var scope = NewDisposeScope();
        using var one = new BoundOf1().Double();
        using var four = new BoundOf4().Double();
        using var sixteen = new BoundOf16().Double();
        using (no_grad())
        {
            // A code that matters, so that there is something to gain.
            one.Decoder.Dense1.weight!.mul_(6);
            one.Encoder.ZMean.bias!.fill_(0.8);
        }

        four.load_state_dict(one.state_dict());
        sixteen.load_state_dict(one.state_dict());
        var x = Bits(3).repeat(4000, 1);
        var exact = -Likelihood(one, Bits(3));
        var bounds = new[] { one.Minimize(x).Total, four.Minimize(x).Total, sixteen.Minimize(x).Total }.Select(Numbers.One).ToArray();

        Assert.True(bounds[0] > bounds[1] + 0.01 && bounds[1] > bounds[2] + 0.002, string.Join(", ", bounds));
        Assert.InRange(bounds[2] - exact, 0, 0.05);
    }

    [Fact]
    public void Every_code_of_a_hierarchy_is_drawn_for_each_weight()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepBound().Double();
        var x = Bits(5);
        model.Untyped.Noise.Begin(3, 0);
        var lower = model.Encode(x).Z1;
        var (many, mean, logVar) = (x.repeat(3, 1), lower.Mean.repeat(3, 1), lower.LogVar.repeat(3, 1));
        var z1 = mean + ((0.5 * logVar).exp() * model.Untyped.Noise.Normal(0, mean));
        var joined = cat([z1, many], 1);
        var hidden = model.Encoder.Dense2.call(joined).tanh();
        var upper = new Hourglass.Distributions.Normal(model.Encoder.Z2Mean.call(hidden), model.Encoder.Z2Logvar.call(hidden));
        var z2 = upper.Mean + (upper.StandardDeviation * model.Untyped.Noise.Normal(1, upper.Mean));
        var log = model.Decode(z1).LogProb(many)
            + model.PriorOfZ1(z2).LogProb(z1) - new Hourglass.Distributions.Normal(mean, logVar).LogProb(z1)
            + Hourglass.Distributions.Normal.Standard([15, 2], ScalarType.Float64, CPU).LogProb(z2) - upper.LogProb(z2);
        var weights = Numbers.Of(log).Chunk(5).ToArray();
        model.Untyped.Noise.Begin(3, 0);

        Numbers.Near(-Enumerable.Range(0, 5).Average(n => LogMean(weights.Select(draw => draw[n]))), model.Minimize(x).Iwae);
    }

    [Fact]
    public void The_estimate_of_the_likelihood_comes_to_its_integral()
    {
        using var scope = NewDisposeScope();
        using var model = new BoundOf4().Double();
        using var same = new BoundOf1().Double();
        same.load_state_dict(model.state_dict());
        var x = Bits(3);
        using var random = new RandomScope(8);

        Numbers.Near(Likelihood(same, x), model.LogLikelihood(x, draws: 20_000).mean(), 2e-3);
        Assert.Equal([3L], model.LogLikelihood(x, draws: 1).shape);
        Assert.Contains("draws", Assert.Throws<DataException>(() => model.LogLikelihood(x, draws: 0)).Message, StringComparison.Ordinal);
    }

    private static Tensor Bits(int rows) => (Numbers.Normals(7, rows, 6) > 0).to_type(ScalarType.Float64);

    private static double LogMean(IEnumerable<double> logarithms)
    {
        double[] all = [.. logarithms];
        return Math.Log(all.Average(Math.Exp));
    }

    /// <summary>log w of each draw and example, from the numbers that the model will draw.</summary>
    private static double[][] Weights(ImportanceBound model, Tensor x, int k)
    {
        model.Untyped.Noise.Begin(3, 0);
        var q = model.Encode(x).Z;
        var posterior = new Hourglass.Distributions.Normal(q.Mean.repeat(k, 1), q.LogVar.repeat(k, 1));
        var z = posterior.Mean + (posterior.StandardDeviation * model.Untyped.Noise.Normal(0, posterior.Mean));
        var prior = Hourglass.Distributions.Normal.Standard([k * x.size(0), 2], ScalarType.Float64, CPU);
        var log = model.Decode(z).LogProb(x.repeat(k, 1)) + prior.LogProb(z) - posterior.LogProb(z);
        model.Untyped.Noise.Begin(3, 0);
        return [.. Numbers.Of(log).Chunk((int)x.size(0))];
    }

    /// <summary>The mean of log p(x), its integral over the one number of the code taken by quadrature.</summary>
    private static double Likelihood(BoundOf1 model, Tensor x)
    {
        double Density(double z, int n)
        {
            using var inner = NewDisposeScope();
            var code = full([1, 1], z, dtype: ScalarType.Float64);
            var log = Numbers.One(model.Decode(code).LogProb(x[n].unsqueeze(0)).sum());
            return Math.Exp(log - (z * z / 2)) / Math.Sqrt(2 * Math.PI);
        }

        return Enumerable.Range(0, (int)x.size(0))
            .Average(n => Math.Log(
                Enumerable.Range(-8, 16).Sum(from => GaussLegendreRule.Integrate(z => Density(z, n), from, from + 1, 16))));
    }
}
