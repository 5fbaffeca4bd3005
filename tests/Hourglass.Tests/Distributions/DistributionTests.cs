using Hourglass.Training;
using MathNet.Numerics;
using MathNet.Numerics.Integration;
using TorchSharp;
using static TorchSharp.torch;
using Bernoulli = Hourglass.Distributions.Bernoulli;
using Categorical = Hourglass.Distributions.Categorical;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Distributions;

/// <summary>Against formulas by hand, quadrature, Monte Carlo and finite differences, in double precision.</summary>
[Proves("bernoulli", "categorical", "normal")]
public class DistributionTests
{
    private const double Exact = 1e-10;

    public static TheoryData<double, double, double, double> Pairs => new()
    {
        { 0, 0, 0, 0 },
        { 1.5, -0.7, 0, 0 },
        { -0.3, 0.9, 0.8, -0.4 },
        { 2.0, -2.0, -1.0, 1.0 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Normal_divergence_is_the_integral(double m1, double l1, double m2, double l2)
    {
        using var scope = NewDisposeScope();
        double LogDensity(double x, double m, double l) => -0.5 * (Math.Log(2 * Math.PI) + l + (x - m) * (x - m) * Math.Exp(-l));
        var s = Math.Exp(0.5 * l1);
        var integral = GaussLegendreRule.Integrate(
            x => Math.Exp(LogDensity(x, m1, l1)) * (LogDensity(x, m1, l1) - LogDensity(x, m2, l2)),
            m1 - 12 * s,
            m1 + 12 * s,
            256);
        var p = new Normal(Column(m1), Column(l1));
        Near(integral, p.KlTo(new Normal(Column(m2), Column(l2))), Exact);
        if (m2 == 0 && l2 == 0)
        {
            Near(integral, p.KlToStandard(), Exact);
        }
    }

    [Fact]
    public void Normal_divergence_is_the_mean_over_draws()
    {
        using var random = new RandomScope(3);
        using var scope = NewDisposeScope();
        const int draws = 400_000;
        var p = new Normal(full([draws, 1], 0.4, ScalarType.Float64), full([draws, 1], -0.5, ScalarType.Float64));
        var q = new Normal(zeros(draws, 1, dtype: ScalarType.Float64) - 0.3, zeros(draws, 1, dtype: ScalarType.Float64) + 0.2);
        var z = p.Sample();
        var terms = p.LogProb(z) - q.LogProb(z);
        var error = terms.std().item<double>() / Math.Sqrt(draws);
        Assert.True(Math.Abs(terms.mean().item<double>() - p.KlTo(q)[0].item<double>()) < 4 * error);
        Assert.True(error < 0.01);
        Assert.InRange(z.mean().item<double>(), 0.4 - 0.01, 0.4 + 0.01);
        Assert.InRange(z.std().item<double>(), Math.Exp(-0.25) - 0.01, Math.Exp(-0.25) + 0.01);
    }

    [Fact]
    public void Normal_sums_over_the_event_and_broadcasts_its_variance()
    {
        using var random = new RandomScope(4);
        using var scope = NewDisposeScope();
        var mean = randn(3, 2, 4, 4, dtype: ScalarType.Float64);
        var x = randn_like(mean);
        var one = tensor(0.3, ScalarType.Float64);
        var wide = new Normal(mean, full(mean.shape, 0.3, ScalarType.Float64));
        var scalar = new Normal(mean, one);
        Assert.Equal([3L], scalar.LogProb(x).shape);
        Same(wide.LogProb(x), scalar.LogProb(x));
        Same(wide.KlToStandard(), scalar.KlToStandard());
        Same(wide.KlTo(new Normal(x, zeros_like(x))), scalar.KlTo(new Normal(x, tensor(0.0, ScalarType.Float64))));
        Assert.Equal(mean.shape, scalar.Sample().shape);
        Near(Math.Exp(0.15), scalar.StandardDeviation, Exact);
        var byHand = 0.0;
        foreach (var (a, b) in x[1].contiguous().data<double>().ToArray().Zip(mean[1].contiguous().data<double>().ToArray()))
        {
            byHand -= 0.5 * (Math.Log(2 * Math.PI) + 0.3 + (a - b) * (a - b) / Math.Exp(0.3));
        }

        Near(byHand, scalar.LogProb(x)[1], Exact);
    }

    [Theory]
    [InlineData(-3.0, 1.0)]
    [InlineData(0.4, 0.0)]
    [InlineData(1.2, 0.25)]
    public void Bernoulli_is_the_formula(double logit, double x)
    {
        using var scope = NewDisposeScope();
        var p = SpecialFunctions.Logistic(logit);
        var bernoulli = new Bernoulli(Column(logit));
        Near(x * Math.Log(p) + (1 - x) * Math.Log(1 - p), bernoulli.LogProb(Column(x)), Exact);
        Near(p, bernoulli.Mean, Exact);
    }

    [Fact]
    public void Bernoulli_stays_finite_at_the_extremes_sums_the_event_and_draws_its_mean()
    {
        using var random = new RandomScope(5);
        using var scope = NewDisposeScope();
        var sure = new Bernoulli(tensor(new[] { 800.0, -800.0 }).reshape(1, 2));
        Near(0, sure.LogProb(tensor(new[] { 1.0, 0.0 }).reshape(1, 2)), Exact);
        Near(-1600, sure.LogProb(tensor(new[] { 0.0, 1.0 }).reshape(1, 2)), Exact);
        var many = new Bernoulli(full([100_000, 2], 0.7, ScalarType.Float64));
        var draw = many.Sample();
        Assert.True(((draw == 0) | (draw == 1)).all().item<bool>());
        Assert.InRange(draw.mean().item<double>(), SpecialFunctions.Logistic(0.7) - 0.005, SpecialFunctions.Logistic(0.7) + 0.005);
        Assert.Equal(ScalarType.Float32, new Bernoulli(zeros(2, 2)).LogProb(ones(2, 2, dtype: ScalarType.Byte)).dtype);
    }

    [Fact]
    public void Categorical_is_the_formula()
    {
        using var random = new RandomScope(6);
        using var scope = NewDisposeScope();
        var logits = randn(4, 3, 5, dtype: ScalarType.Float64);
        var x = randint(0, 3, new long[] { 4, 5 }, dtype: ScalarType.Int64);
        var categorical = new Categorical(logits);
        var expected = 0.0;
        for (var j = 0; j < 5; j++)
        {
            var normaliser = Enumerable.Range(0, 3).Sum(k => Math.Exp(logits[2, k, j].item<double>()));
            expected += logits[2, (int)x[2, j].item<long>(), j].item<double>() - Math.Log(normaliser);
            Near(Math.Exp(logits[2, 1, j].item<double>()) / normaliser, categorical.Mean[2, 1, j], Exact);
        }

        Near(expected, categorical.LogProb(x)[2], Exact);
        Assert.Equal([4L], categorical.LogProb(x).shape);
        Assert.Equal([4L, 5L], categorical.Sample().shape);
        Assert.Equal(logits.argmax(1).data<long>().ToArray(), categorical.Mode.data<long>().ToArray());
        Assert.Equal([4L], new Categorical(randn(4, 3)).LogProb(zeros(4, dtype: ScalarType.Int64)).shape);
    }

    [Fact]
    public void Categorical_draws_by_its_probabilities()
    {
        using var random = new RandomScope(7);
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.0, 1.0, -1.0 }).reshape(1, 3).expand(200_000, 3);
        var draws = new Categorical(logits).Sample();
        for (var k = 0; k < 3; k++)
        {
            var share = (draws == k).to_type(ScalarType.Float64).mean().item<double>();
            Assert.Equal(new Categorical(logits).Mean[0, k].item<double>(), share, 0.005);
        }
    }

