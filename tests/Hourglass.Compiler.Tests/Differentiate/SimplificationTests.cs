using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>What the builder simplifies is the same number as what was asked for.</summary>
public sealed class SimplificationTests
{
    private static readonly double[] X = [1, -2, 3, 0.5, 5, -6];
    private static readonly double[] Y = [2, 3, -1, 4, 0.25, 1];
    private readonly GraphBuilder _build = new();
    private readonly Value _x;
    private readonly Value _y;

    public SimplificationTests()
    {
        (_x, _y) = (GradientProbe.Leaf(_build, 0, Extent.Of(1, 2)), GradientProbe.Leaf(_build, 1, Extent.Of(1, 2)));
    }

    [Fact]
    public void A_factor_moves_out_of_a_product()
    {
        AssertIs((x, y) => 3 * x * y, _build.Times(_build.Scale(_x, 3), _y), typeof(ScaleOp));
        AssertIs((x, y) => 3 * x * y, _build.Times(_x, _build.Scale(_y, 3)), typeof(ScaleOp));
    }

    [Fact]
    public void Factors_become_one() => AssertIs((x, y) => -6 * x, _build.Scale(_build.Scale(_x, 3), -2), typeof(ScaleOp));

    [Fact]
    public void Factors_that_cancel_leave_the_value() => Assert.Same(_x, _build.Scale(_build.Scale(_x, 4), 0.25));

    [Fact]
    public void The_same_number_everywhere_becomes_a_factor_or_a_summand()
    {
        var filled = _build.Fill(Factor.Of(1.5), Extent.Of(1, 2));

        AssertIs((x, y) => 1.5 * x, _build.Times(_x, filled), typeof(ScaleOp));
        AssertIs((x, y) => 1.5 * x, _build.Times(filled, _x), typeof(ScaleOp));
        AssertIs((x, y) => x + 1.5, _build.Plus(_x, filled), typeof(ShiftOp));
        AssertIs((x, y) => x + 1.5, _build.Plus(filled, _x), typeof(ShiftOp));
        AssertIs((x, y) => x - 1.5, _build.Minus(_x, filled), typeof(ShiftOp));
        AssertIs((x, y) => 1.5 - x, _build.Minus(filled, _x), typeof(ShiftOp));
    }

    [Fact]
    public void A_number_that_is_larger_than_the_value_keeps_its_size()
    {
        var (small, filled) = (GradientProbe.Leaf(_build, 2, Extent.Of(0, 2)), _build.Fill(Factor.Of(2), Extent.Of(1, 2)));

        Assert.Equal([6, 8, 6, 8, 6, 8], GradientProbe.Evaluate(_build.Times(small, filled), (small, [3, 4])));
        Assert.Equal([5, 6, 5, 6, 5, 6], GradientProbe.Evaluate(_build.Plus(filled, small), (small, [3, 4])));
        Assert.Equal([1, 2, 1, 2, 1, 2], GradientProbe.Evaluate(_build.Minus(small, filled), (small, [3, 4])));
    }

    [Fact]
    public void A_factor_whose_value_is_smaller_than_the_product_is_kept_right()
    {
        var small = GradientProbe.Leaf(_build, 2, Extent.Of(0, 2));

        Assert.Equal([6, -16, 18, 4, 30, -48], GradientProbe.Evaluate(_build.Times(_build.Scale(small, 2), _x), (small, [3, 4]), (_x, X)));
    }

    [Fact]
    public void A_factor_moves_out_of_a_sum()
    {
        var sum = _build.SumAll(_build.Scale(_x, 2));

        Assert.IsType<ScaleOp>(sum.Op);
        Assert.Equal([2 * X.Sum()], GradientProbe.Evaluate(sum, (_x, X)));
    }

    [Fact]
    public void A_view_of_a_view_is_one_and_one_back_is_the_value()
    {
        var view = _build.View(_build.View(_x, Extent.Of(2, 1)), Extent.Of(1, 2, 1));

        Assert.Same(_x, view.Inputs[0]);
        Assert.Same(_x, _build.View(view, _x.Extent));
    }

    [Fact]
    public void Equal_values_are_one()
    {
        Assert.Same(_build.Plus(_x, _y), _build.Plus(_x, _y));
        Assert.NotSame(_build.Minus(_x, _y), _build.Minus(_y, _x));
        Assert.NotSame(_build.Map(Functions.AtLeast, _x, 1), _build.Map(Functions.AtLeast, _x, 2));
    }

    private void AssertIs(Func<double, double, double> expected, Value value, Type op)
    {
        Assert.IsType(op, value.Op);
        Assert.Equal(X.Zip(Y, expected), GradientProbe.Evaluate(value, (_x, X), (_y, Y)));
    }
}
