using TorchSharp;
using static TorchSharp.torch;

namespace Attributes;

/// <summary>The hand-written half: what the language has no word for is a method that uses the generated ones.</summary>
public partial class DigitVae
{
    /// <summary>Images on the straight line between two images' codes.</summary>
    /// <param name="first">[784], values in [0, 1].</param>
    /// <param name="second">[784], values in [0, 1].</param>
    /// <param name="steps">How many images, both ends included; at least 2.</param>
    /// <returns>[steps, 784]: the first row is the reconstruction of <paramref name="first"/>, the last one that of
    /// <paramref name="second"/>.</returns>
    public Tensor Interpolate(Tensor first, Tensor second, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var codes = Encode(stack([first, second])).Z.Mean;
        var shares = linspace(0, 1, steps, dtype: codes.dtype).unsqueeze(1);
        return Decode(lerp(codes[0], codes[1], shares)).Mean.MoveToOuterDisposeScope();
    }
}
