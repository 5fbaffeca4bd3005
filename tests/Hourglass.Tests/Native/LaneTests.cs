using Hourglass.Native;
using MathNet.Numerics;

namespace Hourglass.Tests.Native;

/// <summary>Every function of an element-wise loop against its formula in double precision, in a row that does not fill vectors.</summary>
public unsafe class LaneTests
{
    private const int Count = 203;

    public static TheoryData<string> Names => [.. Functions.Keys];

    private static Dictionary<string, (LaneKind Kind, float Number, Func<double, double, double> Formula, double Low)> Functions { get; } =
        new()
        {
            ["plus"] = (LaneKind.Plus, 0, (x, y) => x + y, -3),
            ["minus"] = (LaneKind.Minus, 0, (x, y) => x - y, -3),
            ["times"] = (LaneKind.Times, 0, (x, y) => x * y, -3),
            ["over"] = (LaneKind.Over, 0, (x, y) => x / y, 0.1),
            ["scale"] = (LaneKind.ScaleBy, 2.5f, (x, _) => x * 2.5, -3),
            ["shift"] = (LaneKind.ShiftBy, 2.5f, (x, _) => x + 2.5, -3),
            ["number over"] = (LaneKind.ReverseOver, 2.5f, (x, _) => 2.5 / x, 0.1),
            ["number minus"] = (LaneKind.ReverseMinus, 2.5f, (x, _) => 2.5 - x, -3),
            ["exp"] = (LaneKind.Exp, 0, (x, _) => Math.Exp(x), -3),
            ["log"] = (LaneKind.Log, 0, (x, _) => Math.Log(x), 0.01),
            ["log1p"] = (LaneKind.Log1P, 0, (x, _) => SpecialFunctions.Log1p(x), -0.99),
            ["expm1"] = (LaneKind.ExpM1, 0, (x, _) => ExpM1(x), -3),
            ["lgamma"] = (LaneKind.LogGamma, 0, (x, _) => SpecialFunctions.GammaLn(x), 1e-3),
            ["lgamma of large numbers"] = (LaneKind.LogGamma, 0, (x, _) => SpecialFunctions.GammaLn(x), 60),
            ["digamma"] = (LaneKind.Digamma, 0, (x, _) => SpecialFunctions.DiGamma(x), 1e-3),
            ["digamma of large numbers"] = (LaneKind.Digamma, 0, (x, _) => SpecialFunctions.DiGamma(x), 60),
            ["sqrt"] = (LaneKind.Sqrt, 0, (x, _) => Math.Sqrt(x), 0.01),
            ["abs"] = (LaneKind.Abs, 0, (x, _) => Math.Abs(x), -3),
            ["sign"] = (LaneKind.Sign, 0, (x, _) => Math.Sign(x), -3),
            ["square"] = (LaneKind.Square, 0, (x, _) => x * x, -3),
            ["at least of"] = (LaneKind.AtLeastOf, 0.5f, (x, _) => Math.Max(x, 0.5), -3),
            ["at most of"] = (LaneKind.AtMostOf, 0.5f, (x, _) => Math.Min(x, 0.5), -3),
            ["at least"] = (LaneKind.AtLeast, 0.5f, (x, _) => x >= 0.5 ? 1 : 0, -3),
            ["below"] = (LaneKind.Below, 0.5f, (x, _) => x < 0.5 ? 1 : 0, -3),
            ["above"] = (LaneKind.Above, 0.5f, (x, _) => x > 0.5 ? 1 : 0, -3),
            ["erf"] = (LaneKind.Erf, 0, (x, _) => SpecialFunctions.Erf(x), -3),
            ["sigmoid"] = (LaneKind.Sigmoid, 0, (x, _) => Sigmoid(x), -3),
            ["tanh"] = (LaneKind.Tanh, 0, (x, _) => Math.Tanh(x), -3),
            ["relu"] = (LaneKind.Relu, 0, (x, _) => Math.Max(x, 0), -3),
            ["leaky"] = (LaneKind.Leaky, 0.2f, (x, _) => x > 0 ? x : 0.2f * x, -3),
            ["elu"] = (LaneKind.Elu, 0.5f, (x, _) => x > 0 ? x : 0.5 * ExpM1(x), -3),
            ["selu"] = (LaneKind.Selu, 0, (x, _) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * ExpM1(x)), -3),
            ["gelu"] = (LaneKind.Gelu, 0, (x, _) => x * Phi(x), -3),
            ["silu"] = (LaneKind.Silu, 0, (x, _) => x * Sigmoid(x), -3),
            ["softplus"] = (LaneKind.Softplus, 0, (x, _) => SpecialFunctions.Log1p(Math.Exp(x)), -3),
            ["sigmoid'"] = (LaneKind.SigmoidSlope, 0, (x, y) => x * y * (1 - y), -3),
            ["tanh'"] = (LaneKind.TanhSlope, 0, (x, y) => x * (1 - (y * y)), -3),
            ["relu'"] = (LaneKind.ReluSlope, 0, (x, y) => y > 0 ? x : 0, -3),
            ["leaky'"] = (LaneKind.LeakySlope, 0.2f, (x, y) => y > 0 ? x : 0.2f * x, -3),
            ["elu'"] = (LaneKind.EluSlope, 0.5f, (x, y) => y > 0 ? x : 0.5 * x * Math.Exp(y), -3),
            ["selu'"] = (LaneKind.SeluSlope, 0, (x, y) => 1.0507009873554805 * x * (y > 0 ? 1 : 1.6732632423543772 * Math.Exp(y)), -3),
            ["gelu'"] = (LaneKind.GeluSlope, 0, (x, y) => x * (Phi(y) + (y * Math.Exp(-y * y / 2) / Math.Sqrt(2 * Math.PI))), -3),
            ["silu'"] = (LaneKind.SiluSlope, 0, (x, y) => x * Sigmoid(y) * (1 + (y * (1 - Sigmoid(y)))), -3),
            ["softplus'"] = (LaneKind.SoftplusSlope, 0, (x, y) => x * Sigmoid(y), -3),
            ["entropy of logits"] =
                (LaneKind.LogitsEntropy, 0, (x, y) => Math.Max(x, 0) - (x * y) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x))), -3),
            ["entropy"] = (
                LaneKind.Entropy,
                0,
                (x, y) => -((y * Math.Max(Math.Log(x), -100)) + ((1 - y) * Math.Max(SpecialFunctions.Log1p(-x), -100))),
                double.NaN),
            ["entropy'"] = (LaneKind.EntropySlope, 0, (x, y) => (x - y) / Math.Max(x * (1 - x), 1e-12), double.NaN),
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_is_its_formula(string name)
    {
        var (kind, number, formula, low) = Functions[name];
        var random = new Random(7);
        var unit = double.IsNaN(low);
        float Next() => unit ? 0.01f + (0.98f * random.NextSingle()) : (float)(low + (random.NextSingle() * (3 - low)));
        var (x, y, to) = (new float[Count], new float[Count], new float[Count]);
        for (var i = 0; i < Count; i++)
        {
            (x[i], y[i]) = (i % 10 == 0 && !unit && low < 0 ? Next() * 1e-3f : Next(), Next());
        }

        fixed (float* px = x, py = y, pto = to)
        {
            LaneFunctions.Of(kind)(px, py, pto, Count, number);
        }

        for (var i = 0; i < Count; i++)
        {
            var expected = formula(x[i], y[i]);
            Assert.True(
                Math.Abs(expected - to[i]) <= 1e-5 * Math.Max(Math.Abs(expected), 0.01),
                $"{name}({x[i]}, {y[i]}) is {to[i]}, not {expected}.");
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Phi(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    private static double ExpM1(double x) => 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);
}
