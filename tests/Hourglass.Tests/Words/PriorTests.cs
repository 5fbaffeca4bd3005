using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Priors against sums over their components, quadrature, and their own draws.</summary>
[Proves("mixture", "vamp", "uniform")]
public sealed class PriorTests
{
    [Fact]
    public void The_divergence_from_a_mixture_is_taken_at_the_draw()
    {
        using var scope = NewDisposeScope();
        using var model = Spread(new MixturePrior().Double());
        var x = Numbers.Normals(1, 6, 4);
        model.Untyped.Noise.Begin(4, 0);
        var q = model.Encode(x).Z;
        var z = q.Mean + (q.StandardDeviation * model.Untyped.Noise.Normal(0, q.Mean));
        var (points, own) = (Numbers.Of(z).Chunk(2).ToArray(), Numbers.Of(q.LogProb(z)));
        var (w, m, s) = Components(model.PriorOfZ(1));
        double Density(double[] point) => Enumerable.Range(0, 3).Sum(
            k => w[k] * Enumerable.Range(0, 2).Aggregate(1.0, (p, i) => p * Bell(point[i], m[(k * 2) + i], s[(k * 2) + i])));
        model.Untyped.Noise.Begin(4, 0);

        Numbers.Near(Enumerable.Range(0, 6).Average(n => own[n] - Math.Log(Density(points[n]))), model.Minimize(x).KlZ);
        Numbers.Same(points.Select(point => Math.Log(Density(point))).ToArray(), model.PriorOfZ(6).LogProb(z));
    }

    [Fact]
    public void The_mean_over_draws_is_the_integral()
    {
        using var scope = NewDisposeScope();
        using var model = Spread(new LineMixture().Double());
        var x = Numbers.Normals(1, 1, 4);
        var q = model.Encode(x).Z;
        var (mean, deviation) = (Numbers.One(q.Mean), Numbers.One(q.StandardDeviation));
        var (w, m, s) = Components(model.PriorOfZ(1));
        double Divergence(double z) => Bell(z, mean, deviation)
            * (Math.Log(Bell(z, mean, deviation)) - Math.Log(Enumerable.Range(0, 3).Sum(k => w[k] * Bell(z, m[k], s[k]))));
        var exact = Enumerable.Range(-10, 20)
            .Sum(i => GaussLegendreRule.Integrate(Divergence, mean + (i * deviation), mean + ((i + 1) * deviation), 32));
        model.Untyped.Noise.Begin(5, 0);

        Numbers.Near(exact, model.Minimize(x.repeat(40_000, 1)).KlZ, 0.01);
    }

    [Fact]
    public void Draws_of_a_mixture_have_its_distribution()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = Spread(new LineMixture().Double());
        var prior = model.PriorOfZ(20_000);
        var (w, m, s) = Components(model.PriorOfZ(1));
        var draws = Numbers.Of(prior.Sample());
        Array.Sort(draws);
        double Below(double z) => Enumerable.Range(0, 3).Sum(k => w[k] * MathNet.Numerics.Distributions.Normal.CDF(m[k], s[k], z));

