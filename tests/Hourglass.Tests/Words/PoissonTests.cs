using System.Reflection;
using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Poisson = Hourglass.Distributions.Poisson;
using PoissonByMathNet = MathNet.Numerics.Distributions.Poisson;

namespace Hourglass.Tests.Words;

/// <summary>
/// The distribution <c>poisson</c> against Math.NET's probabilities, the slope by hand, and sums over all codes that matter.
/// </summary>
[Proves("poisson")]
public class PoissonTests
{
    [Fact]
    public void The_likelihood_is_the_probability_of_the_counts()
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonCounts().Double();
        var x = (Numbers.Uniforms(1, 5, 4) * 9).floor();
        model.Encoder.BeCertain();
        var likelihood = model.Decode(model.Encode(x).Z.Mean);
        var expected = Numbers.Of(likelihood.LogRate)
            .Zip(Numbers.Of(x), (rate, count) => new PoissonByMathNet(Math.Exp(rate)).ProbabilityLn((int)count))
            .Chunk(4)
            .Select(row => row.Sum())
            .ToArray();

        Numbers.Same(expected, likelihood.LogProb(x));
        Numbers.Near(-expected.Average(), model.Minimize(x).NllX);
        Numbers.Same([.. Numbers.Of(likelihood.LogRate).Select(Math.Exp)], likelihood.Mean);
    }

    [Fact]
    public void The_slope_in_the_logarithm_of_the_rate_is_what_the_rate_has_too_much()
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonMaps().Double();
        var x = (Numbers.Uniforms(2, 3, 2, 3, 3) * 9).floor();
        model.Encoder.BeCertain();
        var tooMuch = (model.Decode(model.Encode(x).Z.Mean).Mean - x).sum(0L).sum(-1).sum(-1) / 3;
        model.Minimize(x).NllX.backward();

        Numbers.Same(Numbers.Of(tooMuch), model.Decoder.XLograte.bias!.grad!);
    }

    [Fact]
    public void Draws_have_the_rate_as_mean_and_variance()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        var draws = new Poisson(full([200_000, 1], Math.Log(2.5), dtype: ScalarType.Float64)).Sample();

        Numbers.Near(2.5, draws.mean(), 0.01);
        Numbers.Near(2.5, draws.var(), 0.01);
    }

    /// <summary>Far into both tails: the distribution function passes the level between a count and the one before.</summary>
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void A_draw_is_the_quantile_of_its_level(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        double[] levels = [0, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - Math.Pow(2, -24)];
        double[] logs = [-20, -3, -0.5, 1.3, 1.386, 1.4, 2.5, 5, 8, 13];
        double[] digits = [0, 0.5, 1 - Math.Pow(2, -24)];
        var cases = (from u in levels from log in logs from v in digits select (Level: u, Log: log, Digit: v)).ToArray();
        Tensor Column(Func<(double Level, double Log, double Digit), double> of) =>
            tensor(cases.Select(of).ToArray()).to(precision);
        var (level, digit, lograte) = (Column(at => at.Level), Column(at => at.Digit), Column(at => at.Log));
        var found = ScriptedFunction.Call(Script, "poisson_quantile", level, digit, lograte);
        var step = Math.Pow(2, -24);

        Assert.Equal(precision, found.dtype);
        foreach (var ((u, v, log), k) in Numbers.Of(level).Zip(Numbers.Of(digit), Numbers.Of(lograte)).Zip(Numbers.Of(found)))
        {
            // Beside the nearer end, so that no digits are lost; 1 - level is exact.
            var (rate, below, above) = (Math.Exp(log), u + ((v + (step / 2)) * step), 1 - u - ((v + (step / 2)) * step));
            Assert.True(
                below < 0.5
                    ? Below(k, rate) >= below - Slack(below) && Below(k - 1, rate) < below + Slack(below)
                    : Above(k, rate) <= above + Slack(above) && Above(k - 1, rate) > above - Slack(above),
                FormattableString.Invariant($"{k} at the level {below:R} of the rate {rate:R}"));
        }
    }

    [Theory]
    [InlineData(0.2, 3.5)]
    [InlineData(4.5, 60)]
    public void Draws_of_a_model_come_as_often_as_their_probabilities_say(double first, double second)
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonDraws().Double();
        const int rows = 50_000;
        var drawn = CodeDraws.Of(model, rows, ("lograte", [Math.Log(first), Math.Log(second)]));
        foreach (var (rate, element) in new[] { (first, 0), (second, 1) })
        {
            var counts = Numbers.Of(drawn.select(1, element)).CountBy(count => (int)Math.Round(count)).ToDictionary();
            var expected = Enumerable.Range(0, 200)
                .Select(count => (Count: count, Rows: rows * new PoissonByMathNet(rate).Probability(count)))
                .Where(at => at.Rows > 5)
                .ToArray();
            var square = expected.Sum(at => Math.Pow(counts.GetValueOrDefault(at.Count) - at.Rows, 2) / at.Rows);

            // Chi square: passed once in a thousand.
            Assert.InRange(square, 0, MathNet.Numerics.Distributions.ChiSquared.InvCDF(expected.Length, 0.999));
            Assert.InRange(counts.Where(pair => expected.All(at => at.Count != pair.Key)).Sum(pair => pair.Value), 0, 40);
        }
    }

    [Fact]
    public void The_divergence_is_the_sum_over_counts()
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonCode().Double();
        var x = Numbers.Uniforms(1, 6, 4).round();
        var q = model.Encode(x).Z;
        static double Sum(double log, double other)
        {
            var (here, there) = (new PoissonByMathNet(Math.Exp(log)), new PoissonByMathNet(Math.Exp(other)));
            return Enumerable.Range(0, 120)
                .Sum(count => here.Probability(count) * (here.ProbabilityLn(count) - there.ProbabilityLn(count)));
        }

        Numbers.Near(Numbers.Of(q.LogRate).Sum(log => Sum(log, 0)) / 6, model.Minimize(x).KlZ);
        Numbers.Near(
            Sum(0.4, 1.7) + Sum(-2, 0.1),
            new Poisson(tensor(new[,] { { 0.4, -2 } })).KlTo(new Poisson(tensor(new[,] { { 1.7, 0.1 } }))));
        Numbers.Same(Numbers.Of(ones(3, 2)), Poisson.Standard([3, 2], ScalarType.Float64, CPU).Mean);
    }

    [Fact]
    public void The_mean_over_draws_is_the_gradient_of_the_sum_over_all_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonCode().Double();
        var x = tensor(new[,] { { 1.0, 0, 0, 1 } });
        var codes = Pairs(31);
        var q = model.Encode(x).Z;
        var log = new Poisson(q.LogRate.expand(codes.shape)).LogProb(codes);
        var prior = Poisson.Standard(codes.shape, ScalarType.Float64, CPU).LogProb(codes);
        var cost = log - prior - model.Decode(codes).LogProb(x.expand(codes.size(0), 4));
        var exact = ScoreProof.Gradients(model, (log.exp() * cost).sum());
        model.Untyped.Noise.Begin(5, 0);

        Numbers.Near(1, log.exp().sum());
        ScoreProof.Same(exact, ScoreProof.Gradients(model, model.Minimize(x.repeat(ScoreProof.Copies, 1)).Total));
    }

    [Fact]
    public void Two_layers_of_counts_have_the_gradient_of_the_sum_over_all_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepCounts().Double();
        var x = tensor(new[,] { { 1.0, 0, 0, 1 } });
        var (lower, upper) = (Pairs(41).narrow(1, 0, 1), Pairs(41).narrow(1, 1, 1));
        var rows = lower.size(0);
        var log1 = new Poisson(model.Encode(x).Z1.LogRate.expand(rows, 1)).LogProb(lower);
        var log2 = new Poisson(model.Encoder.Z2Lograte.call(model.Encoder.Dense2.call(lower).tanh())).LogProb(upper);
        var priors = model.PriorOfZ1(upper).LogProb(lower) + new Poisson(full([rows, 1], 0.5, ScalarType.Float64)).LogProb(upper);
        var cost = log1 + log2 - priors - model.Decode(lower).LogProb(x.expand(rows, 4));
        var exact = ScoreProof.Gradients(model, ((log1 + log2).exp() * cost).sum());
        model.Untyped.Noise.Begin(5, 0);

        Numbers.Near(1, (log1 + log2).exp().sum());
        ScoreProof.Same(exact, ScoreProof.Gradients(model, model.Minimize(x.repeat(ScoreProof.Copies, 1)).Total));
    }

    private static string Script => (string)typeof(PoissonDraws).GetNestedType("Scripts", BindingFlags.NonPublic)!
        .GetField("PoissonQuantile")!
        .GetValue(null)!;

    /// <summary>All pairs of counts below a number, <c>[n², 2]</c>.</summary>
    private static Tensor Pairs(int end)
    {
        var counts = arange(end, ScalarType.Float64);
        return stack([counts.repeat_interleave(end), counts.repeat(end)], 1);
    }

    /// <summary>What double precision leaves open, of sums of probabilities and of the incomplete gamma function.</summary>
    private static double Slack(double tail) => (1e-9 * tail) + 1e-14;

    private static double Below(double count, double rate) => count < 0 ? 0 : SpecialFunctions.GammaUpperRegularized(count + 1, rate);

    private static double Above(double count, double rate) => count < 0 ? 1 : SpecialFunctions.GammaLowerRegularized(count + 1, rate);
}
