using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>Arithmetic of intervals, ends included.</summary>
public class ValueRangeTests
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0.25, 0.5, true)]
    [InlineData(-0.001, 1, false)]
    [InlineData(0, 1.001, false)]
    [InlineData(double.NegativeInfinity, Infinity, false)]
    public void Within_the_unit_interval(double low, double high, bool expected) =>
        Assert.Equal(expected, new ValueRange(low, high).IsWithin(ValueRange.Unit));

    [Fact]
    public void Unions_and_sums()
    {
        var (first, second) = (new ValueRange(-1, 2), new ValueRange(0.5, 3));
        Assert.Equal(new ValueRange(-1, 3), first.Union(second));
        Assert.Equal(new ValueRange(-0.5, 5), first.Plus(second));
        Assert.Equal(ValueRange.Any, ValueRange.Any.Union(ValueRange.Unit));
        Assert.Equal(new ValueRange(0, Infinity), ValueRange.NonNegative.Plus(ValueRange.NonNegative));
    }

    /// <summary>A function that turns at 0, as the square does, has its least value there.</summary>
    [Theory]
    [InlineData(-1, 2, 0, 4)]
    [InlineData(-3, 2, 0, 9)]
    [InlineData(1, 2, 1, 4)]
    [InlineData(-3, -2, 4, 9)]
    [InlineData(0, 2, 0, 4)]
    [InlineData(-2, 0, 0, 4)]
    public void Through_a_square(double low, double high, double least, double most) =>
        Assert.Equal(new ValueRange(least, most), new ValueRange(low, high).Through(value => value * value));

    [Theory]
    [InlineData(double.NegativeInfinity, Infinity, "any real number")]
    [InlineData(0, Infinity, "≥ 0")]
    [InlineData(double.NegativeInfinity, -0.5, "≤ -0.5")]
    [InlineData(0, 1, "[0, 1]")]
    public void As_text(double low, double high, string expected) => Assert.Equal(expected, new ValueRange(low, high).ToString());
}
