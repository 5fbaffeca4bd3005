using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Compares autograd's gradients of a model with central differences, element by element, in float64.</summary>
internal static class GradientCheck
{
    /// <param name="model">In float64.</param>
    /// <param name="loss">A scalar that depends on the parameters; draws are fixed by a seed.</param>
    /// <param name="tolerance">Of differences with a step of 1e-5.</param>
    /// <returns>How many elements were compared.</returns>
    public static int Run(nn.Module model, Func<Tensor> loss, double tolerance = 1e-6)
    {
        Tensor Value()
        {
            using var random = new RandomScope(17);
            return loss();
        }

        model.zero_grad();
        using (var scope = NewDisposeScope())
        {
            Value().backward();
        }

        const double step = 1e-5;
        var compared = 0;
        foreach (var (name, parameter) in model.named_parameters())
        {
            var gradient = parameter.grad is { } grad ? Numbers.Of(grad) : new double[parameter.NumberOfElements];
            for (var i = 0; i < gradient.Length; i++, compared++)
            {
                double At(double offset)
                {
                    using var scope = NewDisposeScope();
                    Shift(parameter, i, offset);
                    var value = Numbers.One(Value());
                    Shift(parameter, i, -offset);
                    return value;
                }

                var difference = (At(step) - At(-step)) / (2 * step);
                Assert.True(
                    Math.Abs(difference - gradient[i]) <= tolerance * Math.Max(1, Math.Abs(difference)),
                    FormattableString.Invariant(
                        $"{model.GetType().Name}, {name}[{i}]: autograd gives {gradient[i]:R}, differences give {difference:R}."));
            }
        }

        return compared;
    }

    private static void Shift(Tensor parameter, int element, double offset)
    {
        using var still = no_grad();
        parameter.view(-1).narrow(0, element, 1).add_(offset);
    }
}
