using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The parts of a divergence against loops over pairs of examples, and against the whole.</summary>
[Proves("mi", "tc", "dwkl")]
public sealed class AggregateTests
{
    [Fact]
    public void The_parts_are_sums_over_pairs_of_examples()
    {
        using var scope = NewDisposeScope();
        using var model = new TotalCorrelation().Double();
        var x = Numbers.Normals(1, 6, 4);
        var (z, mean, deviation) = Code(model, x);
        double Log(int draw, int example, int i) =>
            MathNet.Numerics.Distributions.Normal.PDFLn(mean[example][i], deviation[example][i], z[draw][i]);
        var examples = Enumerable.Range(0, 6).ToArray();
        double Mean(Func<int, double> of) => examples.Average(of);
        double OfMean(Func<int, double> logarithm) => Math.Log(examples.Average(example => Math.Exp(logarithm(example))));
        double Sum(Func<int, double> of) => Enumerable.Range(0, 3).Sum(of);
        double Joint(int draw) => OfMean(example => Sum(i => Log(draw, example, i)));
        double Marginals(int draw) => Sum(i => OfMean(example => Log(draw, example, i)));
        var loss = model.Minimize(x);

        Numbers.Near(Mean(n => Sum(i => Log(n, n, i)) - Joint(n)), loss.MiZ);
        Numbers.Near(Mean(n => Joint(n) - Marginals(n)), loss.TcZ);
        Numbers.Near(Mean(n => Marginals(n) - Sum(i => MathNet.Numerics.Distributions.Normal.PDFLn(0, 1, z[n][i]))), loss.DwklZ);
    }

    [Fact]
    public void The_parts_add_up_to_the_divergence_at_the_draws()
    {
        using var scope = NewDisposeScope();
        using var model = new TotalCorrelation().Double();
        var x = Numbers.Normals(1, 6, 4);
        var (z, mean, deviation) = Code(model, x);
        var loss = model.Minimize(x);
        var whole = Enumerable.Range(0, 6).Average(n => Enumerable.Range(0, 3).Sum(i =>
            MathNet.Numerics.Distributions.Normal.PDFLn(mean[n][i], deviation[n][i], z[n][i])
            - MathNet.Numerics.Distributions.Normal.PDFLn(0, 1, z[n][i])));

        Numbers.Near(whole, loss.MiZ + loss.TcZ + loss.DwklZ);
    }

    [Fact]
    public void Free_nats_count_for_each_element()
    {
        using var scope = NewDisposeScope();
        using var model = new FreeNats().Double();
        using (no_grad())
        {
            model.Encoder.ZMean.bias!.copy_(tensor(new[] { 2.0, 0, -1.5 }));
        }

        var x = Numbers.Normals(1, 6, 4);
        var code = model.Encode(x).Z;
        var (mean, logVar) = (Numbers.Of(code.Mean).Chunk(3).ToArray(), Numbers.Of(code.LogVar).Chunk(3).ToArray());
        var each = Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 6).Average(
            n => ((mean[n][i] * mean[n][i]) + Math.Exp(logVar[n][i]) - logVar[n][i] - 1) / 2)).ToArray();

        Assert.Contains(each, element => element < 0.5);
        Assert.Contains(each, element => element > 0.5);
        Numbers.Near(each.Sum(element => Math.Max(element, 0.5)), model.Minimize(x).KlZ);
    }

    /// <summary>Kim and Mnih (2018), equation 3 and algorithm 2: the score of the codes, and of codes whose columns are shuffled.</summary>
    [Fact]
    public void A_critic_learns_to_tell_codes_from_shuffled_ones()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstShuffled().Double();
        var x = Numbers.Uniforms(1, 6, 6).round();
        model.Untyped.Noise.Begin(4, 0);
        var q = model.Encode(x).Z;
        var z = q.Mean + (exp(0.5 * q.LogVar) * model.Untyped.Noise.Normal(0, q.Mean));
        var (codes, order) = (Numbers.Of(z).Chunk(3).ToArray(), Numbers.Of(model.Untyped.Noise.Uniform(1, z)).Chunk(3).ToArray());
        var shuffled = codes.Select(_ => new double[3]).ToArray();
        for (var j = 0; j < 3; j++)
        {
            var places = Enumerable.Range(0, 6).OrderBy(n => order[n][j]).ToArray();
            for (var n = 0; n < 6; n++)
            {
                shuffled[n][j] = codes[places[n]][j];
            }
        }

        var (own, other) = (model.ScoreByC(z), model.ScoreByC(tensor(shuffled.SelectMany(row => row).ToArray()).reshape(6, 3)));
        double Softplus(double number) => Math.Log(1 + Math.Exp(number));
        Numbers.Near(Numbers.Of(own).Average(), model.Minimize(x).TcZ);
        Numbers.Near(
            Numbers.Of(own).Average(score => Softplus(-score)) + Numbers.Of(other).Average(Softplus),
            model.MinimizeCritics(x).CriticC);
    }

    private static (double[][] Z, double[][] Mean, double[][] Deviation) Code(TotalCorrelation model, Tensor x)
    {
        model.Untyped.Noise.Begin(4, 0);
        var q = model.Encode(x).Z;
        var z = q.Mean + (q.StandardDeviation * model.Untyped.Noise.Normal(0, q.Mean));
        model.Untyped.Noise.Begin(4, 0);
        return (Rows(z), Rows(q.Mean), Rows(q.StandardDeviation));
    }

    private static double[][] Rows(Tensor values) => [.. Numbers.Of(values).Chunk(3)];
}
