using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Objectives whose terms train all but the encoder, and the encoder another value in their place (Rainforth et al., 2018, section 5).
/// </summary>
public static class EncoderGradient
{
    /// <summary>
    /// The total as it is, whose gradient by the encoder's parameters is that of the total and of what is given; elsewhere it is its own.
    /// </summary>
    /// <param name="total">A scalar.</param>
    /// <param name="difference">A scalar: what trains the encoder, less the terms in whose place it does.</param>
    /// <param name="encoder">The encoder's layers.</param>
    public static Tensor Exchange(Tensor total, Tensor difference, nn.Module encoder)
    {
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(encoder);
        if (!is_grad_enabled() || !difference.requires_grad)
        {
            return total;
        }

        // A sum of products with what is constant has just these gradients; it is taken off again, so that the total stays what it was.
        var parameters = encoder.parameters().Where(parameter => parameter.requires_grad).ToArray();
        var gradients = autograd.grad([difference], parameters, retain_graph: true, allow_unused: true);
        var carriers = parameters.Zip(gradients)
            .Where(pair => pair.Second is { IsInvalid: false })
            .Select(pair => (pair.First * pair.Second).sum())
            .ToArray();
        return carriers.Aggregate(total, (sum, carrier) => sum + (carrier - carrier.detach()));
    }
}
