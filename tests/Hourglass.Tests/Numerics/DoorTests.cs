using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>The functions behind emitted code say what they are given, not libtorch.</summary>
public class DoorTests
{
    [Fact]
    public void Corruptions()
    {
        using var scope = NewDisposeScope();
        var x = zeros(4, 3);
        Assert.Equal("noise is [4, 3], as x is; got [4, 2].", Message(() => Corruption.Gaussian(x, 1, zeros(4, 2))));
        Assert.Equal("draw is [4, 3], as x is; got [1, 3].", Message(() => Corruption.Mask(x, 0.5, zeros(1, 3))));
        Assert.Equal("draw is [4, 3], as x is; got [3].", Message(() => Corruption.Salt(x, 0.5, zeros(3))));
        Assert.Equal("draw is [4, 3], as x is; got [].", Message(() => Corruption.Dropout(x, 0.5, zeros([]))));
        Assert.Equal(
            "x is on cpu and draw on meta. Move it: x.to(\"meta\").",
            Message(() => Corruption.Mask(x, 0.5, zeros([4, 3], device: META))));
        Assert.Throws<ArgumentNullException>("noise", () => Corruption.Gaussian(x, 1, null!));
    }

    [Theory]
    [InlineData(-0.1, "probability is from 0 to below 1; got -0.1.")]
    [InlineData(1, "probability is from 0 to below 1; got 1.")]
    [InlineData(double.NaN, "probability is from 0 to below 1; got NaN.")]
    public void Probabilities(double probability, string message)
    {
        using var scope = NewDisposeScope();
        var x = zeros(4, 3);
        Assert.Equal(message, Message(() => Corruption.Mask(x, probability, x)));
        Assert.Equal(message, Message(() => Corruption.Salt(x, probability, x)));
        Assert.Equal(message, Message(() => Corruption.Dropout(x, probability, x)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Deviations(double deviation)
    {
        using var scope = NewDisposeScope();
        Assert.StartsWith(
            "deviation is a number from 0 upwards; got ",
            Message(() => Corruption.Gaussian(zeros(2), deviation, zeros(2))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Jacobians()
    {
        using var scope = NewDisposeScope();
        var x = Numbers.UniformSingles(1, 4, 3).requires_grad_(true);
        var h = x * 2;
        Assert.Equal("h has 4 examples and x has 5; both need the same number.", Message(() => Jacobian.SquaredNorm(h, zeros(5, 3))));
        Assert.StartsWith(
            "h is computed from x with gradients: call x.requires_grad_(true)",
            Message(() => Jacobian.SquaredNorm(h, zeros(4, 3))),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "h is computed from x with gradients",
            Message(() => Jacobian.SquaredNorm(zeros(4, 3), x)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "h is not computed from x",
            Message(() => Jacobian.SquaredNorm(h, Numbers.UniformSingles(1, 4, 3).requires_grad_(true))),
            StringComparison.Ordinal);
        Assert.Contains(
            "with its examples once for each probe; got [6, 3].",
            Message(() => Jacobian.SquaredNorm(h, x, ones(6, 3))),
            StringComparison.Ordinal);
        Assert.Contains("got [4, 2].", Message(() => Jacobian.SquaredNorm(h, x, ones(4, 2))), StringComparison.Ordinal);
        Assert.Contains("got [0, 3].", Message(() => Jacobian.SquaredNorm(h, x, ones(0, 3))), StringComparison.Ordinal);
        Assert.Equal(12, Jacobian.SquaredNorm(h, x, ones(8, 3)).item<float>());
    }

    [Fact]
    public void Classes()
    {
        using var scope = NewDisposeScope();
        var y = tensor(new long[] { 0, 2, -1 });
        Assert.Equal("y holds classes from 0 to 1 or -1 where one is missing; got 2.", Message(() => Labels.OneHot(y, 2, float32)));
        Assert.Equal(
            "y holds classes and is int64; got float32. Convert it: y.to(torch.int64).",
            Message(() => Labels.OneHot(zeros(3), 2, float32)));
        Assert.Equal("y is [N, ...], N the examples; got a single number.", Message(() => Labels.OneHot(zeros([], int64), 2, float32)));
        Assert.Equal("y is [N, ...], N the examples; got a single number.", Message(() => Labels.CountExamples(zeros([], int64))));
        Assert.StartsWith(
            "y holds classes from 0 to ",
            Message(() => Labels.CountElements(tensor(new long[] { -2 }))),
            StringComparison.Ordinal);
        Assert.Contains(
            " is [N, K, ...], K the classes; got [3].",
            Message(() => Labels.NegativeLogarithms(zeros(3), y)),
            StringComparison.Ordinal);
        Assert.Equal(
            "y holds classes from 0 to 1 or -1 where one is missing; got 2.",
            Message(() => Labels.NegativeLogarithms(zeros(3, 2), y)));
        Assert.StartsWith("y has 3 examples and ", Message(() => Labels.NegativeLogarithms(zeros(4, 5), y)), StringComparison.Ordinal);
        Assert.Equal("y is [N, 7]; got [3].", Message(() => Labels.NegativeLogarithms(zeros(3, 5, 7), y)));
        Assert.Contains("int64; got float32", Message(() => Labels.NegativeLogarithms(zeros(3, 5), zeros(3))), StringComparison.Ordinal);
        Assert.Contains(
            "holds numbers of single or double precision; got int64",
            Message(() => Labels.NegativeLogarithms(zeros([3, 5], int64), y)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics()
    {
        using var scope = NewDisposeScope();
        using var vector = nn.BatchNorm1d(3);
        using var map = nn.BatchNorm2d(3);
        foreach (var training in new[] { false, true })
        {
            Assert.Equal(
                "x is [N, 3, ...], as the layer has 3 channels; got [4, 5].",
                Message(() => RunningStatistics.Normalise(vector, zeros(4, 5), training)));
            Assert.Equal(
                "x is [N, 3, ...], as the layer has 3 channels; got [3].",
                Message(() => RunningStatistics.Normalise(vector, zeros(3), training)));
            Assert.Equal(
                "BatchNorm2d does not take [4, 3, 7]: it has another number of axes behind the channels.",
                Message(() => RunningStatistics.Normalise(map, zeros(4, 3, 7), training)));
            Assert.Equal(
                "x is float32, as the layer's statistics are; got float64.",
                Message(() => RunningStatistics.Normalise(vector, zeros([4, 3], float64), training)));
        }
    }

    private static string Message(Action action) => Assert.Throws<DataException>(action).Message;
}
