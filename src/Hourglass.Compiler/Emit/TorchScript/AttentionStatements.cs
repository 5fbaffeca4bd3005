using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>TorchScript for what attention is made of.</summary>
internal static class AttentionStatements
{
    /// <summary>
    /// In double precision, as an angle of thousands has few digits behind the point in single; a cosine is a sine a quarter turn ahead.
    /// </summary>
    private const string Sinusoids =
        """
        def sinusoids(steps: int, width: int, out: Tensor):
            places = torch.arange(width, dtype=7, device=out.device)
            odd = places.remainder(2.0)
            angles = torch.outer(torch.arange(steps, dtype=7, device=out.device), torch.pow(10000.0, (odd - places) / width))
            out.copy_(angles.add_(1.5707963267948966 * odd).sin_())
        """;

    /// <summary>The functions that a step calls, which stand behind it.</summary>
    public static IEnumerable<string> Functions(IEnumerable<Value> values) =>
        values.Any(value => value.Op is SinusoidsOp) ? Sinusoids.Replace("\r", "").Split('\n') : [];

    /// <summary>The statement for one of these primitives; null for any other.</summary>
    public static string? Into(Value value, string into, Func<int, string> use) => value.Op switch
    {
        SinusoidsOp op => $"sinusoids({NumberText.Of(op.Steps)}, {NumberText.Of(op.Width)}, out={into})",
        _ => null,
    };

    /// <summary>
    /// What ATen makes: both operands in an order in which it multiplies, and the product; a table of numbers of twice the size.
    /// </summary>
    public static Temporaries TemporariesOf(Value value) => value.Op is SinusoidsOp op
        ? new(0, (2 * value.Extent.Count) + (8L * (op.Steps + op.Width)))
        : new(value.Inputs[0].Extent.PerExample + value.Inputs[1].Extent.PerExample + value.Extent.PerExample, 0);
}
