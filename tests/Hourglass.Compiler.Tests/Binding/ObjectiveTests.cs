using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>Weights as they are written: signs, products and quotients of constants, labels.</summary>
public class ObjectiveTests
{
    [Theory]
    [InlineData("sse(y, x) - l2(h)", 1, -1)]
    [InlineData("-l2(h) + sse(y, x)", -1, 1)]
    [InlineData("-(sse(y, x) - l2(h))", -1, 1)]
    [InlineData("+sse(y, x) - -l2(h)", 1, 1)]
    [InlineData("2 * sse(y, x) + l2(h) / 4", 2, 0.25)]
    [InlineData("3 * (2 * sse(y, x)) - 3 * (l2(h) / -2)", 6, 1.5)]
    [InlineData("two * sse(y, x) - l2(h) * (two + 1)", 2, -3)]
    [InlineData("sse(y, x) * two / 8 + 12 / 4 * l2(h)", 0.25, 3)]
    [InlineData("0.5 * (sse(y, x) + l2(h))", 0.5, 0.5)]
    [InlineData("sse(y, x) * -3 + 2 * -l2(h)", -3, -2)]
    [InlineData("sse(y, x) + -ramp(0, 1, epochs: 3) * l2(h)", 1, -1)]
    [InlineData("-ramp(0, 1, epochs: 3) * sse(y, x) - 2 * l2(h)", -1, -2)]
    [InlineData("-2 * -sse(y, x) - +(4 * l2(h))", 2, -4)]
    public void Weights_are_multiplied_out(string objective, double first, double second)
    {
        var model = Bind(objective);
        Assert.Equal([first, second], model.Terms.Select(term => term.Weight.Factor));
    }

    [Theory]
    [InlineData("sse(y, x) + l2(h)", "sse_y", "l2_h")]
    [InlineData("rec: sse(y, x) - small: 2 * l2(h)", "rec", "small")]
    [InlineData("sse(y, x) + sse(y, x)", "sse_y", "sse_y_2")]
    public void Terms_are_named(string objective, params string[] expected) =>
        Assert.Equal(expected, Bind(objective).Terms.Select(term => term.Name));

    private static BoundModel Bind(string objective) =>
        Bound.Model($"const two = 2\nmodel M {{ data x: real[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize {objective} }}");
}
