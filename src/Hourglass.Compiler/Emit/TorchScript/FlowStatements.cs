using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>TorchScript for what bijections are made of.</summary>
internal static class FlowStatements
{
    /// <summary>The function that finds the root of y + s tanh y = r.</summary>
    public const string TanhRoot = "tanh_root";

    /// <summary>Tensors of the result's size that the function makes, no more than these at once.</summary>
    public const int TanhRootTensors = 6;

    /// <summary>
    /// Newton's method for positive y: begun at max(|r| - s, 0), where the left side is below |r| and concave (s from 0 on) or above it and
    /// convex (s below 0), it goes towards the root from one side only, whatever s and r. Where a step is small, its square is lost in
    /// rounding.
    /// </summary>
    private static readonly string[] TanhRootFunction =
    [
        "def " + TanhRoot + "(slope: Tensor, right: Tensor) -> Tensor:",
        "    smallest = 1e-9 if right.dtype == 7 else 1e-5",
        "    size = right.abs()",
        "    root = (size - slope).clamp_min(0.0)",
        "    for _ in range(100):",
        "        tanh = root.tanh()",
        "        change = (root + slope * tanh - size) / (1.0 + slope * (1.0 - tanh.square()))",
        "        root = root - change",
        "        if bool((change.abs() <= smallest * (1.0 + root)).all()):",
        "            break",
        "    return root * right.sign()",
    ];

    /// <summary>The functions that a step calls, which stand behind it.</summary>
    public static IEnumerable<string> Functions(IEnumerable<Value> values) =>
        values.Any(value => value.Op is TanhRootOp) ? TanhRootFunction : [];

    /// <summary>The mask as a comparison of degrees.</summary>
    public static string Mask(DegreeMaskOp mask, string into) =>
        $"torch.{(mask.Strict ? "gt" : "ge")}({Degrees(mask.Rows, into)}.unsqueeze(1), {Degrees(mask.Columns, into)}, out={into})";

    private static string Degrees(Degrees degrees, string like) => degrees switch
    {
        { Round: > 0 } =>
            $"torch.arange({NumberText.Of(degrees.Count)}, device={like}.device).remainder({NumberText.Of(degrees.Round)}).add(1)",
        { Reversed: true } => $"torch.arange({NumberText.Of(degrees.Count)}, 0, -1, device={like}.device)",
        _ => $"torch.arange(1, {NumberText.Of(degrees.Count + 1)}, device={like}.device)",
    };
}
