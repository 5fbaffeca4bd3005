using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Comparisons of tensors with plain numbers.</summary>
internal static class Numbers
{
    /// <summary>The project's tolerance in float64, relative above 1.</summary>
    public const double Exact = 1e-10;

    /// <summary>The same in float32.</summary>
    public const double Single = 1e-5;

    public static double[] Of(Tensor tensor) => tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();

    public static double One(Tensor tensor) => tensor.detach().to_type(ScalarType.Float64).item<double>();

    public static void Near(double expected, Tensor actual, double tolerance = Exact) => Near(expected, One(actual), tolerance);

    public static void Near(double expected, double actual, double tolerance = Exact) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"Expected {expected:R}, found {actual:R}, tolerance {tolerance}."));

    public static void Same(IReadOnlyList<double> expected, Tensor actual, double tolerance = Exact)
    {
        var found = Of(actual);
        Assert.Equal(expected.Count, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            Near(expected[i], found[i], tolerance);
        }
    }

    /// <summary>All numbers of a module's weights: of its parameters with that word in their names.</summary>
    public static double[] Weights(nn.Module module) =>
    [
        .. module.named_parameters()
            .Where(pair => pair.name.Contains("weight", StringComparison.Ordinal))
            .SelectMany(pair => Of(pair.parameter)),
    ];

    /// <summary>Normal draws in float64, the same for the same seed.</summary>
    public static Tensor Normals(int seed, params long[] shape) => Normals(seed, ScalarType.Float64, shape);

    /// <summary>Normal draws in float32, the same for the same seed.</summary>
    public static Tensor NormalSingles(int seed, params long[] shape) => Normals(seed, ScalarType.Float32, shape);

    /// <summary>Uniform draws from [0, 1) in float64, the same for the same seed.</summary>
    public static Tensor Uniforms(int seed, params long[] shape) => Uniforms(seed, ScalarType.Float64, shape);

    /// <summary>Uniform draws from [0, 1) in float32, the same for the same seed.</summary>
    public static Tensor UniformSingles(int seed, params long[] shape) => Uniforms(seed, ScalarType.Float32, shape);

    /// <summary>
    /// A model in float64 whose parameters are all drawn anew, biases and scales too, so that none hides behind a zero or a one.
    /// </summary>
    public static T Double<T>(this T model, int seed = 1, double spread = 0.5)
        where T : nn.Module
    {
        model.to(ScalarType.Float64);
        using var random = new Hourglass.Training.RandomScope(seed);
        using var still = no_grad();
        foreach (var parameter in model.parameters())
        {
            parameter.copy_(randn(parameter.shape, dtype: ScalarType.Float64) * spread);
        }

        return model;
    }

    private static Tensor Normals(int seed, ScalarType type, long[] shape)
    {
        using var random = new Hourglass.Training.RandomScope(seed);
        return randn(shape, dtype: type);
    }

    private static Tensor Uniforms(int seed, ScalarType type, long[] shape)
    {
        using var random = new Hourglass.Training.RandomScope(seed);
        return rand(shape, dtype: type);
    }
}
