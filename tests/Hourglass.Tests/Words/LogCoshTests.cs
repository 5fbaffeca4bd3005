using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>logcosh</c> against the functions of .NET.</summary>
[Proves("logcosh")]
public class LogCoshTests
{
    [Theory]
    [InlineData(ScalarType.Float64, Numbers.Exact)]
    [InlineData(ScalarType.Float32, Numbers.Single)]
    public void The_error_is_the_logarithm_of_its_cosine(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = new LogCoshError();
        model.to(type);
        Silence(model);
        foreach (var error in new[] { 1e-6, 1e-3, -0.01, 0.3, -1, 5, 19.9, 20.1, -80, 1e4 })
        {
            var x = full([2, 4], -error, dtype: type);
            var size = Math.Abs((type == ScalarType.Float32 ? (float)error : error));
            var expected = size < 0.01
                ? (size * size / 2) - (Math.Pow(size, 4) / 12)
                : size + Math.Log((1 + Math.Exp(-2 * size)) / 2);
            var found = Numbers.One(model.Minimize(x).LogcoshY);

            // Relative, also where it is small.
            Numbers.Near(1, found / expected, tolerance);
        }
    }

    [Fact]
    public void Its_slope_is_the_tangent()
    {
        using var scope = NewDisposeScope();
        using var model = new LogCoshError().Double();
        Silence(model);
        var bias = model.Decoder.Dense1.bias!;
        using (no_grad())
        {
            bias.copy_(tensor(new[] { 1e-5, -0.4, 3, -60 }));
        }

        model.Minimize(zeros([1, 4], dtype: ScalarType.Float64)).Total.backward();
        Numbers.Same([.. Numbers.Of(bias).Select(error => Math.Tanh(error) / 4)], bias.grad!);
    }

    private static void Silence(LogCoshError model)
    {
        using var still = no_grad();
        model.Decoder.Dense1.weight!.zero_();
        model.Decoder.Dense1.bias!.zero_();
    }
}
