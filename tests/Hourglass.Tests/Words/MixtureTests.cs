using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;
using NormalByMathNet = MathNet.Numerics.Distributions.Normal;

namespace Hourglass.Tests.Words;

/// <summary>
/// The distribution <c>mixture</c> as a code: draws against distribution functions, their gradients against differences of the inverse of
/// the conditional distribution functions, and against moments in closed form.
/// </summary>
[Proves("mixture")]
public class MixtureTests
{
    /// <summary>Two components in three dimensions: logits, means, logarithms of variances.</summary>
    private static readonly double[] Plane = [0.4, -0.3, 0.5, -1, 0.2, -0.6, 0.9, 0.3, -0.4, 0.3, -0.8, 0.5, -0.2, 0.1];

    /// <summary>Three components on a line, two of them apart.</summary>
    private static readonly double[] Line = [0.4, -0.3, 0, -2, 0.3, 1.8, -0.5, 0.6, -1];

    [Fact]
    public void Draws_follow_the_distribution_functions()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var model = new MixtureDraws().Double();
        var parts = Parts.Of(Plane, 2, 3);
        var drawn = CodeDraws.Of(model, 20_000, Heads(parts));
        var runtime = Runtime(parts, 20_000).Sample();
        foreach (var z in new[] { drawn, runtime })
        {
            for (var i = 0; i < 3; i++)
            {
                CodeDraws.Follow(z.select(1, i), at => Below(parts, at, [.. Enumerable.Range(0, 3).Select(j => j == i ? 1.0 : 0)]));
            }

            // Of a sum, the elements' dependence is a part.
            CodeDraws.Follow(z.sum(1), at => Below(parts, at, [1, 1, 1]));
            CodeDraws.Follow(z.select(1, 0) - z.select(1, 2), at => Below(parts, at, [1, 0, -1]));
        }
    }

    /// <summary>Of Σ z² / N, for every parameter: what moves is the point whose conditional levels are those drawn.</summary>
    [Fact]
    public void Gradients_are_those_of_the_points_of_given_levels()
    {
        using var scope = NewDisposeScope();
        using var line = new MixtureLine().Double();
        using var space = new MixtureDraws().Double();
        Check(line, CodeDraws.Of(line, 40, Heads(Parts.Of(Line, 3, 1))), Line, 3, 1);
        Check(space, CodeDraws.Of(space, 40, Heads(Parts.Of(Plane, 2, 3))), Plane, 2, 3);
    }

    private static void Check(Autoencoder model, Tensor drawn, double[] numbers, int k, int d)
    {
        var points = Numbers.Of(drawn).Chunk(d).ToArray();
        var found = Gradients(model);
        for (var p = 0; p < numbers.Length; p++)
        {
            const double step = 1e-5;
            var (more, less) = (numbers.ToArray(), numbers.ToArray());
            more[p] += step;
            less[p] -= step;
            var (parts, up, down) = (Parts.Of(numbers, k, d), Parts.Of(more, k, d), Parts.Of(less, k, d));
            var expected = points.Average(z =>
            {
                var levels = parts.Levels(z);
                return up.Point(levels).Zip(down.Point(levels), z).Sum(at => 2 * at.Third * (at.First - at.Second) / (2 * step));
            });

            Numbers.Near(expected, found[p], 1e-6);
        }
    }

    /// <summary>E|W z|² = Σ π_k (|W μ_k|² + Σ_i |W e_i|² σ_ki²), by three hundred thousand draws.</summary>
    [Fact]
    public void Gradients_of_moments_are_those_of_their_closed_forms()
    {
        using var scope = NewDisposeScope();
        using var model = new MixtureDraws().Double();
        const int rows = 300_000;
        CodeDraws.Of(model, 2, Heads(Parts.Of(Plane, 2, 3)));
        var w = tensor(new[,] { { 1.0, 1, 0 }, { 0, 0.5, -1 }, { 0.3, 0, 0 } });
        using (no_grad())
        {
            model.Decoder.Dense1.weight!.copy_(w);
        }

        model.zero_grad();
        model.Untyped.Noise.Begin(9, 1);
        model.Minimize(zeros(rows, 3, dtype: ScalarType.Float64)).SseY.backward();
        var parameters = tensor(Plane).requires_grad_();
        var (weights, mean, variance) = (
            parameters[..2].softmax(0),
            parameters[2..8].reshape(2, 3),
            parameters[8..].reshape(2, 3).exp());
        var moment = (weights * (mean.matmul(w.t()).square().sum(1) + variance.matmul(w.square().sum(0L)))).sum();
        moment.backward();

        foreach (var (expected, found) in Numbers.Of(parameters.grad!).Zip(Gradients(model)))
        {
            Assert.InRange(found - expected, -0.025, 0.025);
        }
    }

    [Fact]
    public void The_divergence_is_taken_at_the_draw()
    {
        using var scope = NewDisposeScope();
        using var model = new MixtureDraws().Double();
        var parts = Parts.Of(Plane, 2, 3);
        var points = Numbers.Of(CodeDraws.Of(model, 50, Heads(parts))).Chunk(3).ToArray();
        double[] log = [.. points.Select(z => Math.Log(parts.Density(z)))];
        model.Untyped.Noise.Begin(seed: 7, step: 3);

        Numbers.Near(
            points.Zip(log, (z, q) => q - z.Sum(at => NormalByMathNet.PDFLn(0, 1, at))).Average(),
            model.Minimize(zeros(50, 3, dtype: ScalarType.Float64)).KlZ);
        var z = tensor([.. points.SelectMany(at => at)]).reshape(50, 3);
        Numbers.Same(log, Runtime(parts, 50).LogProb(z));
        Numbers.Same(
            [.. points.Select(at => at.Sum(x => NormalByMathNet.PDFLn(0, 1, x)))],
            Mixture.Standard([50, 3], ScalarType.Float64, CPU).LogProb(z));
    }

    [Fact]
    public void Codes_that_are_the_priors_own_draws_have_next_to_no_discrepancy()
    {
        using var scope = NewDisposeScope();
        using var model = new MixtureMatched().Double();
        using var still = no_grad();
        foreach (var (_, parameter) in model.named_parameters().Where(named => !named.name.Contains("v_inputs", StringComparison.Ordinal)))
        {
            parameter.zero_();
        }

        model.Untyped.Noise.Begin(7, 3);
        var loss = model.Minimize(Numbers.Normals(1, 2000, 3));

        Assert.InRange(Numbers.One(loss.MmdU), 0, 5e-3);
        Assert.InRange(Numbers.One(loss.MmdV), 0, 5e-3);
        Assert.InRange(Numbers.One(loss.MmdZ), 0, 5e-3);
    }

    /// <summary>Of the heads' biases, in the order of the parameters above.</summary>
    private static double[] Gradients(nn.Module model)
    {
        var biases = model.named_parameters().ToDictionary(named => named.name, named => named.parameter.grad);
        return [.. new[] { "logits", "mean", "logvar" }.SelectMany(name => Numbers.Of(biases[$"encoder.z_{name}.bias"]!))];
    }

    private static (string Head, double[] Value)[] Heads(Parts parts) =>
        [("logits", parts.Logits), ("mean", [.. parts.Mean.SelectMany(row => row)]), ("logvar", [.. parts.LogVar.SelectMany(row => row)])];

    private static Mixture Runtime(Parts parts, int rows)
    {
        Tensor Each(double[][] numbers) => tensor(numbers.SelectMany(row => row).ToArray())
            .reshape(1, numbers.Length, -1).expand(rows, numbers.Length, numbers[0].Length);
        return new Mixture(tensor(parts.Logits).expand(rows, parts.Logits.Length), Each(parts.Mean), Each(parts.LogVar));
    }

    /// <summary>The distribution function of a sum of multiples of the elements.</summary>
    private static double Below(Parts parts, double at, double[] of) => parts.Weights.Index().Sum(component =>
    {
        var (mean, logvar) = (parts.Mean[component.Index], parts.LogVar[component.Index]);
        var variance = of.Zip(logvar, (times, log) => times * times * Math.Exp(log)).Sum();
        return component.Item * NormalByMathNet.CDF(of.Zip(mean, (times, m) => times * m).Sum(), Math.Sqrt(variance), at);
    });

    /// <summary>A mixture in plain numbers.</summary>
    private sealed record Parts(double[] Logits, double[][] Mean, double[][] LogVar)
    {
        public double[] Weights { get; } = [.. Logits.Select(logit => Math.Exp(logit) / Logits.Sum(Math.Exp))];

        public static Parts Of(double[] numbers, int k, int d) =>
            new(numbers[..k], [.. numbers[k..(k + (k * d))].Chunk(d)], [.. numbers[(k + (k * d))..].Chunk(d)]);

        public double Density(double[] z) =>
            Weights.Select((weight, component) => z.Select((at, i) => Bell(component, i, at)).Aggregate(weight, (u, v) => u * v)).Sum();

        /// <summary>F_i(z_i | z_1 … z_(i-1)) of each element.</summary>
        public double[] Levels(double[] z)
        {
            var weights = Weights.ToArray();
            return [.. z.Select((at, i) =>
            {
                var level = Level(weights, i, at);
                Condition(weights, i, at);
                return level;
            })];
        }

        /// <summary>The point with given levels, element by element, by bisection.</summary>
        public double[] Point(double[] levels)
        {
            var weights = Weights.ToArray();
            return [.. levels.Select((level, i) =>
            {
                var (low, high) = (-40.0, 40.0);
                for (var halving = 0; halving < 100; halving++)
                {
                    var middle = (low + high) / 2;
                    (low, high) = Level(weights, i, middle) < level ? (middle, high) : (low, middle);
                }

                Condition(weights, i, low);
                return low;
            })];
        }

        private double Level(double[] weights, int i, double z) =>
            weights.Select((weight, k) => weight * NormalByMathNet.CDF(Mean[k][i], Math.Exp(LogVar[k][i] / 2), z)).Sum() / weights.Sum();

        private void Condition(double[] weights, int i, double z)
        {
            for (var component = 0; component < weights.Length; component++)
            {
                weights[component] *= Bell(component, i, z);
            }
        }

        private double Bell(int component, int i, double z) =>
            NormalByMathNet.PDF(Mean[component][i], Math.Exp(LogVar[component][i] / 2), z);
    }
}
