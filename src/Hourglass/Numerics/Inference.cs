using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Torch's inference mode: computations without autograd's bookkeeping. Their results take no part in autograd, also later: before one is an input of
/// something that trains, or requires gradients itself, <c>clone()</c> it outside of the mode.
/// </summary>
public static class Inference
{
    /// <summary>Begins inference mode on this thread, unless gradients are enabled and one of the inputs requires them.</summary>
    /// <param name="inputs">What the computation reads, parameters left out.</param>
    /// <returns>Ends the mode when disposed; null where autograd goes on.</returns>
    public static IDisposable? For(params ReadOnlySpan<Tensor> inputs)
    {
        if (is_grad_enabled())
        {
            foreach (var input in inputs)
            {
                if (input.requires_grad)
                {
                    return null;
                }
            }
        }

        return inference_mode();
    }
}
