using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>What the language has words for, written out.</summary>
public sealed partial class ByHand
{
    private partial Tensor Rectified(Tensor x, double scale, double shift) => (scale * x.clamp_min(0)) + shift;

    private partial Tensor Squares(Tensor y, Tensor x) => (y - x).square().sum() / x.size(0);
}