    public static TheoryData<string> Differentiable => new() { "normal", "kl", "kl-standard", "sample", "bernoulli", "categorical" };

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_are_the_finite_differences(string what)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(8);
        var a = randn(2, 3, dtype: ScalarType.Float64);
        var b = randn(2, 3, dtype: ScalarType.Float64) * 0.5;
        var c = randn(2, 3, dtype: ScalarType.Float64);
        var classes = tensor(new long[] { 2, 0 });
        Tensor Value(Tensor u, Tensor v)
        {
            switch (what)
            {
                case "normal": return new Normal(u, v).LogProb(c).sum();
                case "kl": return new Normal(u, v).KlTo(new Normal(c, u * 0.3)).sum();
                case "kl-standard": return new Normal(u, v).KlToStandard().sum();
                case "sample":
                    using (new RandomScope(1))
                    {
                        return (new Normal(u, v).Sample() * c).square().sum();
                    }

                case "bernoulli": return (new Bernoulli(u + v).LogProb(c.sigmoid()) * 1.5).sum();
                default: return new Categorical(u * v).LogProb(classes).sum();
            }
        }

        var (ga, gb) = (a.clone().requires_grad_(), b.clone().requires_grad_());
        Value(ga, gb).backward();
        const double step = 1e-5;
        for (var i = 0; i < 6; i++)
        {
            var bump = zeros(6, dtype: ScalarType.Float64);
            bump[i] = step;
            var e = bump.reshape(2, 3);
            Near((Value(a + e, b).item<double>() - Value(a - e, b).item<double>()) / (2 * step), ga.grad!.reshape(6)[i], 1e-5);
            Near((Value(a, b + e).item<double>() - Value(a, b - e).item<double>()) / (2 * step), gb.grad!.reshape(6)[i], 1e-5);
        }
    }

    private static Tensor Column(double value) => tensor(new[] { value }).reshape(1, 1);

    private static void Near(double expected, Tensor actual, double tolerance) =>
        Assert.Equal(expected, actual.to_type(ScalarType.Float64).item<double>(), tolerance * Math.Max(1, Math.Abs(expected)));

    private static void Same(Tensor a, Tensor b) => Assert.True((a - b).abs().max().item<double>() < Exact);
}
