using Hourglass.Tests.Models;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Every activation against its formula, its slope against differences of the formula.</summary>
[Proves("elu", "gelu", "leaky", "relu", "selu", "sigmoid", "silu", "softmax", "softplus", "tanh")]
public class ActivationTests
{
    // Klambauer et al. (2017), section 3.
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    public static TheoryData<string> Names =>
        new() { "Relu", "Leaky", "Steep", "Elu", "Selu", "Gelu", "Silu", "Softplus", "Tanh", "Sigmoid" };

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes(string name)
    {
        using var scope = NewDisposeScope();
        using var model = new Activations().Double();
        double[] points = [-6.5, -2.2, -0.75, -0.1, 0.05, 0.4, 1.3, 3.9, 11];
        var x = tensor(points.SelectMany(point => Enumerable.Repeat(point, 3)).ToArray()).reshape(-1, 3).requires_grad_();
        var y = Pick(model.Encode(x), name);
        Numbers.Same([.. points.SelectMany(point => Enumerable.Repeat(Formula(name, point), 3))], y);
        y.sum().backward();
        var slopes = points.Select(point => (Formula(name, point + 1e-5) - Formula(name, point - 1e-5)) / 2e-5)
            .SelectMany(slope => Enumerable.Repeat(slope, 3));
        Numbers.Same([.. slopes], x.grad!, 1e-9);
    }

    [Fact]
    public void Softmax_sums_to_one_along_the_first_dimension()
    {
        using var scope = NewDisposeScope();
        using var model = new Activations().Double();
        var x = Numbers.Normals(3, 4, 3);
        var expected = new List<double>();
        foreach (var row in Numbers.Of(x).Chunk(3))
        {
            expected.AddRange(row.Select(a => Math.Exp(a) / row.Sum(Math.Exp)));
        }

        Numbers.Same(expected, model.Encode(x).Softmax);
    }

    private static Tensor Pick(Activations.Code code, string name) => name switch
    {
        "Relu" => code.Relu,
        "Leaky" => code.Leaky,
        "Steep" => code.Steep,
        "Elu" => code.Elu,
        "Selu" => code.Selu,
        "Gelu" => code.Gelu,
        "Silu" => code.Silu,
        "Softplus" => code.Softplus,
        "Tanh" => code.Tanh,
        _ => code.Sigmoid,
    };

    private static double Formula(string name, double a) => name switch
    {
        "Relu" => Math.Max(a, 0),
        "Leaky" => a > 0 ? a : 0.01 * a,
        "Steep" => a > 0 ? a : 0.3 * a,
        "Elu" => a > 0 ? a : Math.Exp(a) - 1,
        "Selu" => SeluScale * (a > 0 ? a : SeluAlpha * (Math.Exp(a) - 1)),
        "Gelu" => a * Normal.CDF(0, 1, a),
        "Silu" => a * SpecialFunctions.Logistic(a),
        "Softplus" => Math.Log(1 + Math.Exp(a)),
        "Tanh" => Math.Tanh(a),
        _ => 1 / (1 + Math.Exp(-a)),
    };
}
