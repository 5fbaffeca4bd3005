using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>
/// The gamma function's logarithm and its slopes, as libtorch computes them for either step, against numbers of mpmath 1.3 (40 digits).
/// </summary>
public class GammaFunctionTests
{
    private const double Digits = 1e-13;

    /// <summary>x, log Γ, ψ, and the first three slopes of ψ.</summary>
    private static readonly double[][] Table =
    [
        [0.001, 6.90717888538385366, -1000.57557193181028, 1000001.64253319583, -2000000002.39763216, 6000000000006.46861],
        [0.05, 2.96887920105173077, -20.4978449912998693, 401.532357342115075, -16002.1081580219428, 960005.388322312982],
        [0.3, 1.09579799481807556, -3.50252422220013312, 12.2453645461077313, -75.2725365887260389, 743.141764655049777],
        [0.9999, 0.0000577297915611938628, -0.577380170329869124, 1.64517451070270356, -2.40476332471109569, 6.49642863940603316],
        [1.3, -0.108174809507860478, -0.169190888866799605, 1.1342534349966193, -1.19846251465195649, 2.40102391430892631],
        [1.9, -0.0389842759230833617, 0.356184161164059658, 0.687972058242635656, -0.458312818829013534, 0.594066677224374856],
        [2.5, 0.28468287047291916, 0.703156640645243187, 0.490357756100234865, -0.236204051641727403, 0.223905848817252051],
        [5.9, 4.61779210549392206, 1.68781942590795818, 0.184662151405340987, -0.0340052120644504, 0.0124897570292969681],
        [6.5, 5.66256205985714153, 1.79291133039993294, 0.166284535749958238, -0.0275879107068767988, 0.0091336635043781405],
        [9.99, 12.7793152143501934, 2.25070037283120112, 0.105276950148241784, -0.0110730705314610512, 0.0023272159399640798],
        [20, 39.339884187199494, 2.97052399224214905, 0.0512708229352031198, -0.00262812240231465459, 0.000269374221339638915],
        [300.2, 1410.34255720986657, 5.70278243821199331, 0.00333666690765117119, -0.0000111333357234044007, 7.42963279001889405e-8],
        [10000.0, 82099.7174964423773, 9.2102903711428494, 0.000100005000166666666, -1.00010000499999998e-8, 2.0003000199999999e-12],
    ];

    [Fact]
    public void The_readable_functions_are_good_to_thirteen_digits()
    {
        using var scope = NewDisposeScope();
        Compare(1, x => x.lgamma());
        Compare(2, GammaFunctions.Digamma);
        Compare(3, x => GammaFunctions.Polygamma(1, x));
        Compare(4, x => GammaFunctions.Polygamma(2, x));
    }

    [Fact]
    public void Their_slopes_are_as_exact()
    {
        using var scope = NewDisposeScope();
        Compare(2, x => Slope(x => x.lgamma(), x));
        Compare(3, x => Slope(GammaFunctions.Digamma, x));
        Compare(4, x => Slope(at => GammaFunctions.Polygamma(1, at), x));
        Compare(5, x => Slope(at => GammaFunctions.Polygamma(2, at), x));
    }

    [Theory]
    [InlineData("lgamma(x", 1)]
    [InlineData("digamma(x", 2)]
    [InlineData("special_zeta(2.0, x", 3)]
    [InlineData("polygamma(2, x", 4)]
    [InlineData("polygamma(3, x", 5)]
    public void The_functions_of_the_portable_step_are_good_to_thirteen_digits(string call, int column)
    {
        using var scope = NewDisposeScope();
        using var unit = jit.compile($"def f(x: Tensor, y: Tensor) -> Tensor:\n    return torch.{call}, out=y)\n");
        Compare(column, x => (Tensor)unit.invoke("f", x, zeros_like(x)));
    }

    private static void Compare(int column, Func<Tensor, Tensor> function)
    {
        var found = Numbers.Of(function(tensor(Table.Select(row => row[0]).ToArray())));
        foreach (var (row, value) in Table.Zip(found))
        {
            Assert.Equal(row[column], value, Digits * Math.Max(Math.Abs(row[column]), 1e-3));
        }
    }

    private static Tensor Slope(Func<Tensor, Tensor> function, Tensor x)
    {
        using var at = x.clone().requires_grad_(true);
        function(at).sum().backward();
        return at.grad!;
    }
}
