using Hourglass.Tests.Models;
using Hourglass.Tests.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>What does not fit is refused at the door, in the caller's words.</summary>
public class ArgumentTests
{
    [Theory]
    [InlineData(new long[] { 5, 2, 3 }, "x is [N, 6]; got [5, 2, 3]. Reshape it: x.reshape(-1, 6).")]
    [InlineData(new long[] { 6 }, "x is [N, 6]; got [6]. Reshape it: x.reshape(-1, 6).")]
    [InlineData(new long[] { 2, 3 }, "x is [N, 6]; got [2, 3]. Reshape it: x.reshape(-1, 6).")]
    [InlineData(new long[] { 5, 7 }, "x is [N, 6]; got [5, 7].")]
    [InlineData(new long[] { 4, 3 }, "x is [N, 6]; got [4, 3].")]
    [InlineData(new long[] { }, "x is [N, 6]; got [].")]
    public void Shapes(long[] shape, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        var x = zeros(shape);
        Assert.Equal(message, Assert.Throws<DataException>(() => model.Encode(x)).Message);
        Assert.Equal(message, Assert.Throws<DataException>(() => model.Reconstruct(x)).Message);
        Assert.Equal(message, Assert.Throws<DataException>(() => model.Minimize(x)).Message);
    }

    [Fact]
    public void Codes_and_maps()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        Assert.Equal("z is [N, 2]; got [3, 4].", Message(() => model.Decode(zeros(3, 4))));
        using var image = new ConvImage();
        Assert.Equal("x is [N, 2, 5, 7]; got [3, 70]. Reshape it: x.reshape(-1, 2, 5, 7).", Message(() => image.Encode(zeros(3, 70))));
        Assert.Equal("x is [N, 2, 5, 7]; got [2, 5, 7]. Reshape it: x.reshape(-1, 2, 5, 7).", Message(() => image.Encode(zeros(2, 5, 7))));
    }

    [Fact]
    public void Types_and_places()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        Assert.Equal(
            "x is float32, as the model's weights are; got float64. Convert it: x.to(torch.float32).",
            Message(() => model.Encode(zeros([2, 6], float64))));
        Assert.Equal(
            "x is float32, as the model's weights are; got byte. Convert it: x.to(torch.float32).",
            Message(() => model.Minimize(zeros([2, 6], uint8))));
        using var real = new Draws().Double();
        Assert.Contains("x is float64", Message(() => real.Encode(zeros(2, 6))), StringComparison.Ordinal);
        Assert.Equal(
            "x is on meta and the model on cpu. Move it, x.to(\"cpu\"), or the model, model.to(x.device).",
            Message(() => model.Encode(zeros([2, 6], device: META))));
        Assert.Throws<ArgumentNullException>("x", () => model.Encode(null!));
    }

    [Fact]
    public void Classes_counts_and_samples()
    {
        using var scope = NewDisposeScope();
        var model = TestModels.Create("25");
        var type = model.GetType();
        Tensor x = zeros(4, 784), y = zeros([4], int64);
        string Of(string method, params object[] arguments) =>
            Message(() => type.GetMethod(method)!.Invoke(model, System.Reflection.BindingFlags.DoNotWrapExceptions, null, arguments, null));
        Assert.Equal("y holds classes and is int64; got float32. Convert it: y.to(torch.int64).", Of("Encode", x, zeros(4)));
        Assert.Equal("y is [N]; got [4, 1]. Reshape it: y.reshape(-1).", Of("Encode", x, zeros([4, 1], int64)));
        Assert.Equal("x has 4 examples and y has 3; both need the same number.", Of("Encode", x, zeros([3], int64)));
        Assert.Equal("x has 4 examples and y has 3; both need the same number.", Of("Reconstruct", x, zeros([3], int64)));
        Assert.Equal("x has 4 examples and y has 3; both need the same number.", Of("Minimize", x, zeros([3], int64)));
        Assert.Equal("8 samples were asked for, and y has 4 rows; it needs one for each sample.", Of("Sample", 8, y));
        Assert.Equal("-1 samples were asked for; ask for 0 or more.", Of("Sample", -1, y));
        model.Dispose();
    }

    [Fact]
    public void Densities()
    {
        using var scope = NewDisposeScope();
        var normal = new Hourglass.Distributions.Normal(zeros(5, 2), zeros(5, 2));
        Assert.Equal("x is [N, 2]; got [5, 3].", Message(() => normal.LogProb(zeros(5, 3))));
        Assert.Equal(
            "x has 4 examples and the distribution 5; both need the same number, or one of them 1.",
            Message(() => normal.LogProb(zeros(4, 2))));
        Assert.Equal([5], normal.LogProb(zeros(1, 2)).shape);
        Assert.Equal("other.Mean is [N, 2]; got [5, 1].", Message(() => normal.KlTo(new(zeros(5, 1), zeros(5, 1)))));
        Assert.Equal(
            "x is [N, 3]; got [3]. Reshape it: x.reshape(-1, 3).",
            Message(() => new Hourglass.Distributions.Bernoulli(zeros(5, 3)).LogProb(zeros(3))));
        var categorical = new Hourglass.Distributions.Categorical(zeros(5, 3, 2));
        Assert.Equal("x is [N, 2]; got [5, 3].", Message(() => categorical.LogProb(zeros([5, 3], int64))));
        Assert.Equal(
            "x holds classes and is int64; got float32. Convert it: x.to(torch.int64).",
            Message(() => categorical.LogProb(zeros(5, 2))));
    }

    [Theory]
    [InlineData("Encode", 10, 10)]
    [InlineData("Encode", -2, -2)]
    [InlineData("Reconstruct", 12, 12)]
    [InlineData("Minimize", -7, -7)]
    [InlineData("Minimize", long.MaxValue, long.MaxValue)]
    public void Classes_that_there_are_not(string method, long given, long got)
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create("25");
        var call = model.GetType().GetMethod(method)!;
        object? Call(long last) => call.Invoke(
            model,
            System.Reflection.BindingFlags.DoNotWrapExceptions,
            null,
            [zeros(3, 784), tensor(new[] { 0, 9, last })],
            null);
        Assert.Equal(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"y holds classes from 0 to 9 or -1 where one is missing; got {got}."),
            Message(() => Call(given)));
        Assert.NotNull(Call(-1));
    }

    [Fact]
    public void Distributions_of_parts_that_do_not_fit()
    {
        using var scope = NewDisposeScope();
        var (normal, bernoulli) =
            (new Hourglass.Distributions.Normal(zeros(5, 2), zeros(2)), new Hourglass.Distributions.Bernoulli(zeros(5, 2)));
        var categorical = new Hourglass.Distributions.Categorical(zeros(5, 3, 2));
        Assert.Equal(
            "logVar is [5, 2], as the mean is, or broadcasts to it; got [5, 3].",
            Message(() => new Hourglass.Distributions.Normal(zeros(5, 2), zeros(5, 3))));
        Assert.Equal(
            "logVar is [2], as the mean is, or broadcasts to it; got [5, 2].",
            Message(() => new Hourglass.Distributions.Normal(zeros(2), zeros(5, 2))));
        Assert.Equal("logits is [N, K, ...], K the classes; got [3].", Message(() => new Hourglass.Distributions.Categorical(zeros(3))));
        const string Place = "x is on meta and the distribution on cpu. Move it: x.to(\"cpu\").";
        Assert.Equal(Place, Message(() => normal.LogProb(zeros([5, 2], device: META))));
        Assert.Equal(Place, Message(() => bernoulli.LogProb(zeros([5, 2], device: META))));
        Assert.Equal(Place, Message(() => categorical.LogProb(zeros([5, 2], int64, META))));
        Assert.Equal("x holds classes from 0 to 2; got 3.", Message(() => categorical.LogProb(full([5, 2], 3L))));
        Assert.Equal("x holds classes from 0 to 2; got -1.", Message(() => categorical.LogProb(full([5, 2], -1L))));
        Assert.Equal(
            "x is float32, as the distribution is; got complexfloat32. Take its real part: x.real.",
            Message(() => normal.LogProb(zeros([5, 2], complex64))));

        // Logarithms of 1/√(2π) · e^(-½), twice; of ½, twice.
        Assert.Equal(-2.837877f, normal.LogProb(ones([5, 2], @bool))[4].item<float>(), 1e-5f);
        Assert.Equal(-1.386294f, bernoulli.LogProb(ones([5, 2], @bool))[4].item<float>(), 1e-5f);
    }

    private static string Message(Action call) => Assert.Throws<DataException>(call).Message;

    private static string Message(Func<object?> call) => Assert.Throws<DataException>(() => { _ = call(); }).Message;
}
