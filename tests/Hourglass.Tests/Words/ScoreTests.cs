using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The score function's gradient against sums over all codes, and against the gradient through the draws.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void The_mean_over_draws_is_the_gradient_of_the_sum_over_all_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new CoinCode().Double();
        using (no_grad())
        {
            model.Decoder.Dense1.weight!.mul_(3);
        }

        var x = Example(4);
        var exact = ScoreProof.Gradients(model, Expected(model, x));
        model.Untyped.Noise.Begin(5, 0);
        ScoreProof.Same(exact, ScoreProof.Gradients(model, model.Minimize(x.repeat(ScoreProof.Copies, 1)).Total));
    }

    [Fact]
    public void Two_layers_of_coins_have_the_gradient_of_the_sum_over_all_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepCoins().Double();
        using (no_grad())
        {
            model.Decoder.Dense1.weight!.mul_(3);
            model.Encoder.Z2Logits.weight!.mul_(3);
        }

        var x = Example(4);
        var exact = ScoreProof.Gradients(model, Expected(model, x));
        model.Untyped.Noise.Begin(5, 0);
        ScoreProof.Same(exact, ScoreProof.Gradients(model, model.Minimize(x.repeat(ScoreProof.Copies, 1)).Total));
    }

    [Fact]
    public void The_mean_is_that_of_the_gradient_through_the_draws()
    {
        using var scope = NewDisposeScope();
        using var pathwise = new PathwiseGradient().Double();
        using var score = new ScoreGradient().Double();
        score.load_state_dict(pathwise.state_dict());
        var x = Numbers.Normals(1, 1, 3).repeat(ScoreProof.Copies, 1);
        pathwise.Untyped.Noise.Begin(6, 0);
        score.Untyped.Noise.Begin(6, 0);
        var (through, by) = (pathwise.Minimize(x), score.Minimize(x));

        Numbers.Near(Numbers.One(through.Total), by.Total);
        ScoreProof.Same(ScoreProof.Gradients(pathwise, through.Total), ScoreProof.Gradients(score, by.Total));
    }

    [Fact]
    public void A_single_example_with_a_single_draw_has_nothing_to_compare_with()
    {
        using var scope = NewDisposeScope();
        using var model = new CoinCode().Double();
        model.Untyped.Noise.Begin(5, 0);
        var gradients = ScoreProof.Gradients(model, model.Minimize(Example(4)).NllX);

        Assert.All(gradients["encoder.z_logits.weight"], number => Assert.Equal(0, number));
    }

    [Fact]
    public void The_divergence_of_coins_is_the_sum_over_heads_and_tails()
    {
        using var scope = NewDisposeScope();
        using var model = new CoinCode().Double();
        var x = Numbers.Normals(1, 6, 4).sigmoid();
        var code = model.Encode(x).Z;
        var sum = Numbers.Of(code.Mean).Sum(p => (p * Math.Log(2 * p)) + ((1 - p) * Math.Log(2 * (1 - p))));

        Numbers.Near(sum / 6, model.Minimize(x).KlZ);
        Numbers.Near(sum / 6, code.KlTo(Bernoulli.Standard([6, 3], ScalarType.Float64, CPU)).mean());
    }

    /// <summary>A missing class has no cost, and no draw is credited with one.</summary>
    [Fact]
    public void Missing_classes_leave_no_trace()
    {
        using var scope = NewDisposeScope();
        using var model = new CoinErrors().Double();
        var x = Numbers.Normals(1, 5, 4).sigmoid();
        model.Untyped.Noise.Begin(5, 0);
        var gradients = ScoreProof.Gradients(model, model.Minimize(x, full(5, -1, dtype: ScalarType.Int64)).NllY);

        Assert.All(gradients.Values.SelectMany(each => each), number => Assert.Equal(0, number));
    }

    private static Tensor Example(int width) => (Numbers.Normals(7, 1, width) > 0).to_type(ScalarType.Float64);

    /// <summary>All codes of so many coins, <c>[2ⁿ, n]</c>.</summary>
    private static Tensor Codes(int coins) => tensor(
        Enumerable.Range(0, 1 << coins).SelectMany(code => Enumerable.Range(0, coins).Select(i => (double)((code >> i) & 1))).ToArray())
        .reshape(1 << coins, coins);

    private static Tensor Expected(CoinCode model, Tensor x)
    {
        var codes = Codes(3);
        var q = model.Encode(x).Z;
        var log = new Bernoulli(q.Logits.expand(8, 3)).LogProb(codes);
        var cost = log + (3 * Math.Log(2)) - model.Decode(codes).LogProb(x.expand(8, 4));
        return (log.exp() * cost).sum();
    }

    private static Tensor Expected(DeepCoins model, Tensor x)
    {
        var (lower, upper) = (Codes(3).repeat_interleave(4, 0), Codes(2).repeat(8, 1));
        var q = model.Encode(x).Z1;
        var hidden = model.Encoder.Dense2.call(lower).tanh();
        var log1 = new Bernoulli(q.Logits.expand(32, 3)).LogProb(lower);
        var log2 = new Bernoulli(model.Encoder.Z2Logits.call(hidden)).LogProb(upper);
        var cost = log1 + log2 - model.PriorOfZ1(upper).LogProb(lower) + (2 * Math.Log(2)) - model.Decode(lower).LogProb(x.expand(32, 4));
        return ((log1 + log2).exp() * cost).sum();
    }
}
