using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Tensors, and names that files have chosen, in messages.</summary>
internal static class TensorText
{
    private const int ShownLength = 80;

    /// <summary>A name that a file may have chosen, fit for one line of a terminal: without control characters, and not too long.</summary>
    public static string Shown(string name) =>
        string.Concat(
            (name.Length > ShownLength ? name[..ShownLength] + "…" : name).Select(
                c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? ' ' : c));

    /// <summary>Type and shape: <c>float32[16, 6]</c>.</summary>
    public static string Describe(Tensor tensor) =>
        $"{tensor.dtype.ToString().ToLowerInvariant()}["
        + $"{string.Join(", ", tensor.shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
