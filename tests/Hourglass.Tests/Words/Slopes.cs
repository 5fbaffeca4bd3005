using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Gradients against central differences of the fourth order.</summary>
internal static class Slopes
{
    /// <summary>The gradient of a function of a parameter, in double precision, is that of differences.</summary>
    /// <param name="parameter">The parameter; it is as it was in the end.</param>
    /// <param name="function">A scalar that is computed from it.</param>
    /// <param name="tolerance">How far apart they may be.</param>
    /// <param name="step">The distance of the differences; a small one where the function has bends.</param>
    public static void Agree(Tensor parameter, Func<Tensor> function, double tolerance = 1e-9, double step = 2e-3)
    {
        if (parameter.grad is { } before)
        {
            using var still = no_grad();
            before.zero_();
        }

        function().backward();
        var found = Numbers.Of(parameter.grad!);
        using var quiet = no_grad();
        var flat = parameter.reshape(-1);
        for (var i = 0; i < found.Length; i++)
        {
            var at = flat[i].item<double>();
            double At(double steps)
            {
                flat[i] = tensor(at + (steps * step), dtype: ScalarType.Float64);
                return Numbers.One(function());
            }

            var slope = ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * step);
            flat[i] = tensor(at, dtype: ScalarType.Float64);
            Numbers.Near(slope, found[i], tolerance);
        }
    }
}
