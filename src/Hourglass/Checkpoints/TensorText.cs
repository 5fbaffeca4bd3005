using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Tensors in messages.</summary>
internal static class TensorText
{
    /// <summary>Type and shape: <c>float32[16, 6]</c>.</summary>
    public static string Describe(Tensor tensor) =>
        $"{tensor.dtype.ToString().ToLowerInvariant()}[{string.Join(", ", tensor.shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
