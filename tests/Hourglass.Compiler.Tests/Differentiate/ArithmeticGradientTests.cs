using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Sums, products and quotients of values of all sizes that may meet.</summary>
public sealed class ArithmeticGradientTests
{
    private static readonly (Extent Left, Extent Right)[] Pairs =
    [
        (Extent.Of(1, 3), Extent.Of(1, 3)),
        (Extent.Of(1, 3), Extent.Of(0, 3)),
        (Extent.Of(0, 3), Extent.Of(1, 3)),
        (Extent.Of(1, 1), Extent.Of(1, 3)),
        (Extent.Of(1, 2, 2), Extent.Of(0, 2, 1)),
        (Extent.Of(1, 2, 1), Extent.Of(0, 2)),
        (Extent.Of(2, 2), Extent.Of(1, 2)),
        (Extent.Of(1, 2), Extent.Of(2, 1)),
        (Extent.Of(0, 2, 3), Extent.Of(0, 2, 1)),
        (Extent.Scalar, Extent.Of(1, 2)),
        (Extent.Of(0, 3), Extent.Scalar),
    ];

    public static TheoryData<string, int> Cases =>
        [.. new[] { "plus", "minus", "times", "over" }.SelectMany(name => Enumerable.Range(0, Pairs.Length).Select(pair => (name, pair)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operation_has_the_gradients_that_differences_give(string name, int pair) => GradientProbe.Check(
        (build, x) => name switch
        {
            "plus" => build.Plus(x[0], x[1]),
            "minus" => build.Minus(x[0], x[1]),
            "times" => build.Times(x[0], x[1]),
            _ => build.Over(x[0], x[1]),
        },
        [Pairs[pair].Left, Pairs[pair].Right],
        name == "over" ? GradientProbe.Positive : null);

    [Fact]
    public void A_value_that_is_used_many_times_gets_the_sum_of_its_gradients() =>
        GradientProbe.Check(
            (build, x) => build.Plus(build.Times(x[0], x[0]), build.Minus(build.Over(x[0], build.Shift(build.Times(x[0], x[0]), 1)), x[0])),
            [Extent.Of(1, 2)]);

    [Fact]
    public void A_number_that_is_known_before_the_step_scales_the_gradient() => GradientProbe.Check(
        (build, x) => build.Shift(build.Scale(build.Times(x[0], x[0]), Factor.PerExample * Factor.Weight(0) * Factor.Weight(1) * 2.5), -3),
        [Extent.Of(1, 2)]);

    [Fact]
    public void A_cross_entropy_of_logits_has_gradients_for_both() =>
        GradientProbe.Check((build, x) => build.Add(new LogitsEntropyOp(), "entropy", x[0], x[1]), [Extent.Of(1, 2), Extent.Of(1, 2)]);

    [Fact]
    public void A_cross_entropy_of_probabilities_has_a_gradient_for_them()
    {
        var targets = Extent.Of(1, 2);
        GradientProbe.Check(
            (build, x) => build.Add(new EntropyOp(), "entropy", x[0], GradientProbe.Fixed(build, targets)),
            [targets],
            GradientProbe.Probabilities,
            order: 1);
    }

    [Fact]
    public void What_has_no_rule_says_so()
    {
        var build = new GraphBuilder();
        var (p, x) = (GradientProbe.Leaf(build, 0, Extent.Of(1, 2)), GradientProbe.Leaf(build, 1, Extent.Of(1, 2)));
        var total = build.SumAll(build.Add(new EntropyOp(), "entropy", p, x));
        var seed = build.Fill(Factor.One, Extent.Scalar);
        var slope = build.SumAll(ReverseMode.Gradients(build, [(total, seed)], [p])[0]!);

        Assert.Equal(
            "the targets of a cross entropy",
            Assert.Throws<UnderivedException>(() => ReverseMode.Gradients(build, [(total, seed)], [x])).Message);
        Assert.Equal(
            "the slope of a cross entropy",
            Assert.Throws<UnderivedException>(() => ReverseMode.Gradients(build, [(slope, seed)], [p])).Message);
    }
}
