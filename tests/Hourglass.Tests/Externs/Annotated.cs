using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>The model ByHand as a class with clauses.</summary>
[Data("x: unit[6]")]
[Extern("block rectified(scale = 1, shift = 0): [4] -> [4]")]
[Extern("term squares(y, x): sum")]
[Encode("h = x -> dense(4) -> rectified(2)")]
[Decode("y = h -> dense(6, sigmoid)")]
[Minimize("rec: 0.5 * squares(y, x)")]
[Train("batch: 8  epochs: 2")]
internal sealed partial class Annotated
{
    private partial Tensor Rectified(Tensor x, double scale, double shift) => (scale * x.clamp_min(0)) + shift;

    private partial Tensor Squares(Tensor y, Tensor x) => (y - x).square().sum() / x.size(0);
}
