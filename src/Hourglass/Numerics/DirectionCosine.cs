using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>How far what a method moves parameters by points where the gradient does.</summary>
public static class DirectionCosine
{
    private const double Least = 1e-30;

    /// <summary>⟨d, ∇⟩ / (|d| |∇|) over all parameters together, a scalar without a gradient; 0 where the gradient is.</summary>
    /// <param name="total">What is minimized: a scalar with gradients.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="directions">What stands in the place of the gradient of each.</param>
    public static Tensor Of(Tensor total, IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> directions)
    {
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(directions);
        var gradients = autograd.grad([total], [.. parameters], retain_graph: true, allow_unused: true);
        using var still = no_grad();
        var (product, ofGradients, ofDirections) = (zeros_like(total), zeros_like(total), zeros_like(total));
        for (var i = 0; i < parameters.Count; i++)
        {
            ofDirections += directions[i].square().sum();
            if (gradients[i] is { IsInvalid: false } gradient)
            {
                product += (gradient * directions[i]).sum();
                ofGradients += gradient.square().sum();
            }
        }

        return product * (ofDirections * ofGradients).clamp_min(Least).rsqrt();
    }
}
