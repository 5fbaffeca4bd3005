using System.Globalization;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>The ranges that the binder infers, against values and against ends worked out by hand.</summary>
public sealed class RangeTests
{
    private const double Infinity = double.PositiveInfinity;

    private static readonly ValueRange[] Inputs =
    [
        ValueRange.Any, ValueRange.Unit, ValueRange.NonNegative, new(-1, 1), new(-3, -0.5), new(-2, 0), new(0.25, 4), new(-Infinity, -1),
        new(-4, 0.5)
    ];

    private static readonly double[] Slopes = [-2, -0.5, 0, 0.01, 0.3, 1, 3];

    private static Dictionary<string, Func<double, double, double>> Functions { get; } = new()
    {
        ["elu"] = (a, slope) => a > 0 ? a : slope * (Math.Exp(a) - 1),
        ["gelu"] = (a, _) => a * Phi(a),
        ["leaky"] = (a, slope) => a > 0 ? a : slope * a,
        ["relu"] = (a, _) => Math.Max(a, 0),
        ["selu"] = (a, _) => 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * (Math.Exp(a) - 1)),
        ["sigmoid"] = (a, _) => 1 / (1 + Math.Exp(-a)),
        ["silu"] = (a, _) => a / (1 + Math.Exp(-a)),
        ["softplus"] = (a, _) => Math.Log(1 + Math.Exp(a)),
        ["tanh"] = (a, _) => Math.Tanh(a),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Fact]
    public void Every_activation_of_single_elements_is_tried() =>
        Assert.Equal(
            Functions.Keys.Append("softmax").Order(StringComparer.Ordinal),
            Vocabulary.Stages.Values.OfType<ActivationEntry>().Select(entry => entry.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_activation_stays_in_its_range(string name)
    {
        var entry = (ActivationEntry)Vocabulary.Stages[name];
        foreach (var (input, slope) in Inputs.SelectMany(input => Slopes.Select(slope => (input, slope))))
        {
            var range = entry.RangeOf(input, slope);
            Assert.True(range.Low <= range.High, $"{name}({slope}) of {input} is {range}.");
            foreach (var a in Points(input))
            {
                var value = Functions[name](a, slope);
                Assert.True(
                    value >= range.Low - 1e-9 && value <= range.High + 1e-9,
                    FormattableString.Invariant($"{name}({slope}) of {a} is {value}, and the range of {input} is {range}."));
            }
        }
    }

    [Theory]
    [InlineData("dense(4, relu)", 0, Infinity)]
    [InlineData("dense(4, tanh)", -1, 1)]
    [InlineData("dense(4, sigmoid)", 0, 1)]
    [InlineData("dense(4, softmax)", 0, 1)]
    [InlineData("dense(4, softplus)", 0, Infinity)]
    [InlineData("dense(4, elu)", -1, Infinity)]
    [InlineData("dense(4, elu(2))", -2, Infinity)]
    [InlineData("dense(4, leaky)", -Infinity, Infinity)]
    [InlineData("dense(4, leaky(0))", 0, Infinity)]
    [InlineData("dense(4, tanh) -> leaky(0.3)", -0.3, 1)]
    [InlineData("dense(4, tanh) -> leaky(-0.3)", 0, 1)]
    [InlineData("dense(4, tanh) -> relu", 0, 1)]
    [InlineData("dense(4)", -Infinity, Infinity)]
    [InlineData("dense(4, sigmoid) -> add(s)", 0, 2)]
    [InlineData("dense(4, tanh) -> add(s)", -1, 2)]
    [InlineData("dense(4, relu) -> add(s)", 0, Infinity)]
    [InlineData("dense(4, tanh) -> add(t)", -2, 2)]
    [InlineData("dense(4, tanh) -> concat(s)", -1, 1)]
    [InlineData("dense(4, sigmoid) -> concat(s)", 0, 1)]
    [InlineData("dense(4, sigmoid) -> residual { sigmoid }", 0.5, 1.7310585786300049)]
    [InlineData("dense(4, sigmoid) -> dropout(0.5)", 0, 2)]
    [InlineData("dense(4, tanh) -> dropout(0.75)", -4, 4)]
    [InlineData("dense(4, sigmoid) -> corrupt(mask(0.5))", 0, 1)]
    [InlineData("dense(4, tanh) -> corrupt(salt(0.5))", -1, 1)]
    [InlineData("dense(4, sigmoid) -> corrupt(gaussian(0.5))", -Infinity, Infinity)]
    [InlineData("dense(4, tanh) -> reshape(1, 2, 2) -> pool(avg, 2)", -1, 1)]
    [InlineData("dense(4, sigmoid) -> reshape(1, 2, 2) -> pool(max, 2) -> up(3, bilinear) -> flatten", 0, 1)]
    [InlineData("dense(4, sigmoid) -> batchnorm", -Infinity, Infinity)]
    [InlineData("dense(4, sigmoid) -> layernorm", -Infinity, Infinity)]
    [InlineData("repeat(2) { dense(4, tanh) }", -1, 1)]
    public void A_pipeline_ends_in_this_range(string stages, double low, double high)
    {
        var range = Bind(
            $"encode {{ s = x -> dense(4, sigmoid) t = x -> dense(4, tanh) h = x -> {stages} }} "
            + "minimize l2(h) + l2(s) + l2(t)").Find("h")!.Range;

        Assert.Equal(low, range.Low, 12);
        Assert.Equal(high, range.High, 12);
    }

    [Theory]
    [InlineData("dense(6, leaky(0.3)) -> dense(4)", "leaky", 0.3)]
    [InlineData("dense(6) -> leaky(0.3) -> dense(4)", "leaky", 0.3)]
    [InlineData("dense(6, leaky) -> dense(4)", "leaky", 0.01)]
    [InlineData("dense(6) -> leaky -> dense(4)", "leaky", 0.01)]
    [InlineData("dense(6, elu(2)) -> dropout(0.1) -> batchnorm -> dense(4, tanh)", "elu", 2.0)]
    [InlineData("dense(6, relu) -> tanh -> dense(4)", "tanh", double.NaN)]
    public void A_mirror_keeps_the_activation_with_its_slope(string encoder, string activation, double slope)
    {
        var stages = Bind($"encode h = x -> {encoder} decode y = h -> mirror minimize sse(y, x)").Find("y")!.Stages;

        Assert.Equal([6, 8], stages.Select(stage => stage.Output[0]));
        Assert.Equal((activation, slope), (stages[0].Activation!.Entry.Name, stages[0].Activation!.Parameter));
        Assert.Null(stages[1].Activation);
    }

    [Theory]
    [InlineData(
        "conv(4, 3, stride: 2, bias: false) -> conv(5, 2, padding: 1)",
        "conv k 2 stride 1 bias True, conv k 3 stride 2 bias False")]
    [InlineData("conv(4, 5) -> pool(max, 3)", "up k 3, conv k 5 stride 1 bias True")]
    [InlineData("conv(4, 5) -> up(2)", "pool k 2, conv k 5 stride 1 bias True")]
    public void A_mirror_keeps_widths_strides_and_biases(string encoder, string expected)
    {
        var stages = Bind($"encode h = m -> {encoder} decode y = h -> mirror minimize sse(y, m)").Find("y")!.Stages;

        Assert.Equal(
            expected,
            string.Join(
                ", ",
                stages.Select(stage => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stage.Entry.Name.Replace("deconv", "conv", StringComparison.Ordinal)} k {stage.Arguments.Int("k")}")
                    + (stage.Arguments.Has("stride")
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $" stride {stage.Arguments.Int("stride")} bias {stage.Arguments.Flag("bias")}")
                        : ""))));
        Assert.Equal([1, 9, 9], stages[^1].Output.Dimensions);
    }

    private static IEnumerable<double> Points(ValueRange range)
    {
        var (low, high) = (Math.Max(range.Low, -60), Math.Min(range.High, 60));
        return Enumerable.Range(0, 201).Select(i => low + ((high - low) * i / 200));
    }

    /// <summary>The normal distribution function, by Simpson's rule.</summary>
    private static double Phi(double x)
    {
        const int steps = 400;
        var (sum, width) = (0.0, Math.Clamp(x, -12, 12) / steps);
        for (var i = 0; i <= steps; i++)
        {
            sum += Math.Exp(-0.5 * i * width * i * width) * (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2);
        }

        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }

    private static BoundModel Bind(string rest) => Bound.Model($"model M {{ data x: real[8] data m: real[1, 9, 9] {rest} }}");
}
