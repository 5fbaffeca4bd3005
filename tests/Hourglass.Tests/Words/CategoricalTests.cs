using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;
using Categorical = Hourglass.Distributions.Categorical;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>categorical</c> as a code, against sums over all codes.</summary>
[Proves("categorical")]
public class CategoricalTests
{
    [Fact]
    public void The_log_probability_is_that_of_the_classes_chosen()
    {
        using var scope = NewDisposeScope();
        var logits = Numbers.Normals(1, 5, 6);
        var chosen = new[,] { { 0, 2 }, { 1, 1 }, { 2, 0 }, { 0, 0 }, { 1, 2 } };
        var x = nn.functional.one_hot(tensor(chosen).to(ScalarType.Int64), 3).transpose(1, 2).flatten(1).to(ScalarType.Float64);
        var expected = Numbers.Of(logits).Chunk(6).Select((row, n) => Enumerable.Range(0, 2).Sum(i =>
        {
            var variable = Enumerable.Range(0, 3).Select(j => Math.Exp(row[(2 * j) + i])).ToArray();
            return Math.Log(variable[chosen[n, i]] / variable.Sum());
        })).ToArray();
        var distribution = new OneHotCategorical(logits, 3);

        Numbers.Same(expected, distribution.LogProb(x));
        Numbers.Same(expected, new OneHotCategorical(logits.to(ScalarType.Float32), 3).LogProb(x), Numbers.Single);
        Numbers.Same(expected, new Categorical(logits.reshape(5, 3, 2)).LogProb(tensor(chosen).to(ScalarType.Int64)));
        Numbers.Same(Numbers.Of(x), new OneHotCategorical(logits + (100 * x), 3).Mode);
    }

    /// <summary>Both variables together: nine codes.</summary>
    [Fact]
    public void The_draws_of_a_model_and_of_the_runtime_come_as_often_as_their_probabilities_say()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = new CategoricalDraws().Double();
        model.Untyped.Noise.Begin(3, 0);
        using (no_grad())
        {
            model.Encoder.ZLogits.bias!.copy_(tensor(new[] { 0.4, -1, 0, 0.2, -3, 1 }));
        }