        // Kolmogorov and Smirnov: 1.95 is passed once in a thousand.
        Assert.InRange(draws.Select((z, i) => Math.Abs(Below(z) - ((i + 0.5) / draws.Length))).Max() * Math.Sqrt(draws.Length), 0, 1.95);
        Numbers.Near(Enumerable.Range(0, 3).Sum(k => w[k] * m[k]), prior.Mean.mean(), 1e-12);
        Assert.Equal([7L, 4L], model.Sample(7).shape);
    }

    [Fact]
    public void Pseudo_inputs_are_encoded_as_data_are()
    {
        using var scope = NewDisposeScope();
        using var model = new VampCode().Double();
        var components = model.Encode(model.Prior.ZInputs.sigmoid()).Z;
        var prior = model.PriorOfZ(1);

        Numbers.Same(Numbers.Of(components.Mean), prior.ComponentMean.squeeze(0));
        Numbers.Same(Numbers.Of(components.LogVar), prior.ComponentLogVar.squeeze(0));
        var z = Numbers.Normals(1, 5, 2);
        var each = Enumerable.Range(0, 4)
            .Select(k => new Normal(components.Mean[k].expand(5, 2), components.LogVar[k].expand(5, 2)).LogProb(z).exp());
        Numbers.Same(Numbers.Of((each.Aggregate((sum, next) => sum + next) / 4).log()), model.PriorOfZ(5).LogProb(z));
    }

    [Fact]
    public void Numbers_are_the_parameters_of_a_prior()
    {
        using var scope = NewDisposeScope();
        using var model = new NumberPrior().Double();
        var x = Numbers.Normals(1, 6, 4);
        var q = model.Encode(x).Z;
        var prior = new Normal(full([6, 2], 0.5, dtype: ScalarType.Float64), full([6, 2], -1, dtype: ScalarType.Float64));

        Numbers.Near(Numbers.One(q.KlTo(prior).mean()), model.Minimize(x).KlZ);
        Numbers.Same(Numbers.Of(prior.Mean[..3]), model.PriorOfZ(3).Mean);
    }

    [Fact]
    public void A_prior_of_another_family_is_compared_at_the_draws()
    {
        using var scope = NewDisposeScope();
        using var model = new OtherFamily().Double();
        var x = Numbers.Normals(1, 1, 4);
        var q = model.Encode(x).Z;
        var (mean, deviation) = (Numbers.One(q.Mean), Numbers.One(q.StandardDeviation));
        double Divergence(double z) => Bell(z, mean, deviation)
            * (Math.Log(Bell(z, mean, deviation)) - MathNet.Numerics.Distributions.Laplace.PDFLn(0, Math.Exp(0.3), z));
        double[] borders = [.. Enumerable.Range(-10, 21).Select(i => mean + (i * deviation)), 0];
        Array.Sort(borders);
        var exact = borders.Zip(borders.Skip(1), (from, to) => GaussLegendreRule.Integrate(Divergence, from, to, 32)).Sum();
        model.Untyped.Noise.Begin(5, 0);

        Numbers.Near(exact, model.Minimize(x.repeat(40_000, 1)).KlZ, 0.01);
    }

    [Fact]
    public void A_uniform_prior_makes_coins_fair()
    {
        using var scope = NewDisposeScope();
        using var model = new UniformCoins().Double();
        var x = (Numbers.Normals(7, 6, 4) > 0).to_type(ScalarType.Float64);
        var (loss, code) = (model.Minimize(x), model.Encode(x));
        var bias = 1 / (1 + Math.Exp(1.0));

        Numbers.Near(Numbers.Of(code.Z.Mean).Sum(p => (p * Math.Log(2 * p)) + ((1 - p) * Math.Log(2 * (1 - p)))) / 6, loss.KlZ);
        Numbers.Near(
            Numbers.Of(code.U.Mean).Sum(p => (p * Math.Log(p / bias)) + ((1 - p) * Math.Log((1 - p) / (1 - bias)))) / 6, loss.KlU);
    }

    /// <summary>Weights and variances of a mixture that differ.</summary>
    private static TModel Spread<TModel>(TModel model)
        where TModel : Autoencoder
    {
        using var noGrad = no_grad();
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        parameters["prior.z_logits"].copy_(tensor(new[] { 0.5, -0.4, 0.1 }));
        parameters["prior.z_logvar"].copy_(Numbers.Normals(9, [.. parameters["prior.z_logvar"].shape.Select(size => (int)size)]));
        return model;
    }

    private static (double[] Weights, double[] Means, double[] Deviations) Components(Mixture prior) =>
        (Numbers.Of(prior.Logits.softmax(1)), Numbers.Of(prior.ComponentMean), Numbers.Of((0.5 * prior.ComponentLogVar).exp()));

    private static double Bell(double z, double mean, double deviation) =>
        MathNet.Numerics.Distributions.Normal.PDF(mean, deviation, z);
}