        const int rows = 50_000;
        var draws = Drawing.Of(model, x => model.Minimize(x).Total, rows, width: 6);
        var distribution = new OneHotCategorical(model.Encoder.ZLogits.bias!.detach().expand(rows, 6), 3);
        var codes = Codes(2, 3);
        var expected = Numbers.Of(new OneHotCategorical(distribution.Logits[..9], 3).LogProb(codes).exp() * rows);
        foreach (var drawn in new[] { draws, distribution.Sample() })
        {
            var counts = Numbers.Of(drawn.round().unsqueeze(1).eq(codes).all(2).sum(0L).to(ScalarType.Float64));

            Assert.Equal(rows, counts.Sum());
            var square = counts.Zip(expected, (found, mean) => (found - mean) * (found - mean) / mean).Sum();
            Assert.InRange(square, 0, ChiSquared.InvCDF(8, 0.999));
        }
    }

    [Fact]
    public void The_divergence_is_the_sum_over_classes()
    {
        using var scope = NewDisposeScope();
        using var model = new CategoricalCode().Double(spread: 1.5);
        using var maps = new CategoricalMaps().Double();
        var x = Numbers.Uniforms(1, 3, 4).round();
        var q = model.Encode(x).Z;
        var p = Numbers.Of(q.Mean);

        Numbers.Near(p.Sum(share => share * Math.Log(3 * share)) / 3, model.Minimize(x).KlZ);
        var even = OneHotCategorical.Standard([3, 6], 3, ScalarType.Float64, CPU);
        Numbers.Near(p.Sum(share => share * Math.Log(3 * share)), q.KlTo(even).sum());
        var other = new OneHotCategorical(Numbers.Normals(4, 3, 6), 3);
        Numbers.Near(p.Zip(Numbers.Of(other.Mean), (a, b) => a * Math.Log(a / b)).Sum(), q.KlTo(other).sum());
        var (image, classes) = (Numbers.Normals(1, 2, 2, 3, 3), zeros(2, dtype: ScalarType.Int64));
        var shares = Numbers.Of(maps.Encode(image).Z.Mean);
        Numbers.Near(shares.Sum(share => share * Math.Log(2 * share)) / 2, maps.Minimize(image, classes).KlZ);
        Numbers.Same(Numbers.Of(ones(2, 2, 3, 3)), maps.Encode(image).Z.Sample().reshape(2, 2, 2, 3, 3).sum(1L));
    }

    [Fact]
    public void The_mean_over_draws_is_the_gradient_of_the_sum_over_all_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new CategoricalCode().Double();
        using (no_grad())
        {
            model.Decoder.Dense1.weight!.mul_(3);
        }

        var x = tensor(new[,] { { 1.0, 0, 0, 1 } });
        var codes = Codes(2, 3);
        var log = new OneHotCategorical(model.Encode(x).Z.Logits.expand(9, 6), 3).LogProb(codes);
        var cost = log + (2 * Math.Log(3)) - model.Decode(codes).LogProb(x.expand(9, 4));
        var exact = ScoreProof.Gradients(model, (log.exp() * cost).sum());
        model.Untyped.Noise.Begin(5, 0);

        Numbers.Near(1, log.exp().sum());
        ScoreProof.Same(exact, ScoreProof.Gradients(model, model.Minimize(x.repeat(ScoreProof.Copies, 1)).Total));
    }

    [Fact]
    public void Two_layers_of_classes_have_the_gradient_of_the_sum_over_all_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepClasses().Double();
        using (no_grad())
        {
            model.Decoder.Dense1.weight!.mul_(3);
            model.Encoder.Z2Logits.weight!.mul_(3);
        }

        var x = tensor(new[,] { { 1.0, 0, 0, 1 } });
        var (lower, upper) = (Codes(2, 3).repeat_interleave(4, 0), Codes(1, 4).repeat(9, 1));
        var log1 = new OneHotCategorical(model.Encode(x).Z1.Logits.expand(36, 6), 3).LogProb(lower);
        var log2 = new OneHotCategorical(model.Encoder.Z2Logits.call(model.Encoder.Dense2.call(lower).tanh()), 4).LogProb(upper);
        var priors = model.PriorOfZ1(upper).LogProb(lower) - Math.Log(4);
        var cost = log1 + log2 - priors - model.Decode(lower).LogProb(x.expand(36, 4));
        var exact = ScoreProof.Gradients(model, ((log1 + log2).exp() * cost).sum());
        model.Untyped.Noise.Begin(5, 0);

        Numbers.Near(1, (log1 + log2).exp().sum());
        ScoreProof.Same(exact, ScoreProof.Gradients(model, model.Minimize(x.repeat(ScoreProof.Copies, 1)).Total));
    }

    /// <summary>An element is 1 with its probability: an interval of 0.8 holds what is more likely than 0.1.</summary>
    [Fact]
    public void An_interval_holds_what_is_likely_enough()
    {
        using var scope = NewDisposeScope();
        var (lower, upper) = new OneHotCategorical(tensor(new[,] { { 0.05, 0.91, 0.04 } }).log(), 3).Interval(0.8);

        Numbers.Same([0, 1, 0], lower);
        Numbers.Same([0, 1, 0], upper);
    }

    [Fact]
    public void What_makes_no_groups_is_refused() => Assert.Equal(
        "logits is [N, 3 · d, ...]; got [2, 4].",
        Assert.Throws<DataException>(() => new OneHotCategorical(zeros(2, 4), 3)).Message);

    /// <summary>All codes of d variables of k classes, <c>[kᵈ, k · d]</c>.</summary>
    private static Tensor Codes(int variables, int classes)
    {
        var count = (int)Math.Pow(classes, variables);
        var codes = new double[count, classes * variables];
        for (var code = 0; code < count; code++)
        {
            var rest = code;
            for (var i = 0; i < variables; i++, rest /= classes)
            {
                codes[code, (rest % classes * variables) + i] = 1;
            }
        }

        return tensor(codes);
    }
}
